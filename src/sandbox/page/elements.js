// Functions that make elements. Text becomes text nodes, never markup.

/** Makes an element with properties (or attributes, when there is no such property) and children; empty children are left out. */
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined) continue;
    if (name in element) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

export const byId = (id) => document.getElementById(id);

/** SVG paths in a view box of 24 by 24. */
const ICONS = {
  menu: "M4 7h16M4 12h16M4 17h16",
  close: "M6 6l12 12M18 6L6 18",
  plus: "M12 5v14M5 12h14",
  send: "M12 19V5M6 11l6-6 6 6",
  reply: "M9 7l-5 5 5 5M4 12h9a7 7 0 0 1 7 6",
  down: "M12 5v14M6 13l6 6 6-6",
  forward: "M15 7l5 5-5 5M20 12h-9a7 7 0 0 0-7 6",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  thread: "M7 4v9a3 3 0 0 0 3 3h8M14 12l4 4-4 4",
  chevron: "M6 9l6 6 6-6",
  file: "M7 3h7l4 4v14H7zM14 3v4h4",
  eye: "M3 12c4-7 14-7 18 0c-4 7-14 7-18 0zM12 9.5a2.5 2.5 0 1 0 0 5a2.5 2.5 0 1 0 0-5z",
  out: "M10 6H5v13h13v-5M13 5h6v6M19 5l-9 9",
};

/** An icon. It is hidden from screen readers: the element that contains it must have the label. */
export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  for (const [key, value] of Object.entries({ viewBox: "0 0 24 24", class: "sign", "aria-hidden": "true" })) svg.setAttribute(key, value);
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/** Background colours on which white letters are legible. */
const FACES = ["#b3402f", "#a1560a", "#7a6a00", "#3f7a2a", "#1f7a68", "#2a6fa8", "#5a5fc7", "#8a4aa8", "#b03a78"];

/** A person's avatar: the first letter of the name, on a colour computed from the name. */
export function face(name) {
  const sum = [...name].reduce((total, letter) => (total * 43 + letter.codePointAt(0)) % 10_007, 7);
  const element = el("span", { className: "face", "aria-hidden": "true" }, [...name].slice(0, 1).join("").toUpperCase());
  element.style.background = FACES[sum % FACES.length];
  return element;
}

/** `plural(2, "archivo")` is "2 archivos". */
export const plural = (count, one, many = one + "s") => `${count} ${count === 1 ? one : many}`;

/** Makes the URL of a sandbox's file a path, so that it works under every host name; any other URL stays as it is. */
export function local(url) {
  const path = URL.canParse(url) ? new URL(url).pathname : url;
  return path.startsWith("/attachments/") ? path : url;
}

/** Whether this is an HTTP or HTTPS URL. Only such URLs become links, so that a link never runs a script. */
export const isWeb = (url) => URL.canParse(url) && ["http:", "https:"].includes(new URL(url).protocol);

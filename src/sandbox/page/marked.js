// Discord's Markdown as elements.
import { el, isWeb } from "/page/elements.js";
import { parse, parseLine, words } from "/page/marks.js";
import { moment } from "/page/times.js";

const TAGS = { bold: "strong", underline: "u", struck: "s", italic: "em", code: "code", block: "pre", quote: "blockquote" };

/** A whole text. `known` has the names for mentions and opens channels. */
export const marked = (text, known) => elements(parse(text), known);

/** A title: inline marks only. */
export const markedLine = (text, known) => elements(parseLine(text), known);

/** The words of a text on one line. */
export const plainWords = (text, known) => words(parse(text), (node) => mentionName(node, known));

function elements(nodes, known) {
  return nodes.map((node) => element(node, known));
}

function element(node, known) {
  const inside = () => elements(node.children, known);
  switch (node.kind) {
    case "text": return node.text;
    case "code":
    case "block": return el(TAGS[node.kind], {}, node.text);
    case "mention": return mention(node, known);
    case "command": return el("span", { className: "mention" }, node.text);
    case "moment": return moment(node.seconds, node.style);
    case "link": return link(node, inside());
    case "spoiler": return spoiler(inside());
    // No `<h1>`: a heading inside a message is no heading of the page.
    case "heading": return el("div", { className: `heading h${node.level}` }, inside());
    case "subtext": return el("div", { className: "subtext" }, inside());
    case "list": return list(node, known);
    default: return el(TAGS[node.kind], {}, inside());
  }
}

function list(node, known) {
  const items = node.items.map((item) => el("li", {}, elements(item.children, known), elements(item.nested, known)));
  return el(node.ordered ? "ol" : "ul", node.ordered ? { start: node.start } : {}, items);
}

function mentionName(node, known) {
  if (node.text !== undefined) return node.text;
  const name = known.names.get(node.id);
  if (node.sign === "#") return "#" + (name ?? "sin-acceso");
  return "@" + (name ?? (node.sign === "@&" ? "rol desconocido" : "usuario desconocido"));
}

function mention(node, known) {
  const name = mentionName(node, known);
  const channel = node.sign === "#" ? known.channel(node.id) : undefined;
  if (channel === undefined) return el("span", { className: "mention" }, name);
  return el("button", { type: "button", className: "mention", onclick: () => known.open(channel) }, name);
}

function link(node, children) {
  if (!isWeb(node.url)) return el("span", {}, children);
  return el("a", { href: node.url, target: "_blank", rel: "noopener noreferrer", title: node.url }, children);
}

/** A spoiler: covered until it is pressed, then plain text. */
function spoiler(children) {
  const cover = el("span", { className: "spoiler", role: "button", tabIndex: 0, "aria-label": "Texto oculto: mostrar" },
    el("span", { className: "hidden" }, children));
  const show = () => {
    cover.className = "spoiler shown";
    for (const name of ["role", "tabindex", "aria-label"]) cover.removeAttribute(name);
  };
  cover.onclick = show;
  cover.onkeydown = (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    show();
  };
  return cover;
}

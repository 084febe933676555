// Files in messages, and the viewer that enlarges a picture.
import { byId, el, icon, local } from "/page/elements.js";
import { focusKeeper } from "/page/walk.js";

/** The largest size of a picture in a message, pixels. */
const WIDTH_MAX = 420;
const HEIGHT_MAX = 340;

export const isPicture = (type) => /^image\/(png|jpe?g|gif|webp|avif)/.test(type ?? "");

export function size(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 * 1024 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toLocaleString("es", { maximumFractionDigits: 1 })} MB`;
}

export function attachmentElement(file) {
  if (isPicture(file.content_type)) return picture(local(file.url), file.description ?? file.filename, file);
  return el("a", { className: "file", href: local(file.url), target: "_blank", rel: "noopener noreferrer" }, icon("file"),
    el("span", { className: "names" }, el("span", { className: "name" }, file.filename), el("small", {}, size(file.size))));
}

/** A picture that opens enlarged. When `known` has its width and height, its space is reserved before the picture is loaded. */
export function picture(url, words, known = {}, className = "picture") {
  const image = el("img", { src: url, alt: words, ...fitted(known, className) });
  const open = () => zoom(url, words);
  const button = el("button", { type: "button", className, "data-key": url, "aria-label": `Ampliar imagen: ${words}`, onclick: open }, image);
  image.onerror = () => button.replaceWith(el("span", { className: "broken" }, `No se pudo mostrar la imagen: ${words}`));
  if (known.filename?.startsWith("SPOILER_")) cover(button, open);
  return button;
}

/** Covers a picture that was sent as a spoiler: the first press uncovers it, the next one enlarges it. */
function cover(button, open) {
  const name = button.getAttribute("aria-label");
  button.classList.add("covered");
  button.setAttribute("aria-label", "Imagen oculta: mostrar");
  button.onclick = () => {
    button.classList.remove("covered");
    button.setAttribute("aria-label", name);
    button.onclick = open;
  };
}

function fitted({ width, height }, className) {
  if (!width || !height || className !== "picture") return {};
  const shrink = Math.min(1, WIDTH_MAX / width, HEIGHT_MAX / height);
  return { width: Math.max(1, Math.round(width * shrink)), height: Math.max(1, Math.round(height * shrink)) };
}

/** Shows a picture fitted to the window. Pressing it switches between that and its real size. */
export function zoom(url, words) {
  const viewer = byId("viewer");
  const image = el("img", { src: url, alt: words });
  const close = el("button", { type: "button", className: "icon", "aria-label": "Cerrar la imagen", onclick: () => viewer.close() }, icon("close"));
  const original = el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, icon("out"), "Abrir original");
  const frame = el("button", { type: "button", className: "frame", "aria-pressed": "false", "aria-label": `Ver en tamaño real: ${words}` }, image);
  frame.onclick = () => frame.setAttribute("aria-pressed", String(viewer.classList.toggle("real")));
  viewer.className = "";
  viewer.replaceChildren(el("div", { className: "bar" }, original, close), frame);
  viewer.onclick = (event) => {
    if (event.target === viewer) viewer.close();
  };
  viewer.onclose = focusKeeper();
  viewer.showModal();
  close.focus();
}

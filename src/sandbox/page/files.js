// Files that are chosen, pasted or dropped and not sent yet.
import { isPicture, size } from "/page/attachments.js";
import { byId, el, icon } from "/page/elements.js";
import { note } from "/page/notes.js";

/** Discord's limit for the files of a message. */
const FILES_MAX = 10;
/** Discord's limit for a file on a server without boosts, bytes. */
const BYTES_MAX = 10 * 1024 * 1024;

/** The files to send, each with the object URL of its preview; null when it is no picture. */
let waiting = [];

/** A file in the form that the control interface takes: name and base64. */
export async function encoded(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  // In pieces, because a call takes a limited number of arguments.
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return { name: file.name, base64: btoa(text) };
}

export const waitingFiles = () => waiting.map((one) => one.file);

/** Adds files. Those that Discord would refuse are left out, and a notice says so. */
export function addFiles(files) {
  const large = files.filter((file) => BYTES_MAX < file.size).map((file) => file.name);
  const good = files.filter((file) => file.size <= BYTES_MAX);
  const room = FILES_MAX - waiting.length;
  waiting.push(...good.slice(0, room).map((file) => ({ file, url: isPicture(file.type) ? URL.createObjectURL(file) : null })));
  const said = [
    0 < large.length ? `Más de 10 MB: ${large.join(", ")}. Elige un archivo más pequeño.` : "",
    room < good.length ? `Van ${FILES_MAX} archivos como mucho en un mensaje.` : "",
  ];
  note(said.filter(Boolean).join(" "));
  draw();
}

/** Removes and returns all files, when they were sent or become part of a draft. */
export function takeFiles() {
  const files = waitingFiles();
  for (const one of waiting) if (one.url !== null) URL.revokeObjectURL(one.url);
  waiting = [];
  draw();
  return files;
}

function draw() {
  const list = byId("files");
  list.hidden = waiting.length === 0;
  list.replaceChildren(...waiting.map((one) => el("li", {},
    one.url === null ? el("span", { className: "sheet" }, icon("file")) : el("img", { src: one.url, alt: "" }),
    el("span", { className: "name", title: one.file.name }, one.file.name),
    el("small", {}, size(one.file.size)),
    el("button", { type: "button", className: "icon", "aria-label": `Quitar ${one.file.name}`, onclick: () => remove(one) }, icon("close")))));
}

function remove(one) {
  if (one.url !== null) URL.revokeObjectURL(one.url);
  waiting = waiting.filter((other) => other !== one);
  draw();
  byId("text").focus();
}

/** Renames a pasted picture, which browsers always call `image.png`; further ones get a number. */
function named(file) {
  const same = waiting.filter((one) => one.file.name.startsWith("captura")).length;
  if (file.name !== "image.png") return file;
  return new File([file], same === 0 ? "captura.png" : `captura-${same + 1}.png`, { type: file.type });
}

const allowed = () => !byId("text").disabled && document.querySelector("dialog[open]") === null;
const carries = (event) => [...event.dataTransfer?.types ?? []].includes("Files");

/** Takes files from the button, from pasting and from dropping anywhere on the page. */
export function watchFiles() {
  byId("attach").onclick = () => byId("file").click();
  byId("file").onchange = () => {
    addFiles([...byId("file").files]);
    // Otherwise choosing the same file again would fire no event.
    byId("file").value = "";
    byId("text").focus();
  };
  addEventListener("paste", (event) => {
    const files = [...event.clipboardData?.files ?? []];
    if (files.length === 0 || !allowed()) return;
    event.preventDefault();
    for (const file of files) addFiles([named(file)]);
  });
  addEventListener("dragover", (event) => {
    if (!carries(event)) return;
    // Without this the browser would leave the page and open the dropped file.
    event.preventDefault();
    byId("drop").hidden = !allowed();
  });
  addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) byId("drop").hidden = true;
  });
  addEventListener("drop", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    byId("drop").hidden = true;
    if (allowed()) addFiles([...event.dataTransfer.files]);
  });
}

// Embeds, which the desk calls cards.
import { attachmentElement, picture } from "/page/attachments.js";
import { el, icon, isWeb, local } from "/page/elements.js";
import { marked, markedLine } from "/page/marked.js";
import { footDate } from "/page/times.js";

/** Whether one of the message's embeds already shows this file. */
export const isShownIn = (file, embeds) => embeds.some((embed) => embed.image?.url === file.url || embed.thumbnail?.url === file.url);

export function embedElement(embed, known, files) {
  const time = embed.timestamp ? footDate(embed.timestamp) : "";
  const foot = [embed.footer?.text, time].filter(Boolean).join(" · ");
  const element = el("div", { className: "embed" },
    embed.thumbnail ? shown(embed.thumbnail, files, "thumbnail") : null,
    embed.author ? el("div", { className: "author" }, small(embed.author.icon_url), embed.author.name) : null,
    embed.title ? el("div", { className: "title" }, titled(embed, known)) : null,
    embed.description ? el("div", { className: "text" }, marked(embed.description, known)) : null,
    runs(embed.fields ?? []).map((row) => el("div", { className: "fields" }, row.map((field) => fieldElement(field, known)))),
    embed.image ? shown(embed.image, files, "picture") : null,
    foot ? el("div", { className: "foot" }, small(embed.footer?.icon_url), foot) : null);
  if (embed.color) element.style.borderLeftColor = "#" + embed.color.toString(16).padStart(6, "0");
  return element;
}

function titled(embed, known) {
  const text = markedLine(embed.title, known);
  return embed.url && isWeb(embed.url) ? el("a", { href: embed.url, target: "_blank", rel: "noopener noreferrer" }, text) : text;
}

const small = (url) => url ? el("img", { className: "small", src: local(url), alt: "" }) : null;

function shown(image, files, className) {
  const file = files.find((one) => one.url === image.url);
  return picture(local(image.url), file?.description ?? file?.filename ?? "imagen de la tarjeta", file ?? image, className);
}

/** A forwarded message, as it was when it was forwarded. */
export function forwarded(first, known) {
  const files = first.attachments.filter((file) => !isShownIn(file, first.embeds));
  return el("div", { className: "forwarded" },
    el("div", { className: "foot" }, icon("forward"), "Reenviado"),
    first.content === "" ? null : el("div", { className: "text" }, marked(first.content, known)),
    first.embeds.map((embed) => embedElement(embed, known, first.attachments)),
    files.length === 0 ? null : el("div", { className: "attachments" }, files.map(attachmentElement)));
}

/** Groups consecutive inline fields: as in Discord, three stand on a line where there is room (embeds.css). */
function runs(fields) {
  const out = [];
  for (const field of fields) {
    const run = out.at(-1);
    if (field.inline && run?.[0].inline) run.push(field);
    else out.push([field]);
  }
  return out;
}

function fieldElement(field, known) {
  return el("div", { className: "field" },
    el("div", { className: "label" }, markedLine(field.name, known)),
    el("div", { className: "text" }, marked(field.value, known)));
}

// Suggestions while typing: commands with `/` and `!`, people and roles with `@`, channels with `#`.
//
// The text box keeps the focus; the arrow keys select, Tab or Enter accepts, Escape closes.
import { openCommand, slashPaths, typedPaths, usage } from "/page/commands.js";
import { byId, el, plural } from "/page/elements.js";
import { announce } from "/page/notes.js";
import { givenRoles, isDm, state } from "/page/state.js";

const SHOWN_MAX = 25;

let found = { title: "", list: [], eager: false };
let active = -1;
/** The text for which the suggestions were closed. */
let closedFor = null;
/** Mentions that were accepted: from the text in the box (`@name`) to what is sent for it (`<@id>`). */
let mentions = new Map();
let hands = { answered: () => {}, typed: () => {} };

/** `answered` gets the bot's first response to a slash command; `typed` is called when a suggestion changed the text. */
export function useHints(given) {
  hands = given;
}

const plainLetters = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** The suggestions for the text before the caret. With `eager` the first is selected and Enter accepts it; else Enter sends. */
function wanted() {
  const box = byId("text");
  const before = box.value.slice(0, box.selectionStart);
  if (/^\/[^\n]*$/.test(box.value)) return ofSlash(box.value.slice(1));
  const typed = /^![^\n]*$/.test(box.value) ? ofTyped(box.value.slice(1)) : [];
  if (0 < typed.length) return { title: "Comandos del bot", list: typed, eager: false };
  const token = /(?:^|\s)([@#])([^\s@#]*)$/u.exec(before);
  if (token === null) return { title: "", list: [], eager: false };
  const [, sign, name] = token;
  const start = before.length - name.length - 1;
  const list = nearest(sign === "@" ? mentionable() : channels(), name);
  return { title: sign === "@" ? "Personas y roles" : "Canales", list: list.map((one) => ({ ...one, start, end: before.length })), eager: true };
}

function ofSlash(text) {
  const paths = slashPaths();
  if (paths.length === 0) return { title: "Aquí no hay comandos con /. Prueba con !", list: [], eager: true };
  const list = beginning(paths, text).map((path) => ({ label: "/" + path.name, about: path.description, run: () => openCommand(path, hands.answered) }));
  return { title: list.length === 0 ? "Ningún comando empieza así" : "Comandos", list, eager: true };
}

function ofTyped(text) {
  return beginning(typedPaths(), text).map((path) => ({
    label: "!" + path.name, more: usage(path).map((one) => one.word).join(" "), about: path.description,
    text: `!${path.name}${usage(path).length === 0 ? "" : " "}`, start: 0, end: byId("text").value.length,
  }));
}

const beginning = (paths, text) => paths.filter((path) => path.name.startsWith(plainLetters(text)));

/** The entries whose name begins with the text, then those that contain it. */
function nearest(list, text) {
  const sought = plainLetters(text);
  const place = (one) => plainLetters(one.label.slice(1)).indexOf(sought);
  const rank = (one) => Math.min(place(one), 1);
  return list.filter((one) => 0 <= place(one)).sort((one, other) => rank(one) - rank(other));
}

function mentionable() {
  const people = state.people.map((one) => ({ label: "@" + one.username, about: one.roles.join(", "), sends: `<@${one.id}>` }));
  const roles = givenRoles().map((one) => ({ label: "@" + one.name, about: "rol", sends: `<@&${one.id}>` }));
  return [...people, ...roles].map((one) => ({ ...one, text: one.label + " " }));
}

const channels = () => state.channels.filter((one) => !isDm(one))
  .map((one) => ({ label: "#" + one.name, about: one.category ?? "", sends: `<#${one.id}>`, text: `#${one.name} ` }));

/** Finds and draws the suggestions for the current text. */
export function drawHints() {
  const box = byId("text");
  const before = found.list.length;
  found = box.value === closedFor ? { title: "", list: [], eager: false } : wanted();
  if (box.value !== closedFor) closedFor = null;
  found.list = found.list.slice(0, SHOWN_MAX);
  active = found.eager && 0 < found.list.length ? 0 : -1;
  byId("suggestions").hidden = found.title === "";
  byId("hints").hidden = found.list.length === 0;
  byId("hints-title").textContent = found.title;
  byId("hints").replaceChildren(...found.list.map(option));
  if (found.list.length !== before && 0 < found.list.length) announce(`${plural(found.list.length, "sugerencia")}. Flechas para elegir.`);
  mark();
  drawUsage();
}

function option(hint, place) {
  const item = el("li", { role: "option", id: "hint-" + place },
    el("span", { className: "label" }, hint.label, hint.more ? el("span", { className: "words" }, " " + hint.more) : null),
    el("small", {}, hint.about));
  // Keeps the focus in the text box.
  item.onpointerdown = (event) => event.preventDefault();
  item.onclick = () => take(place);
  return item;
}

function mark() {
  const box = byId("text");
  for (const [place, item] of [...byId("hints").children].entries()) item.setAttribute("aria-selected", String(place === active));
  for (const one of [box, byId("hints")]) {
    if (active < 0) one.removeAttribute("aria-activedescendant");
    else one.setAttribute("aria-activedescendant", "hint-" + active);
  }
  if (active < 0) return;
  byId("hint-" + active).scrollIntoView({ block: "nearest" });
}

function take(place) {
  const box = byId("text");
  const hint = found.list[place];
  if (hint.run !== undefined) {
    box.value = "";
    hands.typed();
    hint.run();
    return;
  }
  if (hint.sends !== undefined) mentions.set(hint.label, hint.sends);
  box.setRangeText(hint.text, hint.start, hint.end, "end");
  // A text without a trailing space is complete: do not suggest for it again.
  closedFor = box.value.endsWith(" ") ? null : box.value;
  hands.typed();
  box.focus();
}

/** Handles a key in the text box. Returns whether the suggestions used it. */
export function hintKey(event) {
  const count = found.list.length;
  if (event.key === "Escape" && !byId("suggestions").hidden) {
    closedFor = byId("text").value;
    drawHints();
    return true;
  }
  if (count === 0 || event.shiftKey || event.altKey || event.ctrlKey || event.metaKey) return false;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const from = active < 0 && event.key === "ArrowUp" ? count : active;
    active = (from + (event.key === "ArrowDown" ? 1 : -1) + count) % count;
    mark();
    return true;
  }
  if (event.key === "Tab" || (event.key === "Enter" && 0 <= active)) {
    take(Math.max(active, 0));
    return true;
  }
  return false;
}

// The list scrolls, so it can get the focus itself. Then the same keys work, except Tab, which leads back to the box.
byId("hints").onkeydown = (event) => {
  if (event.key === "Tab" || !hintKey(event)) return;
  event.preventDefault();
  if (event.key !== "ArrowUp" && event.key !== "ArrowDown") byId("text").focus();
};

/** While a `!` command's options are typed: shows them, with the current one in bold and its description. */
function drawUsage() {
  const line = byId("usage");
  const box = byId("text");
  const text = box.value.slice(1);
  const fits = box.value.startsWith("!") ? typedPaths().filter((path) => text.startsWith(path.name + " ") && 0 < path.options.length) : [];
  const path = fits.sort((one, other) => other.name.length - one.name.length)[0];
  line.hidden = path === undefined || !byId("suggestions").hidden || box.value.includes("\n");
  if (line.hidden) return;
  const words = usage(path);
  const given = text.slice(path.name.length + 1, box.selectionStart).trimStart().split(/\s+/);
  const present = Math.min(given.length - 1, words.length - 1);
  line.replaceChildren(el("code", {}, "!" + path.name), ...words.map((one, place) => el(place === present ? "b" : "span", {}, one.word)),
    el("small", {}, words[present]?.about));
}

/** The text with its mentions in the form that Discord sends. */
export function withMentions(text) {
  const labels = [...mentions.keys()].sort((one, other) => other.length - one.length);
  return labels.reduce((out, label) => out.replace(new RegExp(escaped(label) + "(?![\\p{L}\\p{N}_-])", "gu"), mentions.get(label)), text);
}

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");

/** The accepted mentions, to keep them with a draft. */
export const takenMentions = () => mentions;

export function giveMentions(kept) {
  mentions = kept;
}

// The text box: the message being written, the message it replies to, and sending.
import { byId, el, face } from "/page/elements.js";
import { addFiles, encoded, takeFiles, waitingFiles } from "/page/files.js";
import { drawHints, giveMentions, hintKey, takenMentions, withMentions } from "/page/hints.js";
import { plainWords } from "/page/marked.js";
import { attempt, note } from "/page/notes.js";
import { ask, here, isDm, names, state, title } from "/page/state.js";

/** Discord's limit for a message, characters. */
const CHARS_MAX = 2_000;
/** The number of characters left is shown once it is at most this. */
const CHARS_NEAR = 200;

/** On a touch screen Enter starts a new line, and the button sends. */
const touch = matchMedia("(pointer: coarse)");
const box = byId("text");
/** Unsent texts by person and channel. */
const drafts = new Map();
/** The person and the channel whose draft is in the box: `person/channel id`. */
let place = null;
let answering = null;
/** The person's own message that is being edited in the box, or null. */
let editing = null;
let sending = false;
let hands = { sent: () => {}, up: () => {} };

/** `sent` is called after a message is sent, `up` when the up arrow is pressed in an empty box. */
export function useComposer(given) {
  hands = given;
}

/** Stores the draft, before another channel is shown. */
export function keepDraft() {
  if (editing !== null) replyTo(null);
  const draft = { text: box.value, answering, mentions: takenMentions(), files: takeFiles() };
  if (draft.text === "" && answering === null && draft.files.length === 0) drafts.delete(place);
  else drafts.set(place, draft);
}

/** Shows the draft of the open channel. */
export function showDraft() {
  place = `${state.person}/${state.channel.id}`;
  const draft = drafts.get(place) ?? { text: "", answering: null, mentions: new Map(), files: [] };
  box.value = draft.text;
  giveMentions(draft.mentions);
  takeFiles();
  if (0 < draft.files.length) addFiles(draft.files);
  replyTo(draft.answering);
  drawBox();
}

/** Enables or disables the box by whether the person can write in the channel, and says so in the box. */
export function drawAllowed() {
  const may = state.channel.can_send;
  const where = `${isDm(state.channel) ? "a" : "en"} ${title(state.channel)}`;
  box.placeholder = may ? `Escribe ${where}` : "Aquí no puedes escribir";
  box.disabled = byId("send").disabled = byId("attach").disabled = !may;
  box.setAttribute("aria-label", box.placeholder);
}

/** Makes the next message a reply to this one; null makes it no reply. Also ends editing. */
export function replyTo(message) {
  if (editing !== null) {
    editing = null;
    type("");
  }
  answering = message;
  byId("replying").hidden = message === null;
  if (message === null) return;
  const words = plainWords(message.content, { names: names() }) || message.embeds[0]?.title || "";
  byId("replying-text").replaceChildren("Respondes a ", face(message.author.username), el("b", {}, message.author.username),
    el("span", { className: "snippet" }, words));
}

/** Puts the text of the person's own message into the box, to edit it. */
export function editMessage(message) {
  replyTo(null);
  editing = message;
  byId("replying").hidden = false;
  byId("replying-text").replaceChildren("Editas tu mensaje");
  type(message.content);
}

/** Called when the text changed: fits the box's height to it and redraws the characters left and the suggestions. */
export function drawBox() {
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight}px`;
  const left = CHARS_MAX - [...box.value].length;
  byId("left").hidden = CHARS_NEAR < left;
  byId("left").textContent = String(left);
  byId("left").className = left < 0 ? "over" : "";
  drawHints();
}

/** Puts a text into the box without sending it. */
export function type(text) {
  box.value = text;
  drawBox();
  box.focus();
}

async function send() {
  if (sending) return;
  const content = withMentions(box.value);
  const files = waitingFiles();
  if (content.trim() === "" && files.length === 0) return;
  const length = [...content.trim()].length;
  if (CHARS_MAX < length) {
    note(`El mensaje tiene ${length} caracteres; caben ${CHARS_MAX}. Envíalo en dos.`);
    return;
  }
  // Decide the channel now: reading the files takes a while, and another channel may be open by then.
  const [from, path] = [place, editing === null ? here("say") : here(`messages/${editing.id}`)];
  const answered = answering;
  const changed = editing !== null;
  sending = true;
  byId("send").setAttribute("aria-busy", "true");
  const said = await attempt(async () => {
    if (changed) return ask("PATCH", path, { content });
    const body = { content, files: await Promise.all(files.map(encoded)) };
    if (answered !== null) body.reply_to = answered.id;
    return ask("POST", path, body);
  });
  sending = false;
  byId("send").removeAttribute("aria-busy");
  // When the server refused it, the text stays in the box.
  if (said === null) return;
  drafts.delete(from);
  if (from !== place) return;
  editing = null;
  box.value = "";
  giveMentions(new Map());
  takeFiles();
  replyTo(null);
  drawBox();
  if (!changed) hands.sent();
}

function pressed(event) {
  if (event.isComposing) return;
  if (hintKey(event)) {
    event.preventDefault();
    return;
  }
  if (event.key === "Enter" && !event.shiftKey && !touch.matches) {
    event.preventDefault();
    send();
  } else if (event.key === "Escape") {
    replyTo(null);
  } else if (event.key === "ArrowUp" && box.value === "") {
    event.preventDefault();
    hands.up();
  }
}

/** A character typed while no control has the focus goes into the box. */
function typedAnywhere(event) {
  const free = document.activeElement === document.body || document.activeElement?.closest("#messages");
  const letter = event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
  if (free && letter && !event.defaultPrevented && document.querySelector("dialog[open]") === null && !box.disabled) box.focus();
}

box.oninput = drawBox;
box.onkeydown = pressed;
box.onclick = drawHints;
box.onkeyup = (event) => {
  // The suggestions depend on the position of the caret.
  if (event.key === "ArrowLeft" || event.key === "ArrowRight") drawHints();
};
byId("write").onsubmit = (event) => {
  event.preventDefault();
  send();
};
byId("no-reply").onclick = () => {
  replyTo(null);
  box.focus();
};
addEventListener("keydown", typedAnywhere);
addEventListener("resize", drawBox);

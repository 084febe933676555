// Makes the element of a message.
import { attachmentElement } from "/page/attachments.js";
import { rowElement } from "/page/components.js";
import { el, face, icon } from "/page/elements.js";
import { embedElement, forwarded, isShownIn } from "/page/embeds.js";
import { marked, plainWords } from "/page/marked.js";
import { longDate, sentAt } from "/page/times.js";

const EPHEMERAL = 1 << 6;
const LOADING = 1 << 7;
/** Discord's message types of a response to a slash command and of the note that a thread was created. */
const COMMAND_ANSWER = 20;
const THREAD_CREATED = 18;
/** A message this soon after another of the same person is grouped with it, milliseconds. */
const TOGETHER_MS = 7 * 60 * 1_000;

export const isEphemeral = (message) => (message.flags & EPHEMERAL) !== 0;

/** Whether a message is grouped with the one before it, without its own name and avatar. */
export function goesWith(message, before) {
  if (before === undefined || before.author.id !== message.author.id) return false;
  if (message.message_reference !== undefined || message.type !== 0 || isEphemeral(message) !== isEphemeral(before)) return false;
  return Date.parse(message.timestamp) - Date.parse(before.timestamp) < TOGETHER_MS;
}

/**
 * One message. `known` has the names, the viewer's id (`me`) and the actions: `reply`, `edit`, `more`, `jump`, `press`, `choices`,
 * `open`, `dismiss`. `together` leaves out the name and the avatar.
 */
export function messageElement(message, known, together) {
  const only = isEphemeral(message);
  const pinged = message.mention_everyone || message.mentions.some((user) => user.id === known.me);
  const classes = ["message", together ? "together" : "", only ? "only" : "", pinged ? "pinged" : ""];
  return el("li", { className: classes.filter(Boolean).join(" "), id: "m-" + message.id, tabIndex: -1 },
    usedCommand(message),
    quote(message, known),
    together ? null : face(message.author.username),
    el("div", { className: "body" }, together ? null : head(message), content(message, known)),
    together ? el("span", { className: "aside" }, sentAt(message.timestamp)) : null,
    tools(message, known));
}

function head(message) {
  return el("div", { className: "head" },
    el("span", { className: "who" }, message.author.username),
    message.author.bot ? el("span", { className: "bot" }, "BOT") : null,
    sentAt(message.timestamp));
}

function content(message, known) {
  if ((message.flags & LOADING) !== 0) return [thinking(message), onlyForYou(message, known)];
  if (message.type === THREAD_CREATED) return el("div", { className: "text" }, "abrió un hilo: ", el("b", {}, message.content));
  const edited = message.edited_timestamp
    ? el("span", { className: "edited", title: longDate(message.edited_timestamp) }, " (editado)") : null;
  const text = message.content === "" && edited === null ? null : el("div", { className: "text" }, marked(message.content, known), edited);
  return [
    text,
    message.embeds.map((embed) => embedElement(embed, known, message.attachments)),
    (message.message_snapshots ?? []).map((one) => forwarded(one.message, known)),
    files(message),
    message.components.map((row) => rowElement(row, message, known)),
    reactions(message.reactions ?? []),
    onlyForYou(message, known),
  ];
}

function thinking(message) {
  return el("div", { className: "thinking" }, `${message.author.username} está pensando`, el("span", { className: "dots", "aria-hidden": "true" }));
}

function files(message) {
  const rest = message.attachments.filter((file) => !isShownIn(file, message.embeds));
  return rest.length === 0 ? null : el("div", { className: "attachments" }, rest.map(attachmentElement));
}

function onlyForYou(message, known) {
  if (!isEphemeral(message)) return null;
  const away = el("button", { type: "button", className: "plain", onclick: () => known.dismiss(message.id) }, "Descartar mensaje");
  return el("div", { className: "only-you" }, icon("eye"), "Solo tú puedes ver esto", away);
}

function reactions(list) {
  if (list.length === 0) return null;
  return el("div", { className: "reactions" }, list.map((one) => el("span", {}, `${one.emoji.name} ${one.count}`)));
}

/** "david usó /start batch", above the bot's answer. */
function usedCommand(message) {
  const { interaction } = message;
  if (message.type !== COMMAND_ANSWER || interaction === undefined) return null;
  return el("div", { className: "quote" }, el("span", { className: "bend", "aria-hidden": "true" }),
    el("span", {}, el("b", {}, interaction.user.username), " usó ", el("span", { className: "mention" }, "/" + interaction.name)));
}

/** A short quote of the message that this one replies to; pressing it jumps there. */
function quote(message, known) {
  const first = message.referenced_message;
  if (first === undefined) return null;
  const bend = el("span", { className: "bend", "aria-hidden": "true" });
  if (first === null) return el("div", { className: "quote" }, bend, el("i", {}, "El mensaje original se borró"));
  return el("button", { type: "button", className: "quote", onclick: () => known.jump(first.id) }, bend,
    el("span", { className: "unseen" }, "En respuesta a "), el("b", {}, first.author.username), el("span", { className: "snippet" }, snippet(first, known)));
}

/** A message in a few words. */
export function snippet(message, known) {
  const [embed] = message.embeds;
  const said = plainWords(message.content, known) || plainWords(embed?.title ?? embed?.description ?? "", known);
  if (said !== "") return said;
  if (message.message_snapshots !== undefined) return "Mensaje reenviado";
  return 0 < message.attachments.length ? "Pulsa para ver el archivo" : "Pulsa para ver el mensaje";
}

/** The buttons on a message. */
function tools(message, known) {
  if (isEphemeral(message) || message.type === THREAD_CREATED) return null;
  // A touch screen has room for one button: on other people's messages messages.css shows only the one to reply.
  const own = message.author.id === known.me;
  return el("div", { className: own ? "tools own" : "tools" }, known.canReply ? replyButton(message, known) : null, moreButton(message, known));
}

const moreButton = (message, known) => el("button", { type: "button", className: "more-actions", tabIndex: -1, title: "Más", "data-key": "more",
  "aria-haspopup": "dialog", "aria-label": "Más acciones", onclick: () => known.more(message) }, icon("more"));

function replyButton(message, known) {
  return el("button", { type: "button", className: "reply", tabIndex: -1, title: "Responder", "data-key": "reply",
    "aria-label": `Responder a ${message.author.username}`, onclick: () => known.reply(message) }, icon("reply"), el("span", {}, "Responder"));
}

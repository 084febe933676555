// The conversation: what is loaded of it, how it is drawn, and where one is in it.
import { el, byId, face, plural } from "/page/elements.js";
import { goesWith, messageElement, snippet } from "/page/message.js";
import { announce, note } from "/page/notes.js";
import { later, markRead, readUpTo } from "/page/places.js";
import { keepPlace, lookAt, scrolledAtEnd, toEnd } from "/page/scroll.js";
import { ask, here, isDm, me, state, title } from "/page/state.js";
import { dayOf } from "/page/times.js";
import { keepTabs } from "/page/walk.js";

/** Messages that are loaded at once. */
const PAGE = 50;
/** Above this many, those far above the end are forgotten while one looks at the end. */
const KEPT_MAX = 200;
/** A bound for what was missed or skipped at once. */
const GAP_MAX = 5_000;

/** With a finger every message has its own button to reply, so that none stands under another without a head. */
const touch = matchMedia("(pointer: coarse)");
const list = byId("messages");

let known = null;
/** Whose channel is shown. */
let shownIn = null;
let loaded = [];
/** Whether the first message of the channel is loaded. */
let whole = false;
/** Messages later than this were not seen when they came, or when the channel was opened; null: all were. */
let unreadAfter = null;
/** Elements by what they show. */
let drawn = new Map();
const dismissed = new Set();
let turn = Promise.resolve();

/** One change of the conversation after the other. */
function inTurn(work) {
  const done = turn.then(work);
  turn = done.catch(() => {});
  return done;
}

/** Asks for messages of the open channel; null when another one was opened meanwhile. */
async function fetched(query) {
  const place = here("");
  const messages = await ask("GET", here(`messages?${query}`));
  return place === here("") ? messages : null;
}

/** Shows the open channel from its end. `given` is what messages need to know. */
export function openTimeline(given) {
  known = given;
  return inTurn(async () => {
    const messages = await fetched(`limit=${PAGE}`);
    if (messages === null) return;
    loaded = messages;
    shownIn = here("");
    whole = messages.length < PAGE;
    unreadAfter = null;
    divideAfter(readUpTo(me().id, state.channel.id), messages);
    drawn = new Map();
    list.replaceChildren();
    draw();
    toEnd();
    seen();
  });
}

/** Names or permissions may have changed; only then everything is drawn anew. */
export function useKnown(given) {
  const stamp = (one) => JSON.stringify([one.me, one.canReply, [...one.names]]);
  if (stamp(given) !== stamp(known)) drawn = new Map();
  known = given;
}

/** Looks again at what is loaded, and at what came after it. */
export function refreshTimeline() {
  return inTurn(async () => {
    // Another channel is about to be shown.
    if (shownIn !== here("")) return;
    const [first] = loaded;
    const messages = await fetched(first === undefined ? `limit=${PAGE}` : `after=${BigInt(first.id) - 1n}&limit=${GAP_MAX}`);
    if (messages === null) return;
    const last = loaded.at(-1)?.id ?? "0";
    const news = messages.filter((message) => later(message.id, last));
    tell(news);
    if (news.some((message) => message.author.id === me().id)) unreadAfter = null;
    else if (!scrolledAtEnd() || document.visibilityState !== "visible") divideAfter(last, news);
    loaded = messages;
    if (scrolledAtEnd() && KEPT_MAX < loaded.length) {
      loaded = loaded.slice(-KEPT_MAX / 2);
      whole = false;
    }
    draw();
    seen();
  });
}

/** What comes after this message is unread, if others wrote any of it and there is no line yet. */
function divideAfter(id, messages) {
  const unread = messages.some((message) => later(message.id, id) && message.author.id !== me().id);
  if (unread) unreadAfter ??= id;
}

function tell(news) {
  for (const message of news.filter((one) => one.author.id !== me().id)) announce(`${message.author.username}: ${snippet(message, known)}`);
}

let loadingOlder = false;
/** Loads what came before, for as long as there is any. */
export async function loadOlder() {
  if (whole || loadingOlder || loaded.length === 0) return;
  loadingOlder = true;
  try {
    await inTurn(async () => {
      if (shownIn !== here("")) return;
      const messages = await fetched(`before=${loaded[0].id}&limit=${PAGE}`);
      if (messages === null) return;
      whole = messages.length < PAGE;
      loaded = [...messages, ...loaded];
      draw();
    });
  } catch (error) {
    note(error.message);
  }
  loadingOlder = false;
}

/** Goes to a message; what lies between is loaded when it is not. */
export function jumpTo(id) {
  return inTurn(async () => {
    if (loaded.length === 0 || later(loaded[0].id, id)) {
      const between = await fetched(`after=${BigInt(id) - 1n}&before=${loaded[0].id}&limit=${GAP_MAX}`);
      if (between === null) return;
      loaded = [...between, ...loaded];
      draw();
    }
    const element = byId("m-" + id);
    if (element === null) note("El mensaje original ya no está.");
    else lookAt(element);
  });
}

export function dismiss(id) {
  dismissed.add(id);
  draw();
  byId("text").focus();
}

/** What is seen at the end is read. */
export function seen() {
  if (!scrolledAtEnd() || document.visibilityState !== "visible" || loaded.length === 0) return drawToEnd();
  if (markRead(me().id, state.channel.id, loaded.at(-1).id)) known.read();
  drawToEnd();
}

/** The way down, with how many unread messages are there. */
export function drawToEnd() {
  const button = byId("to-end");
  const mark = readUpTo(me().id, state.channel.id);
  const news = loaded.filter((message) => later(message.id, mark) && message.author.id !== me().id).length;
  button.hidden = scrolledAtEnd();
  button.textContent = news === 0 ? "Ir a lo último ↓" : `${plural(news, "mensaje nuevo", "mensajes nuevos")} ↓`;
  button.className = news === 0 ? "" : "new";
}

function draw() {
  const shown = loaded.filter((message) => !dismissed.has(message.id));
  const before = drawn;
  drawn = new Map();
  const use = (key, make) => {
    const element = before.get(key) ?? make();
    drawn.set(key, element);
    return element;
  };
  const children = [whole ? use(`start ${state.channel.id}`, start) : use("more", more)];
  let divided = unreadAfter === null;
  for (const [place, message] of shown.entries()) {
    const previous = shown[place - 1];
    const day = dayOf(message.timestamp);
    const newDay = previous === undefined || dayOf(previous.timestamp) !== day;
    if (newDay) children.push(use("day " + day, () => divider("day", day)));
    const newHere = !divided && later(message.id, unreadAfter) && message.author.id !== me().id;
    if (newHere) {
      divided = true;
      children.push(use("new", () => divider("unread", "Nuevos")));
    }
    const together = !touch.matches && !newDay && !newHere && goesWith(message, previous);
    children.push(use(`${together} ${JSON.stringify(message)}`, () => messageElement(message, known, together)));
  }
  keepPlace(() => keepTabs(list, () => put(children)));
  drawToEnd();
}

/** Makes these the children of the list, and moves no element that stays: it keeps the focus, and its picture. */
function put(children) {
  const wanted = new Set(children);
  for (const child of [...list.children]) if (!wanted.has(child)) child.remove();
  let next = list.firstChild;
  for (const child of children) {
    if (child === next) next = next.nextSibling;
    else list.insertBefore(child, next);
  }
}

const divider = (className, text) => el("li", { className: "divider " + className }, el("span", {}, text));
const more = () => el("li", { className: "more" }, "Cargando mensajes anteriores…");

/** The beginning of a channel, which also tells a newcomer what can be done. */
function start() {
  const dm = isDm(state.channel);
  const name = title(state.channel);
  const what = dm ? `Tu chat con ${name}: solo lo ven ${state.person} y el bot.` : state.channel.topic || `Aquí empieza el canal ${name}.`;
  const how = ["Escribe ", el("kbd", {}, "!"), " o ", el("kbd", {}, "/"), " para ver los comandos. "];
  return el("li", { className: "start" },
    dm ? face(name.slice(1)) : el("span", { className: "face hash", "aria-hidden": "true" }, "#"),
    el("h2", {}, name),
    el("p", {}, what),
    el("p", {}, known.canReply ? how : null, "Puedes ser cualquiera de las personas del menú: cambia cuando quieras, o abre otra pestaña para otra."),
    known.canReply && known.help ? el("button", { type: "button", className: "button", onclick: known.help }, "Pedir ayuda al bot") : null);
}

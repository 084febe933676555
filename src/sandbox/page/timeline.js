// The conversation: loading and drawing its messages, and what is unread.
import { el, byId, face, plural } from "/page/elements.js";
import { goesWith, messageElement, snippet } from "/page/message.js";
import { announce, note } from "/page/notes.js";
import { later, markRead, readUpTo } from "/page/places.js";
import { keepPlace, lookAt, scrolledAtEnd, toEnd } from "/page/scroll.js";
import { ask, here, isDm, me, state, title } from "/page/state.js";
import { dayOf } from "/page/times.js";
import { keepTabs } from "/page/walk.js";

/** Messages loaded per request. */
const PAGE = 50;
/** Above this many, the older messages are dropped while the view is at the end. */
const KEPT_MAX = 200;
/** The most messages loaded at once, when messages were missed or a jump goes far back. */
const GAP_MAX = 5_000;

/** On a touch screen messages are not grouped, because each needs its own button to reply. */
const touch = matchMedia("(pointer: coarse)");
const list = byId("messages");

let known = null;
/** The path of the person and channel whose messages are shown. */
let shownIn = null;
let loaded = [];
/** Whether the channel's first message is loaded. */
let whole = false;
/** The messages after this id were unread when they came or when the channel was opened; null when none were. */
let unreadAfter = null;
/** The drawn elements by their content, to reuse them. */
let drawn = new Map();
const dismissed = new Set();
let turn = Promise.resolve();

/** Runs the changes of the conversation one after another. */
function inTurn(work) {
  const done = turn.then(work);
  turn = done.catch(() => {});
  return done;
}

/** Reads messages of the open channel; null when another channel was opened meanwhile. */
async function fetched(query) {
  const place = here("");
  const messages = await ask("GET", here(`messages?${query}`));
  return place === here("") ? messages : null;
}

/** Shows the open channel from its end. `given` is the data for drawing messages (`known` in main.js). */
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

/** Takes new data for drawing messages. Redraws everything only when names or permissions changed. */
export function useKnown(given) {
  const stamp = (one) => JSON.stringify([one.me, one.canReply, [...one.names]]);
  if (stamp(given) !== stamp(known)) drawn = new Map();
  known = given;
}

/** Reads the loaded messages again, and the newer ones. */
export function refreshTimeline() {
  return inTurn(async () => {
    // Another channel is about to be shown; openTimeline reads it.
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

/** Puts the line "new" after this message, if others wrote any later one and there is no line yet. */
function divideAfter(id, messages) {
  const unread = messages.some((message) => later(message.id, id) && message.author.id !== me().id);
  if (unread) unreadAfter ??= id;
}

function tell(news) {
  for (const message of news.filter((one) => one.author.id !== me().id)) announce(`${message.author.username}: ${snippet(message, known)}`);
}

let loadingOlder = false;
/** Loads older messages, if there are any. */
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

/** Scrolls to a message. Loads the messages up to it first, if needed. */
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

/** Marks the channel as read when its end is in view. */
export function seen() {
  if (!scrolledAtEnd() || document.visibilityState !== "visible" || loaded.length === 0) return drawToEnd();
  if (markRead(me().id, state.channel.id, loaded.at(-1).id)) known.read();
  drawToEnd();
}

/** Draws the button that scrolls to the end, with the number of unread messages. */
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

/** Makes these the list's children. Does not move an element that stays, so that it keeps the focus and its loaded pictures. */
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

/** The head of a channel's history, with a hint for newcomers. */
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

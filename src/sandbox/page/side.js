// The sidebar with people and channels, and the header.
import { byId, el, face, icon } from "/page/elements.js";
import { hasUnread, isUnread } from "/page/places.js";
import { isDm, me, standing, state, title } from "/page/state.js";

/** Draws the sidebar and the header. `hands.be(person)` and `hands.open(channel)` are called on a choice. */
export function drawSide(hands) {
  const side = byId("side");
  const focused = side.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  byId("people").replaceChildren(...state.people.map((person) => el("li", {}, personButton(person, hands))));
  byId("channels").replaceChildren(...groups().flatMap(([group, list]) =>
    [el("h2", {}, group), el("ul", {}, list.map((channel) => el("li", {}, channelButton(channel, hands))))]));
  byId("dms").textContent = me().dms_closed ? "Abrir mis MD" : "Cerrar mis MD";
  byId("leave").hidden = me().owner || !me().in_guild;
  // The element with the focus was replaced: focus its successor.
  if (focused !== undefined) side.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
  drawHead();
}

function personButton(person, hands) {
  const current = person.username === state.person;
  const unread = !current && hasUnread(person.id);
  const button = el("button", { type: "button", className: unread ? "row new" : "row", "data-key": "p" + person.id, onclick: () => hands.be(person.username) },
    face(person.username),
    el("span", { className: "names" }, el("span", { className: "name" }, person.username), small(standing(person))),
    unread ? dot() : null);
  if (current) button.setAttribute("aria-current", "true");
  return button;
}

const small = (text) => text === "" ? null : el("small", {}, text);

/** The mark for unread messages, with a text for screen readers. */
const dot = () => el("span", { className: "dot" }, el("span", { className: "unseen" }, " (sin leer)"));

/** The channels by group, in display order. */
function groups() {
  const map = new Map();
  for (const channel of state.channels) {
    const group = groupOf(channel);
    map.set(group, [...(map.get(group) ?? []), channel]);
  }
  return [...map].map(([group, list]) => [group, underTheirs(list)]);
}

/** The group of a channel: its category, with the server's name when this person's channels are on several servers. */
function groupOf(channel) {
  if (isDm(channel)) return "Mensajes directos";
  const guilds = new Set(state.channels.map((one) => one.guild).filter(Boolean));
  const category = channel.category ?? "Canales";
  return 1 < guilds.size ? `${channel.guild} · ${category}` : category;
}

const isThread = (channel) => channel.thread_metadata !== undefined;

/** Puts each thread after its parent channel. Archived threads are left out unless they are the open channel. */
function underTheirs(list) {
  const threads = list.filter((one) => isThread(one) && (!one.thread_metadata.archived || one.id === state.channel.id));
  const own = list.filter((one) => !isThread(one));
  const lost = threads.filter((thread) => !own.some((one) => one.id === thread.parent_id));
  return [...own.flatMap((one) => [one, ...threads.filter((thread) => thread.parent_id === one.id)]), ...lost];
}

function channelButton(channel, hands) {
  const current = channel.id === state.channel.id;
  const unread = !current && isUnread(me().id, channel.id);
  const button = el("button", { type: "button", className: ["row", unread ? "new" : "", isThread(channel) ? "thread" : ""].join(" ").trim(), "data-key": "c" + channel.id, onclick: () => hands.open(channel) },
    sign(channel), el("span", { className: "name" }, title(channel).slice(1)),
    unread ? dot() : null);
  if (current) button.setAttribute("aria-current", "true");
  return button;
}

function sign(channel) {
  if (isDm(channel)) return face(title(channel).slice(1));
  return isThread(channel) ? el("span", { className: "hash" }, icon("thread")) : el("span", { className: "hash", "aria-hidden": "true" }, "#");
}

/** The channel shown above (-1) or below (1) the open one. */
export function neighbour(step) {
  const order = groups().flatMap(([, list]) => list);
  const place = order.findIndex((channel) => channel.id === state.channel.id);
  return order[(place + step + order.length) % order.length];
}

/** Whether anything is unread outside the open channel. */
const newsElsewhere = () =>
  state.people.some((person) => person.username !== state.person && hasUnread(person.id))
  || state.channels.some((channel) => channel.id !== state.channel.id && isUnread(me().id, channel.id));

function drawHead() {
  const news = newsElsewhere();
  byId("title").textContent = title(state.channel);
  byId("topic").textContent = state.channel.topic ?? "";
  byId("self").replaceChildren(face(state.person), el("span", { className: "unseen" }, "Eres "), el("span", { className: "name" }, state.person),
    el("span", { className: "unseen" }, ": cambiar de persona"), icon("chevron"));
  byId("menu").className = news ? "icon new" : "icon";
  byId("menu").setAttribute("aria-label", news ? "Abrir el menú: hay mensajes sin leer" : "Abrir el menú");
  document.title = `${news ? "• " : ""}${title(state.channel)} · ${state.person} · Cambista`;
}

/** The up and down arrows move between the rows, in addition to Tab. */
function walk(event) {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (step === undefined || event.altKey) return;
  const rows = [...byId("side").querySelectorAll("button.row")];
  const place = rows.indexOf(document.activeElement);
  if (place < 0) return;
  event.preventDefault();
  rows[(place + step + rows.length) % rows.length].focus();
}

byId("side").addEventListener("keydown", walk);

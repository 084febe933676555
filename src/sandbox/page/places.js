// Where one was, and what has been read: the address of the tab, and the browser's memory.
import { address, state } from "/page/state.js";

/** What the browser keeps under a name; a browser that keeps nothing is fine. */
function recall(name, otherwise) {
  try {
    return JSON.parse(localStorage.getItem("cambista." + name)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

function keep(name, value) {
  try {
    localStorage.setItem("cambista." + name, JSON.stringify(value));
  } catch {
    // Private windows may refuse; then the next visit begins anew.
  }
}

/** `#david/transacciones-david`: who and where, so that each tab can be somebody else. */
export function fromAddress() {
  const [who, where] = location.hash.slice(1).split("/").map(decoded);
  return { who: who || null, where: where || null };
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}

const hash = () => `#${encodeURIComponent(state.person)}/${encodeURIComponent(address(state.channel))}`;

/** Writes person and channel into the address. `anew` makes a step that the browser's Back goes over. */
export function remember(anew) {
  if (location.hash !== hash()) history[anew ? "pushState" : "replaceState"](null, "", hash());
  keep("person", state.person);
  keep("places", { ...recall("places", {}), [state.person]: address(state.channel) });
}

/** Who this browser was last. */
export const lastPerson = () => recall("person", null);

/** The channel to show: the wanted one, else the one this person had open, else one with news, else the first. */
export function chooseChannel(wanted) {
  const named = (name) => state.channels.find((channel) => channel.name === name || channel.id === name);
  const last = recall("places", {})[state.person];
  const person = state.people.find((one) => one.username === state.person);
  return named(wanted) ?? named(last) ?? state.channels.find((channel) => isUnread(person.id, channel.id)) ?? state.channels[0];
}

/** Whether the first id is of a later message. Ids are numbers without leading zeros, longer than a double can hold. */
export const later = (one, other) => one.length === other.length ? other < one : other.length < one.length;

/** What was there at this browser's first visit counts as read. */
export function beginReading() {
  if (recall("since", null) !== null) return;
  const ids = Object.values(state.newest).flatMap((channels) => Object.values(channels));
  keep("since", ids.reduce((most, id) => later(id, most) ? id : most, "0"));
}

/** The last message of a channel that a person has seen. */
export function readUpTo(personId, channelId) {
  const since = recall("since", "0");
  const read = recall("read", {})[personId]?.[channelId] ?? "0";
  return later(read, since) ? read : since;
}

export function isUnread(personId, channelId) {
  const newest = state.newest[personId]?.[channelId];
  return newest !== undefined && later(newest, readUpTo(personId, channelId));
}

/** Whether a person has anything unread. */
export const hasUnread = (personId) => Object.keys(state.newest[personId] ?? {}).some((channel) => isUnread(personId, channel));

/** Notes that a person has seen a channel up to this message. Says whether that is news. */
export function markRead(personId, channelId, messageId) {
  if (!later(messageId, readUpTo(personId, channelId))) return false;
  const all = recall("read", {});
  // Nobody who is gone is remembered for ever.
  const known = Object.fromEntries(Object.entries(all).filter(([id]) => id in state.newest));
  keep("read", { ...known, [personId]: { ...known[personId], [channelId]: messageId } });
  return true;
}

/** Another tab of this browser read something. */
export function onReadElsewhere(work) {
  addEventListener("storage", (event) => {
    if (event.key === "cambista.read") work();
  });
}

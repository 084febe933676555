// The last person and channels, and what has been read. Stored in the tab's address and in localStorage.
import { address, state } from "/page/state.js";

/** The value that localStorage has under a name, or `otherwise`. */
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
    // A private window may refuse; then nothing is remembered.
  }
}

/** Person and channel from `#david/transacciones-david`. They are in the address so that each tab can be another person. */
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

/** Writes person and channel into the address. `anew` adds an entry to the browser's history. */
export function remember(anew) {
  if (location.hash !== hash()) history[anew ? "pushState" : "replaceState"](null, "", hash());
  keep("person", state.person);
  keep("places", { ...recall("places", {}), [state.person]: address(state.channel) });
}

/** The person that this browser chose last. */
export const lastPerson = () => recall("person", null);

/** The channel to show: the wanted one, else the person's last one, else one with unread messages, else the first. */
export function chooseChannel(wanted) {
  const named = (name) => state.channels.find((channel) => channel.name === name || channel.id === name);
  const last = recall("places", {})[state.person];
  const person = state.people.find((one) => one.username === state.person);
  return named(wanted) ?? named(last) ?? state.channels.find((channel) => isUnread(person.id, channel.id)) ?? state.channels[0];
}

/** Whether the first id is of a later message. Compares strings, as ids exceed the precision of a number. */
export const later = (one, other) => one.length === other.length ? other < one : other.length < one.length;

/** At this browser's first visit, marks all messages as read. */
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

/** Marks a channel as read by a person up to this message. Returns false when it already was. */
export function markRead(personId, channelId, messageId) {
  if (!later(messageId, readUpTo(personId, channelId))) return false;
  const all = recall("read", {});
  // Forgets people who no longer exist.
  const known = Object.fromEntries(Object.entries(all).filter(([id]) => id in state.newest));
  keep("read", { ...known, [personId]: { ...known[personId], [channelId]: messageId } });
  return true;
}

/** Calls `work` when another tab of this browser marked messages as read. */
export function onReadElsewhere(work) {
  addEventListener("storage", (event) => {
    if (event.key === "cambista.read") work();
  });
}

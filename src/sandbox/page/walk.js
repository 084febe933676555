// Keyboard navigation in the conversation. Tab reaches one message, the present one; the arrows move to the next message. Within
// the present message Tab reaches every control. The bot's buttons are reached by Tab in every message.
import { byId } from "/page/elements.js";

/** The controls that Tab reaches only in the present message. */
const WITHIN = ".tools button, .quote, .picture, .thumbnail, .text a, .mention, .spoiler[role], a.file, .only-you button";

/** Keys on a message: R replies, M opens the other actions. */
const TOOLS = { r: ".reply", m: ".more-actions" };

let present = null;

function offer(message, offered) {
  message.tabIndex = offered ? 0 : -1;
  for (const element of message.querySelectorAll(WITHIN)) {
    if (element.matches("a, button, [role=button]")) element.tabIndex = offered ? 0 : -1;
  }
}

function makePresent(message) {
  if (present === message) return;
  if (present !== null) offer(present, false);
  present = message;
  if (message !== null) offer(message, true);
}

/** Changes the list. Afterwards Tab reaches one message, and the focus is where it was, even if its element was replaced. */
export function keepTabs(list, change) {
  const focused = document.activeElement;
  const message = focused?.closest(".message");
  const id = message?.id;
  const key = focused?.dataset?.key;
  const presentId = present?.isConnected ? present.id : null;
  const wasLast = present === null || present === lastOf(list);
  change();
  for (const one of list.querySelectorAll(".message")) if (one !== present) offer(one, false);
  const same = presentId === null || wasLast ? null : byId(presentId);
  const kept = message !== null && message !== undefined ? byId(id) : same;
  makePresent(kept ?? lastOf(list));
  if (message && !message.isConnected) refocus(id, key);
}

/** Returns a function that restores the present focus if nothing has it by then, even if the element was replaced. */
export function focusKeeper() {
  const focused = document.activeElement;
  const id = focused?.closest(".message")?.id;
  const key = focused?.dataset?.key;
  return () => {
    if (document.activeElement === document.body) refocus(id, key);
  };
}

function refocus(id, key) {
  const message = id === undefined ? null : byId(id);
  const inside = key === undefined ? null : message?.querySelector(`[data-key="${CSS.escape(key)}"]:not(:disabled)`);
  (inside ?? message ?? byId("text")).focus({ preventScroll: true });
}

const lastOf = (list) => [...list.querySelectorAll(".message")].at(-1) ?? null;

export const focusLast = () => lastOf(byId("messages"))?.focus();

/** Handles the keys in the conversation. */
export function watchKeys() {
  const list = byId("messages");
  list.addEventListener("focusin", (event) => {
    const message = event.target.closest(".message");
    if (message !== null) makePresent(message);
  });
  list.addEventListener("keydown", (event) => {
    const message = event.target.closest(".message");
    if (message === null || event.ctrlKey || event.metaKey || event.altKey) return;
    const all = [...list.querySelectorAll(".message")];
    const place = all.indexOf(message);
    const goals = { ArrowUp: all[place - 1], ArrowDown: all[place + 1] ?? byId("text"), Home: all[0], End: all.at(-1), Escape: byId("text") };
    const tool = event.target === message ? message.querySelector(TOOLS[event.key.toLowerCase()] ?? "none") : null;
    if (!(event.key in goals) && tool === null) return;
    event.preventDefault();
    if (tool !== null) tool.click();
    else goals[event.key]?.focus();
  });
}

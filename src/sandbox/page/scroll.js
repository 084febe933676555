// The scroll position in the conversation. At the end it stays at the end; elsewhere the top message in view stays in place
// when content above it is added, grows or is removed.
import { byId } from "/page/elements.js";

const scroller = byId("scroller");
const list = byId("messages");
/** A distance from the end below this counts as at the end, pixels. */
const AT_END_PX = 40;
/** Older messages are loaded below this distance from the top, pixels. */
const NEAR_START_PX = 900;

let atEnd = true;
/** The first message in view, and its distance below the upper edge in pixels. */
let held = null;
/** The last `scrollTop` that this module set or saw, pixels. Any other value means that the person has scrolled since. */
let placed = 0;

export function scrolledAtEnd() {
  notice();
  return atEnd;
}

export function toEnd() {
  atEnd = true;
  place();
}

/**
 * Reads a scroll by the person. The browser fires `scroll` only with the next frame: drawing before it must not undo the
 * scroll, and content that grew before it must not count as a scroll.
 */
function notice() {
  if (scroller.scrollTop === placed) return;
  placed = scroller.scrollTop;
  atEnd = scroller.scrollHeight - placed - scroller.clientHeight < AT_END_PX;
  if (!atEnd) hold();
}

function hold() {
  const edge = scroller.scrollTop;
  const first = [...list.children].find((child) => child.id !== "" && edge < child.offsetTop + child.offsetHeight);
  held = first === undefined ? null : { id: first.id, below: first.offsetTop - edge };
}

function place() {
  if (atEnd) {
    scroller.scrollTop = scroller.scrollHeight;
  } else {
    const element = held === null ? null : byId(held.id);
    if (element !== null) scroller.scrollTop = element.offsetTop - held.below;
  }
  placed = scroller.scrollTop;
}

function settle() {
  notice();
  place();
}

/** Changes the list without moving the messages in view. */
export function keepPlace(change) {
  notice();
  if (!atEnd) hold();
  change();
  place();
}

/** Scrolls to a message and highlights it for a moment. */
export function lookAt(element) {
  atEnd = false;
  element.scrollIntoView({ block: "center" });
  placed = scroller.scrollTop;
  hold();
  element.focus({ preventScroll: true });
  element.classList.remove("found");
  // Reading this forces a reflow, so that the animation restarts for the same message.
  void element.offsetWidth;
  element.classList.add("found");
}

/** Watches the scrolling: calls `moved` at each scroll, and `nearStart` when the top is near. */
export function watchScroll(moved, nearStart) {
  scroller.addEventListener("scroll", () => {
    notice();
    moved();
    if (scroller.scrollTop < NEAR_START_PX) nearStart();
  }, { passive: true });
  // The size changes when pictures load, a keyboard opens or the text box grows.
  const resized = new ResizeObserver(settle);
  resized.observe(list);
  resized.observe(scroller);
}

// Where one is in the conversation. At the end one stays at the end; elsewhere the message at the top stays where it is,
// whatever is put above it, grows or is taken away.
import { byId } from "/page/elements.js";

const scroller = byId("scroller");
const list = byId("messages");
/** This near to the end counts as at the end, pixels. */
const AT_END_PX = 40;
/** This near to the beginning older messages are loaded, pixels. */
const NEAR_START_PX = 900;

let atEnd = true;
/** The first message in sight, and how far below the upper edge it begins. */
let held = null;
/** Where the page itself put the scroller last, or saw it last, pixels. Anywhere else a person has scrolled since. */
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
 * Takes notice of where a person has scrolled to. The browser tells a scroll only with its next frame: what is drawn before that must
 * not take the scroll back, and what grew before that must not count as a scroll.
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

/** Changes the list without moving what is in sight. */
export function keepPlace(change) {
  notice();
  if (!atEnd) hold();
  change();
  place();
}

/** Brings a message into sight and marks it for a moment. */
export function lookAt(element) {
  atEnd = false;
  element.scrollIntoView({ block: "center" });
  placed = scroller.scrollTop;
  hold();
  element.focus({ preventScroll: true });
  element.classList.remove("found");
  // Read, so that the mark begins anew when it is the same message again.
  void element.offsetWidth;
  element.classList.add("found");
}

/** Watches the scrolling. `moved` is called after each, `nearStart` when older messages are wanted. */
export function watchScroll(moved, nearStart) {
  scroller.addEventListener("scroll", () => {
    notice();
    moved();
    if (scroller.scrollTop < NEAR_START_PX) nearStart();
  }, { passive: true });
  // Pictures that arrive, a keyboard that opens, a text box that grows.
  const resized = new ResizeObserver(settle);
  resized.observe(list);
  resized.observe(scroller);
}

// Notices above the text box, and announcements for screen readers.
import { byId } from "/page/elements.js";

/** Shows an error above the text box; an empty text hides it. */
export const note = (text) => show(text, "");

/** Shows a success there. */
export const tell = (text) => show(text, "done");

function show(text, className) {
  byId("note-text").textContent = text;
  byId("note").className = className;
  byId("note").hidden = text === "";
}

/** Runs `work` and returns its result. When it throws, shows the error and returns null. */
export async function attempt(work) {
  note("");
  try {
    return await work();
  } catch (error) {
    note(error.message);
    return null;
  }
}

let waiting = [];

/** Has a screen reader say a text. Texts within 150 ms are said together, the last four of them. */
export function announce(text) {
  waiting.push(text);
  if (1 < waiting.length) return;
  setTimeout(() => {
    byId("announce").textContent = waiting.slice(-4).join(". ");
    waiting = [];
  }, 150);
}

byId("note-close").onclick = () => {
  note("");
  byId("text").focus();
};

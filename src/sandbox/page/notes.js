// What the page says beside the conversation: a notice, the lost connection, and news for who listens.
import { byId } from "/page/elements.js";

/** Shows above the text box what went wrong; empty takes it away. */
export const note = (text) => show(text, "");

/** Shows there what was done. */
export const tell = (text) => show(text, "done");

function show(text, className) {
  byId("note-text").textContent = text;
  byId("note").className = className;
  byId("note").hidden = text === "";
}

/** Does something and shows what went wrong. Gives null then. */
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

/** Has a screen reader say something; what comes at once is said in one go. */
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

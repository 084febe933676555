// Dialogs. The browser keeps the focus inside an open one; `focusKeeper` returns it afterwards.
import { byId, el, icon } from "/page/elements.js";
import { focusKeeper } from "/page/walk.js";

const dialog = byId("dialog");
let changed = false;
let goBack = () => {};

function frame(heading, ...content) {
  const close = el("button", { type: "button", className: "icon", "aria-label": "Cerrar", onclick: () => dialog.close() }, icon("close"));
  const top = el("div", { className: "top" }, el("h2", { id: "dialog-title" }, heading), close);
  changed = false;
  dialog.replaceChildren(top, ...content);
  if (dialog.open) return;
  goBack = focusKeeper();
  dialog.showModal();
}

/**
 * Opens a form. `send` gets it when it is submitted. If `send` throws, the message is shown and the dialog stays open with the
 * values. `about` is a line of explanation above the fields.
 */
export function openDialog(heading, fields, verb, send, about = "") {
  const error = el("div", { className: "error", role: "alert" });
  const cancel = el("button", { type: "button", className: "button", onclick: () => dialog.close() }, "Cancelar");
  const main = el("button", { type: "submit", className: "button s1" }, verb);
  const form = el("form", {}, about === "" ? null : el("p", { className: "about" }, about), fields, error,
    el("div", { className: "actions" }, cancel, main));
  form.oninput = () => {
    changed = true;
  };
  form.onsubmit = async (event) => {
    event.preventDefault();
    if (main.getAttribute("aria-busy") === "true") return;
    main.setAttribute("aria-busy", "true");
    error.textContent = "";
    try {
      await send(form);
      // `send` may have opened the next dialog in this one's place; it must not be closed.
      if (form.isConnected) dialog.close();
    } catch (problem) {
      error.textContent = problem.message;
    }
    main.removeAttribute("aria-busy");
  };
  frame(heading, form);
  (form.querySelector("input, textarea, select") ?? main).focus();
}

/** Opens a list; pressing an option closes it and calls `choose` with the option's value. */
export function openChoice(heading, options, choose) {
  const list = el("ul", { className: "choices" }, options.map((option) => {
    const pick = () => {
      dialog.close();
      choose(option.value);
    };
    return el("li", {}, el("button", { type: "button", onclick: pick }, el("span", {}, option.label),
      option.about ? el("small", {}, option.about) : null));
  }));
  frame(heading, options.length === 0 ? el("p", { className: "about" }, "No hay nada que elegir.") : list);
  list.querySelector("button")?.focus();
}

/** Asks for confirmation of a destructive action; its button is red. */
export function openQuestion(heading, about, verb, work) {
  openDialog(heading, [], verb, work, about);
  dialog.querySelector("[type=submit]").className = "button s4";
}

dialog.onclick = (event) => {
  // A click outside closes the dialog, but not once something was typed, so that a slip loses nothing.
  if (event.target === dialog && !changed) dialog.close();
};
dialog.onclose = () => {
  // The event comes a moment after the closing: the next dialog may be open already.
  if (dialog.open) return;
  dialog.replaceChildren();
  goBack();
};

// Dialogs: what is asked and what was answered.
import { el } from "/page-message.js";

const dialog = document.getElementById("dialog");

/** Asks. `send` gets the form; what it throws is shown, and the dialog stays open. */
export function openDialog(heading, fields, verb, send) {
  const error = el("div", { className: "error", role: "alert" });
  const cancel = el("button", { type: "button", onclick: () => dialog.close() }, "Cancelar");
  const main = el("button", { type: "submit", className: "main" }, verb);
  const form = el("form", {}, el("h2", {}, heading), fields, error, el("div", { className: "actions" }, cancel, main));
  form.onsubmit = async (event) => {
    event.preventDefault();
    main.disabled = true;
    try {
      // The answer may open the next dialog in this one's place.
      await send(form);
      if (form.isConnected) dialog.close();
    } catch (problem) {
      error.textContent = problem.message;
    }
    main.disabled = false;
  };
  dialog.replaceChildren(form);
  if (!dialog.open) dialog.showModal();
}

/** The fields of a modal of the bot. */
export function modalFields(modal) {
  const inputs = modal.components.map((row) => row.components[0]);
  return inputs.flatMap((input) => {
    const required = input.required !== false;
    const common = {
      id: "f-" + input.custom_id, name: input.custom_id, value: input.value ?? "", placeholder: input.placeholder ?? "", required,
      minLength: input.min_length ?? 0, maxLength: input.max_length ?? 4000,
    };
    const box = input.style === 2 ? el("textarea", { ...common, rows: 4 }) : el("input", { ...common, type: "text", autocomplete: "off" });
    return [el("label", { htmlFor: common.id }, input.label + (required ? " *" : "")), box];
  });
}

/** What was typed into a modal, by custom id. */
export function typed(form) {
  return Object.fromEntries([...form.querySelectorAll("[name]")].map((box) => [box.name, box.value]));
}

/** The options of a slash command. */
export function optionFields(options, known) {
  const notes = { 11: "elige un archivo" };
  return options.flatMap((option) => {
    const id = "o-" + option.name;
    const about = [option.name + (option.required ? " *" : ""), option.description, notes[option.type]].filter(Boolean).join(" · ");
    return [el("label", { htmlFor: id }, about), optionBox(option, id, known)];
  });
}

function optionBox(option, id, known) {
  const common = { id, name: option.name, required: option.required === true };
  if (option.type === 11) return el("input", { ...common, type: "file" });
  const people = () => known.people.map((one) => [one.id, "@" + one.username]);
  const channels = () => known.channels.filter((one) => one.name !== "dm").map((one) => [one.id, "#" + one.name]);
  const lists = { 5: () => [["true", "sí"], ["false", "no"]], 6: people, 7: channels };
  const list = option.choices?.length ? option.choices.map((choice) => [choice.value, choice.name]) : lists[option.type]?.();
  if (list === undefined) return el("input", { ...common, type: "text", autocomplete: "off" });
  return el("select", common, el("option", { value: "" }, "—"), list.map(([value, label]) => el("option", { value }, label)));
}

/** What was chosen for a slash command, files read. */
export async function chosen(form) {
  const options = {};
  for (const box of form.querySelectorAll("[name]")) {
    if (box.type === "file") {
      if (box.files.length > 0) options[box.name] = await encoded(box.files[0]);
    } else if (box.value !== "") options[box.name] = box.value;
  }
  return options;
}

/** A file as the sandbox takes it. */
export async function encoded(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return { name: file.name, base64: btoa(text) };
}

// The fields of the bot's modals and of slash commands.
import { encoded } from "/page/files.js";
import { el } from "/page/elements.js";
import { givenRoles, isDm, state } from "/page/state.js";

/** Discord's types of command options. */
const KIND = { INTEGER: 4, BOOLEAN: 5, USER: 6, CHANNEL: 7, ROLE: 8, MENTIONABLE: 9, NUMBER: 10, FILE: 11 };

function labelled(box, words, required, about) {
  const name = el("label", { htmlFor: box.id }, words, required ? null : el("small", {}, " (opcional)"));
  if (!about) return [name, box];
  box.setAttribute("aria-describedby", box.id + "-about");
  return [name, el("p", { className: "hint", id: box.id + "-about" }, about), box];
}

/** The fields of a modal of the bot. */
export function modalFields(modal) {
  const inputs = modal.components.map((row) => row.components[0]);
  return inputs.flatMap((input) => {
    const required = input.required !== false;
    const common = {
      id: "f-" + input.custom_id, name: input.custom_id, value: input.value ?? "", placeholder: input.placeholder ?? "", required,
      minLength: input.min_length ?? 0, maxLength: input.max_length ?? 4000, autocomplete: "off",
    };
    return labelled(input.style === 2 ? el("textarea", { ...common, rows: 4 }) : el("input", { ...common, type: "text" }), input.label, required);
  });
}

/** The values of a modal's fields, by custom id. */
export function typed(form) {
  return Object.fromEntries([...form.querySelectorAll("[name]")].map((box) => [box.name, box.value]));
}

/** The fields of a slash command. `complete(name, form)` returns the bot's choices for an option with autocomplete. */
export function optionFields(options, complete) {
  return options.flatMap((option) => {
    const box = optionBox(option, { id: "o-" + option.name, name: option.name, required: option.required === true });
    const fields = labelled(box, option.name, option.required === true, option.description);
    return option.autocomplete === true ? [...fields, choicesOf(box, complete)] : fields;
  });
}

/** The choices of an option with autocomplete. Each input asks the bot again; only the response to the newest request is shown. */
function choicesOf(box, complete) {
  const list = el("datalist", { id: box.id + "-choices" });
  box.setAttribute("list", list.id);
  let asked = 0;
  const offer = async () => {
    const nth = ++asked;
    const choices = await complete(box.name, box.form ?? box.closest("form"));
    if (nth === asked) list.replaceChildren(...choices.map((choice) => el("option", { value: choice.value, label: choice.name }, choice.name)));
  };
  box.addEventListener("focus", offer);
  box.addEventListener("input", offer);
  return list;
}

function optionBox(option, common) {
  if (option.type === KIND.FILE) return el("input", { ...common, type: "file" });
  const list = option.choices?.length ? option.choices.map((choice) => [choice.value, choice.name]) : offered(option.type);
  if (list !== null) return el("select", common, el("option", { value: "" }, "—"), list.map(([value, label]) => el("option", { value }, label)));
  const box = el("input", { ...common, type: "text", autocomplete: "off", maxLength: option.max_length ?? 6000 });
  if (option.type === KIND.INTEGER || option.type === KIND.NUMBER) box.inputMode = option.type === KIND.NUMBER ? "decimal" : "numeric";
  return box;
}

/** The values that an option of this type offers; null when the value is typed. */
function offered(kind) {
  const people = () => state.people.map((one) => [one.id, "@" + one.username]);
  const roles = () => givenRoles().map((one) => [one.id, "@" + one.name]);
  switch (kind) {
    case KIND.BOOLEAN: return [["true", "sí"], ["false", "no"]];
    case KIND.USER: return people();
    case KIND.CHANNEL: return state.channels.filter((one) => !isDm(one)).map((one) => [one.id, "#" + one.name]);
    case KIND.ROLE: return roles();
    case KIND.MENTIONABLE: return [...people(), ...roles()];
    default: return null;
  }
}

/** The values of a slash command's options that are filled in, with the contents of files. */
export async function chosen(form) {
  const options = {};
  for (const box of form.querySelectorAll("[name]")) {
    if (box.type === "file") {
      if (0 < box.files.length) options[box.name] = await encoded(box.files[0]);
    } else if (box.value !== "") options[box.name] = box.value;
  }
  return options;
}

// Buttons and select menus of the bot.
import { openChoice, openDialog } from "/page/dialog.js";
import { el, icon, isWeb } from "/page/elements.js";

const BUTTON = 2;
const TEXT_SELECT = 3;
const LINK_STYLE = 5;

export function rowElement(row, message, known) {
  return el("div", { className: "components" }, row.components.map((item) => {
    if (item.type === BUTTON) return item.style === LINK_STYLE ? linkButton(item) : button(item, message, known);
    return 1 < (item.max_values ?? 1) ? several(item, message, known) : select(item, message, known);
  }));
}

const label = (item) => [item.emoji?.name, item.label].filter(Boolean).join(" ") || "Botón";

function linkButton(item) {
  if (!isWeb(item.url)) return null;
  return el("a", { className: "button", href: item.url, target: "_blank", rel: "noopener noreferrer" }, label(item), icon("out"));
}

function button(item, message, known) {
  const element = el("button", { type: "button", className: `button s${item.style}`, disabled: item.disabled === true, "data-key": item.custom_id }, label(item));
  element.onclick = () => busy(element, () => known.press(message, item, []));
  return element;
}

/** Allows one press at a time: until the response is there the button is shown as busy and ignores presses. It keeps the focus. */
async function busy(element, work) {
  if (element.getAttribute("aria-busy") === "true") return;
  element.setAttribute("aria-busy", "true");
  await work();
  element.removeAttribute("aria-busy");
}

/** The options of a select menu: the bot's own, or people, roles or channels. */
function optionsOf(item, known) {
  if (item.type !== TEXT_SELECT) return known.choices(item.type);
  return item.options.map((option) => ({ value: option.value, label: option.label, about: option.description, chosen: option.default === true }));
}

const shownName = (option) => option.label + (option.about ? ` · ${option.about}` : "");

/** A menu for one option, as a list in a dialog: a native `<select>` would choose each option that the arrow keys pass. */
function select(item, message, known) {
  const options = optionsOf(item, known);
  const heading = item.placeholder ?? "Elige una opción";
  const chosen = options.find((option) => option.chosen);
  const open = () => openChoice(heading, options, (value) => known.press(message, item, [value]));
  return chooser(item, chosen?.label ?? heading, open);
}

const chooser = (item, words, open) =>
  el("button", { type: "button", className: "button choose", disabled: item.disabled === true, "aria-haspopup": "dialog", "data-key": item.custom_id, onclick: open },
    el("span", {}, words), icon("chevron"));

/** A menu for several options, as a dialog with a checkbox for each. */
function several(item, message, known) {
  const least = item.min_values ?? 1;
  const count = least === item.max_values ? `eligen ${least}` : `eligen de ${least} a ${item.max_values}`;
  const heading = item.placeholder ?? "Elige opciones";
  const open = () => {
    const boxes = optionsOf(item, known).map((option) => el("label", { className: "tick" },
      el("input", { type: "checkbox", name: "choice", value: option.value, checked: option.chosen === true }), el("span", {}, shownName(option))));
    const fields = el("fieldset", {}, el("legend", {}, `Se ${count}`), boxes);
    openDialog(heading, fields, "Elegir", async (form) => {
      const values = [...form.querySelectorAll(":checked")].map((box) => box.value);
      if (values.length < least || item.max_values < values.length) throw new Error(`Se ${count}; ahora hay ${values.length}.`);
      await known.press(message, item, values);
    });
  };
  return chooser(item, heading, open);
}

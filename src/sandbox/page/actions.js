// The actions on a message besides replying: edit, delete, forward, copy.
import { byId } from "/page/elements.js";
import { openChoice, openQuestion } from "/page/dialog.js";
import { editMessage } from "/page/composer.js";
import { attempt, tell } from "/page/notes.js";
import { ask, here, me, mine, state, title } from "/page/state.js";

const isMine = (message) => message.author.id === me().id;

/** Starts editing the person's own message. Returns false when the message is not theirs or they cannot write here. */
export function edit(message) {
  if (!isMine(message) || !state.channel.can_send) return false;
  editMessage(message);
  return true;
}

/** Opens the list of the actions that this person has on the message. */
export function openActions(message) {
  const offered = [
    { label: "Editar", work: () => edit(message), fits: isMine(message) && state.channel.can_send },
    { label: "Reenviar", work: () => forward(message), fits: true },
    { label: "Copiar texto", work: () => copy(message), fits: message.content !== "" },
    { label: "Borrar", work: () => remove(message), fits: isMine(message) },
  ].filter((one) => one.fits);
  openChoice("Mensaje", offered.map((one, value) => ({ ...one, value })), (place) => offered[place].work());
}

function forward(message) {
  const places = state.channels.filter((channel) => channel.can_send).map((channel) => ({ value: channel.id, label: title(channel), about: channel.category ?? "" }));
  openChoice("Reenviar a", places, (place) => attempt(async () => {
    await ask("POST", mine(`channels/${place}/forward`), { message_id: message.id });
    tell(`Reenviado a ${title(state.channels.find((channel) => channel.id === place))}.`);
  }));
}

async function copy(message) {
  await attempt(async () => {
    // Browsers have `clipboard` only in a secure context: on localhost or over HTTPS.
    if (navigator.clipboard === undefined) throw new Error("Este navegador no deja copiar desde aquí.");
    await navigator.clipboard.writeText(message.content);
    tell("Copiado.");
  });
  byId("text").focus();
}

function remove(message) {
  openQuestion("¿Borrar este mensaje?", message.content.slice(0, 200) || "Sin texto.", "Borrar", () => ask("DELETE", here(`messages/${message.id}`)));
}

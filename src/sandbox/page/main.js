// The page shows one channel as one person. The data belongs to the sandbox; the page holds only a copy.
import { edit, openActions } from "/page/actions.js";
import { drawAllowed, drawBox, keepDraft, replyTo, showDraft, type, useComposer } from "/page/composer.js";
import { helpPath } from "/page/commands.js";
import { openDialog, openQuestion } from "/page/dialog.js";
import { byId, el, icon } from "/page/elements.js";
import { watchFiles } from "/page/files.js";
import { modalFields, typed } from "/page/forms.js";
import { useHints } from "/page/hints.js";
import { closeMenu } from "/page/menu.js";
import { attempt, note, tell } from "/page/notes.js";
import { beginReading, chooseChannel, fromAddress, lastPerson, onReadElsewhere, remember } from "/page/places.js";
import { toEnd, watchScroll } from "/page/scroll.js";
import { drawSide, neighbour } from "/page/side.js";
import { address, ask, givenRoles, isDm, me, mine, names, readAll, readNewest, state } from "/page/state.js";
import { listen } from "/page/stream.js";
import { keepTimesFresh } from "/page/times.js";
import { dismiss, drawToEnd, jumpTo, loadOlder, openTimeline, refreshTimeline, seen, useKnown } from "/page/timeline.js";
import { focusLast, watchKeys } from "/page/walk.js";

/** Changes within this time cause one refresh, milliseconds. */
const SOON_MS = 60;
/** On a touch screen the box is not focused, as that would open the keyboard. */
const touch = matchMedia("(pointer: coarse)");

/** The data and the functions that drawing messages needs. */
const known = () => ({
  names: names(), me: me().id, canReply: state.channel.can_send,
  channel: (id) => state.channels.find((channel) => channel.id === id),
  open, dismiss, press, choices, edit, more: openActions, read: redrawSide,
  jump: (id) => attempt(() => jumpTo(id)),
  help: helpPath() === undefined ? null : () => type(`!${helpPath().name}`),
  reply: (message) => {
    replyTo(message);
    byId("text").focus();
  },
});

const redrawSide = () => drawSide({ be: (person) => attempt(() => be(person)), open });

/** Shows a channel of this person. `anew` adds an entry to the browser's history. */
async function open(channel, anew = true) {
  closeMenu();
  await attempt(() => show(channel, anew));
}

async function show(channel, anew) {
  keepDraft();
  state.channel = channel;
  remember(anew);
  drawAllowed();
  showDraft();
  redrawSide();
  await openTimeline(known());
  if (!touch.matches) byId("text").focus();
}

/** Raised when a change of person begins and when it is done. A read that began before either is discarded. */
let turns = 0;

/** Makes this tab another person, or reloads the same one. */
async function be(person, wanted = null, anew = true) {
  const turn = turns += 1;
  const read = await readAll([person, lastPerson()]);
  if (turn !== turns) return;
  turns += 1;
  Object.assign(state, read);
  beginReading();
  closeMenu();
  await show(chooseChannel(wanted), anew);
}

/** Reads people, roles and channels again after a change. */
async function lookAtAll() {
  const before = state.person;
  if (before === null) return be(who, where, false);
  const turn = turns;
  const read = await readAll([before]);
  if (turn !== turns) return;
  const { channel } = state;
  Object.assign(state, read);
  const same = state.channels.find((one) => one.id === channel.id);
  if (same === undefined || state.person !== before) {
    await show(chooseChannel(null), false);
    if (state.person !== before) note(`${before} ya no está en el servidor. Ahora eres ${state.person}.`);
    return;
  }
  state.channel = same;
  drawAllowed();
  useKnown(known());
}

let due = false;
let all = false;
/** Refreshes after `SOON_MS`: the messages, and with `everything` also people, roles and channels. */
function refresh(everything) {
  all ||= everything;
  if (due) return;
  due = true;
  setTimeout(async () => {
    const whole = all;
    due = all = false;
    try {
      if (whole) await lookAtAll();
      else await readNewest();
      await refreshTimeline();
      redrawSide();
    } catch (error) {
      // A lost connection (status 0) has its own notice; the person did not ask for this refresh.
      if (error.status !== 0) note(error.message);
    }
  }, SOON_MS);
}

async function press(message, item, values) {
  await answered(await attempt(() => ask("POST", mine("press"), { message_id: message.id, custom_id: item.custom_id, values })));
}

/** Handles the bot's first response to an interaction. */
function answered(answer) {
  if (answer === null) return;
  if (answer.response.kind === "none") note("La interacción falló: el bot no respondió en 3 segundos.");
  if (answer.response.kind === "modal") openModal(answer.interaction_id, answer.response.modal);
  refresh(false);
}

function openModal(interactionId, modal) {
  const where = mine("submit");
  openDialog(modal.title, modalFields(modal), "Enviar", async (form) =>
    answered(await ask("POST", where, { interaction_id: interactionId, fields: typed(form) })));
}

/** The options of a select menu of people, roles or channels, by Discord's component type. */
function choices(kind) {
  const people = state.people.map((person) => ({ value: person.id, label: "@" + person.username, about: person.roles.join(", ") }));
  const roles = givenRoles().map((role) => ({ value: role.id, label: "@" + role.name }));
  const channels = state.channels.filter((channel) => !isDm(channel)).map((one) => ({ value: one.id, label: "#" + one.name }));
  return { 5: people, 6: roles, 7: [...people, ...roles], 8: channels }[kind] ?? [];
}

function join() {
  const name = el("input", { id: "join-name", name: "name", type: "text", required: true, maxLength: 32, autocomplete: "off" });
  const about = "Con un nombre nuevo entra una persona nueva. Con el de alguien que salió, vuelve esa persona.";
  openDialog("Entrar al servidor", [el("label", { htmlFor: name.id }, "Tu nombre"), name], "Entrar", async () => {
    const wanted = name.value.trim();
    const there = state.people.some((person) => person.username === wanted && person.in_guild);
    if (!there) await ask("POST", "people", { name: wanted });
    await be(wanted);
    tell(there ? `${wanted} ya estaba. Ahora eres ${wanted}.` : `Ahora eres ${wanted}.`);
  }, about);
}

function leave() {
  const gone = state.person;
  openQuestion(`¿${gone} sale del servidor?`, "Para que vuelva: «Entrar al servidor» con el mismo nombre.", "Salir", async () => {
    await ask("DELETE", `people/${encodeURIComponent(gone)}`);
    await be(null);
    tell(`${gone} salió del servidor. Ahora eres ${state.person}.`);
  });
}

const toggleDms = () => attempt(async () => {
  await ask("PATCH", `people/${encodeURIComponent(state.person)}`, { dms_closed: !me().dms_closed });
  await lookAtAll();
  redrawSide();
  tell(me().dms_closed ? `El bot ya no puede escribir por MD a ${state.person}.` : "");
});

/** Follows the address after Back, Forward or an edit by hand. */
function addressChanged() {
  const { who, where } = fromAddress();
  if (who === state.person && state.channel !== null && where === address(state.channel)) return;
  attempt(() => be(who ?? state.person, where, false));
}

function wire() {
  for (const [id, name] of Object.entries({ menu: "menu", "close-menu": "close", "no-reply": "close", "note-close": "close", attach: "plus", send: "send" })) {
    byId(id).append(icon(name));
  }
  byId("join").prepend(icon("plus"));
  byId("join").onclick = join;
  byId("leave").onclick = leave;
  byId("dms").onclick = toggleDms;
  byId("to-end").onclick = () => {
    toEnd();
    seen();
    byId("text").focus();
  };
  byId("skip").onclick = (event) => {
    event.preventDefault();
    byId("text").focus();
  };
  useComposer({ up: focusLast, sent: () => {
    toEnd();
    refresh(false);
  } });
  useHints({ answered, typed: drawBox });
  watchFiles();
  watchKeys();
  watchScroll(() => (drawToEnd(), seen()), loadOlder);
  keepTimesFresh();
  onReadElsewhere(redrawSide);
  addEventListener("popstate", addressChanged);
  document.addEventListener("visibilitychange", seen);
  addEventListener("keydown", (event) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!event.altKey || step === undefined || document.querySelector("dialog[open]") !== null) return;
    event.preventDefault();
    open(neighbour(step));
  });
}

wire();
const { who, where } = fromAddress();
await attempt(() => be(who, where, false));
listen((news) => {
  if (news.kind !== "message") refresh(true);
  else if (state.channels.some((channel) => channel.id === news.channel_id)) refresh(false);
  else readNewest().then(redrawSide, () => {});
}, () => refresh(true));

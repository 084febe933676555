// The page: one person, one channel, what is there and what can be done. State lives in the sandbox, not here.
import { chosen, encoded, modalFields, openDialog, optionFields, typed } from "/page-dialog.js";
import { el, messageElement } from "/page-message.js";

const $ = (id) => document.getElementById(id);
// The address says who and where (`#david/transacciones-david`), so that each tab can be somebody else.
const [who, where] = decodeURIComponent(location.hash.slice(1)).split("/");
const state = { person: who || null, people: [], channels: [], channel: null, commands: [], replyTo: null, unread: new Set(), shown: "" };

async function ask(method, path, body) {
  const options = { method, headers: {} };
  if (body !== undefined) {
    options.headers["content-type"] = "application/json";
    options.body = JSON.stringify(body);
  }
  const response = await fetch("/sandbox/" + path, options);
  const text = await response.text();
  const value = text === "" ? null : JSON.parse(text);
  if (!response.ok) throw new Error(value?.error ?? `error ${response.status}`);
  return value;
}

const mine = (rest) => `people/${encodeURIComponent(state.person)}/${rest}`;
const me = () => state.people.find((person) => person.username === state.person);
const here = (rest) => mine(`channels/${state.channel.id}/${rest}`);

function remember() {
  localStorage.person = state.person;
  // Of two channels with one name the second is known by its id.
  const first = state.channels.find((one) => one.name === state.channel.name);
  const channel = first.id === state.channel.id ? state.channel.name : state.channel.id;
  localStorage.channel = channel;
  history.replaceState(null, "", `#${encodeURIComponent(state.person)}/${encodeURIComponent(channel)}`);
}

function note(text) {
  $("note").textContent = text;
}

/** Does something and shows what went wrong. */
async function attempt(work) {
  note("");
  try {
    return await work();
  } catch (error) {
    note(error.message);
    return null;
  }
}

function names() {
  const map = new Map(state.people.map((person) => [person.id, person.username]));
  for (const channel of state.channels) {
    map.set(channel.id, channel.name);
    for (const user of channel.recipients ?? []) map.set(user.id, user.username);
  }
  return map;
}

async function loadPeople() {
  state.people = await ask("GET", "people?guild=*");
  const known = state.people.map((person) => person.username);
  if (!known.includes(state.person)) state.person = known.includes(localStorage.person) ? localStorage.person : known[0];
  $("person").replaceChildren(...state.people.map((person) => {
    const roles = [person.owner ? "dueño" : "", ...person.roles].filter(Boolean).join(", ");
    const label = person.username + (roles ? ` (${roles})` : "") + (person.dms_closed ? " · MD cerrados" : "");
    return el("option", { value: person.username, selected: person.username === state.person }, label);
  }));
  $("dms").textContent = me().dms_closed ? "Abrir mis MD" : "Cerrar mis MD";
  $("leave").hidden = me().owner || !me().in_guild;
  $("self").textContent = state.person;
}

async function loadChannels() {
  state.channels = await ask("GET", mine("channels"));
  const wanted = state.channel?.name ?? where ?? localStorage.channel;
  state.channel = state.channels.find((one) => one.id === state.channel?.id)
    ?? state.channels.find((one) => one.name === wanted || one.id === wanted) ?? state.channels[0];
  remember();
  state.commands = await ask("GET", "commands");
  drawChannels();
}

function drawChannels() {
  const groups = new Map();
  for (const channel of state.channels) {
    const group = channel.name === "dm" ? "Mensajes directos" : groupOf(channel);
    groups.set(group, [...(groups.get(group) ?? []), channel]);
  }
  $("channels").replaceChildren(...[...groups].flatMap(([group, list]) => [el("h2", {}, group), ...list.map(channelButton)]));
  $("title").textContent = title(state.channel);
  $("topic").textContent = state.channel.topic ?? "";
  $("text").placeholder = state.channel.can_send ? `Escribe en ${title(state.channel)}` : "Aquí no puedes escribir";
  $("text").disabled = $("send").disabled = $("file").disabled = !state.channel.can_send;
}

/** The category; with the server's name where somebody is in several. */
function groupOf(channel) {
  const guilds = new Set(state.channels.map((one) => one.guild).filter(Boolean));
  const category = channel.category ?? "Canales";
  return guilds.size > 1 ? `${channel.guild} · ${category}` : category;
}

const title = (channel) => channel.name === "dm" ? "@" + (channel.recipients?.[0]?.username ?? "bot") : "#" + channel.name;

function channelButton(channel) {
  const button = el("button", { type: "button", onclick: () => open(channel) }, (channel.thread_metadata ? "⤷ " : "") + title(channel));
  if (channel.id === state.channel.id) button.setAttribute("aria-current", "true");
  else if (state.unread.has(channel.id)) button.className = "new";
  return button;
}

async function open(channel) {
  state.channel = channel;
  state.unread.delete(channel.id);
  remember();
  document.body.classList.remove("menu");
  reply(null);
  drawChannels();
  await drawMessages(true);
}

let drawn = new Map();
async function drawMessages(anew) {
  const channel = state.channel.id;
  const messages = await ask("GET", here("messages?limit=100"));
  if (channel !== state.channel.id) return;
  const text = JSON.stringify(messages);
  if (text === state.shown && !anew) return;
  state.shown = text;
  const list = $("messages");
  const atEnd = anew || list.scrollHeight - list.scrollTop - list.clientHeight < 80;
  const known = names();
  for (const message of messages) known.set(message.author.id, message.author.username);
  const hands = { reply, press, choices };
  // A message that did not change keeps its element, and with it what is half chosen in it.
  const before = anew ? new Map() : drawn;
  drawn = new Map();
  for (const message of messages) {
    const text = JSON.stringify(message);
    drawn.set(text, before.get(text) ?? messageElement(message, known, hands, me()?.id));
  }
  list.replaceChildren(...drawn.values());
  if (messages.length === 0) list.append(el("li", { className: "empty" }, "Todavía no hay mensajes."));
  if (!atEnd) return;
  const toEnd = () => { list.scrollTop = list.scrollHeight; };
  toEnd();
  // A picture has no height until it is there.
  for (const picture of list.querySelectorAll("img")) picture.addEventListener("load", toEnd, { once: true });
}

function choices(kind) {
  const channels = state.channels.filter((channel) => channel.name !== "dm").map((one) => ({ value: one.id, label: "#" + one.name }));
  const people = state.people.map((person) => ({ value: person.id, label: "@" + person.username }));
  return kind === 8 ? channels : people;
}

function reply(message) {
  state.replyTo = message?.id ?? null;
  $("replying").hidden = message === null;
  if (message === null) return;
  $("replying").firstElementChild.textContent = `Respondes a ${message.author.username}`;
  $("text").focus();
}

async function press(message, item, values) {
  const body = { message_id: message.id, custom_id: item.custom_id, values };
  show(await attempt(() => ask("POST", mine("press"), body)));
}

/** What the bot answered to an interaction. */
function show(answer) {
  if (answer === null) return;
  if (answer.response.kind === "none") note("La interacción falló: el bot no respondió en 3 segundos.");
  if (answer.response.kind === "modal") openModal(answer.interaction_id, answer.response.modal);
  refresh();
}

function openModal(interactionId, modal) {
  const sent = (fields) => ask("POST", mine("submit"), { interaction_id: interactionId, fields });
  openDialog(modal.title, modalFields(modal), "Enviar", async (form) => show(await sent(await typed(form))));
}

// Slash commands: what can be used, flattened to whole paths.
function paths() {
  const walk = (words, level) => {
    const nested = (level.options ?? []).filter((option) => option.type <= 2);
    if (nested.length === 0) return [{ name: words.join(" "), description: level.description, options: level.options ?? [] }];
    return nested.flatMap((option) => walk([...words, option.name], option));
  };
  const inDm = state.channel.name === "dm";
  const here = (command) => command.contexts === null || command.contexts.includes(inDm ? 1 : 0);
  const offered = (command) => (command.type ?? 1) === 1 && here(command) && (command.guild_id === undefined || !inDm);
  return state.commands.filter(offered).flatMap((command) => walk([command.name], command));
}

function drawHints() {
  const text = $("text").value;
  const wanted = text.startsWith("/") ? text.slice(1).toLowerCase() : null;
  const found = wanted === null ? [] : paths().filter((path) => path.name.startsWith(wanted)).slice(0, 20);
  $("hints").hidden = found.length === 0;
  $("hints").replaceChildren(...found.map((path) => el("li", {},
    el("button", { type: "button", onclick: () => openCommand(path) }, "/" + path.name, el("small", {}, path.description)))));
}

function openCommand(path) {
  $("text").value = "";
  drawHints();
  const given = (options) => ask("POST", mine("slash"), { channel: state.channel.id, command: path.name, options });
  openDialog("/" + path.name, optionFields(path.options, state), "Enviar", async (form) => show(await given(await chosen(form))));
}

function openJoin() {
  const name = el("input", { id: "join-name", name: "name", type: "text", required: true, maxLength: 32, autocomplete: "off" });
  const fields = [el("label", { htmlFor: name.id }, "Tu nombre"), name,
    el("p", { className: "hint" }, "Con un nombre nuevo entra una persona nueva. Con el de alguien que salió, vuelve esa persona.")];
  openDialog("Entrar al servidor", fields, "Entrar", async () => {
    const wanted = name.value.trim();
    const there = state.people.some((person) => person.username === wanted && person.in_guild);
    if (!there) await ask("POST", "people", { name: wanted });
    await be(wanted);
    note(there ? `${wanted} ya estaba. Ahora eres ${wanted}.` : `Ahora eres ${wanted}.`);
  });
}

async function leave() {
  const gone = state.person;
  if (!confirm(`¿${gone} sale del servidor?`)) return;
  await attempt(async () => {
    await ask("DELETE", `people/${encodeURIComponent(gone)}`);
    await be(null);
    note(`${gone} salió del servidor. Para que vuelva: «Entrar al servidor» con el mismo nombre.`);
  });
}

/** From now on this tab is somebody else. */
async function be(person) {
  state.person = person;
  state.unread.clear();
  reply(null);
  document.body.classList.remove("menu");
  await loadPeople();
  await loadChannels();
  await drawMessages(true);
}

async function send() {
  const content = $("text").value;
  const files = await Promise.all([...$("file").files].map(encoded));
  if (content.trim() === "" && files.length === 0) return;
  const body = { content, files };
  if (state.replyTo !== null) body.reply_to = state.replyTo;
  const said = await attempt(() => ask("POST", here("say"), body));
  if (said === null) return;
  $("text").value = "";
  $("file").value = "";
  drawFiles();
  drawHints();
  reply(null);
  await drawMessages(true);
}

function drawFiles() {
  const files = [...$("file").files].map((file) => file.name);
  $("files").hidden = files.length === 0;
  $("files").textContent = "Adjuntas: " + files.join(", ");
}

let due = false;
/** Looks again soon; many changes at once are one look. */
function refresh(kind = "message") {
  if (kind !== "message") refresh.whole = true;
  if (due) return;
  due = true;
  setTimeout(async () => {
    due = false;
    const whole = refresh.whole;
    refresh.whole = false;
    try {
      if (whole) {
        await loadPeople();
        await loadChannels();
      }
      await drawMessages(false);
    } catch (error) {
      // What was noted before stays: nobody asked for this look.
      note(error.message);
    }
  }, 60);
}

const DISCONNECTED = "Sin conexión con el servidor; reintentando…";

function listen() {
  const stream = new EventSource("/sandbox/stream");
  stream.onmessage = (event) => {
    const news = JSON.parse(event.data);
    if (news.kind === "message" && news.channel_id !== state.channel.id) {
      if (!state.channels.some((channel) => channel.id === news.channel_id)) return;
      state.unread.add(news.channel_id);
      drawChannels();
      return;
    }
    refresh(news.kind);
  };
  stream.onopen = () => {
    if ($("note").textContent === DISCONNECTED) note("");
    refresh("everything");
  };
  stream.onerror = () => note(DISCONNECTED);
}

$("person").onchange = () => attempt(() => be($("person").value));
$("join").onclick = openJoin;
$("leave").onclick = leave;
$("dms").onclick = () => attempt(async () => {
  await ask("PATCH", `people/${encodeURIComponent(state.person)}`, { dms_closed: !me().dms_closed });
  await loadPeople();
});
$("menu").onclick = $("self").onclick = () => document.body.classList.toggle("menu");
$("replying").lastElementChild.onclick = () => reply(null);
$("file").onchange = drawFiles;
$("text").oninput = drawHints;
$("text").onkeydown = (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  const hint = $("hints").querySelector("button");
  if (!$("hints").hidden && hint) hint.click();
  else send();
};
$("text").onpaste = (event) => {
  if (event.clipboardData.files.length === 0) return;
  $("file").files = event.clipboardData.files;
  drawFiles();
};
$("write").onsubmit = (event) => {
  event.preventDefault();
  send();
};

await attempt(async () => {
  await loadPeople();
  await loadChannels();
  await drawMessages(true);
});
listen();

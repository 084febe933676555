// What the page knows of the sandbox. The truth is there; this is what was read last.

/** A refusal or a fault, worded for who sees it. */
export class AskError extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

const WORDED = {
  403: "Esa persona no puede hacer eso aquí",
  404: "Eso ya no está",
  409: "Eso ya estaba hecho",
  413: "Es demasiado grande",
};

/** Asks the control interface. Throws an `AskError`. */
export async function ask(method, path, body) {
  const options = { method, headers: {} };
  if (body !== undefined) {
    options.headers["content-type"] = "application/json";
    options.body = JSON.stringify(body);
  }
  let response;
  try {
    response = await fetch("/sandbox/" + path, options);
  } catch {
    throw new AskError("No hay conexión con el servidor. Lo que escribiste sigue aquí.", 0);
  }
  const text = await response.text();
  const value = parsed(text);
  if (response.ok) return value;
  const detail = value?.error ?? text.slice(0, 200);
  const said = WORDED[response.status] ?? (500 <= response.status ? "El servidor falló" : "No se aceptó");
  throw new AskError(detail ? `${said}: ${detail}` : `${said}.`, response.status);
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export const state = {
  /** Username of who this tab is. */
  person: null,
  people: [],
  roles: [],
  /** What this person sees, the DM first. */
  channels: [],
  channel: null,
  commands: [],
  /** Person id to channel id to the newest message that somebody else wrote. */
  newest: {},
};

/** The path of something of this person. */
export const mine = (rest) => `people/${encodeURIComponent(state.person)}/${rest}`;

/** The path of something in the open channel. */
export const here = (rest) => mine(`channels/${state.channel.id}/${rest}`);

export const me = () => state.people.find((person) => person.username === state.person);

export const isDm = (channel) => channel.name === "dm";

/** The name of a channel with its sign. */
export const title = (channel) => isDm(channel) ? "@" + (channel.recipients?.[0]?.username ?? "bot") : "#" + channel.name;

/** The name by which a channel is found again. Of two with one name the second is known by its id. */
export function address(channel) {
  const first = state.channels.find((one) => one.name === channel.name);
  return first.id === channel.id ? channel.name : channel.id;
}

/** Roles of a person in words. */
export function standing(person) {
  const where = person.in_guild ? "" : `en ${person.guilds.join(", ")}`;
  const words = [person.owner ? "dueño del servidor" : "", ...person.roles, where, person.dms_closed ? "MD cerrados" : ""];
  return words.filter(Boolean).join(" · ");
}

/** Names by id: people, roles, channels, and the bot. */
export function names() {
  const map = new Map(state.people.map((person) => [person.id, person.username]));
  for (const role of state.roles) map.set(role.id, role.name.replace(/^@/, ""));
  for (const channel of state.channels) {
    if (!isDm(channel)) map.set(channel.id, channel.name);
    for (const user of channel.recipients ?? []) map.set(user.id, user.username);
  }
  return map;
}

/** Roles that can be given and mentioned: not everybody's, not the bot's own. */
export const givenRoles = () => state.roles.filter((role) => !role.managed && !role.name.startsWith("@"));

/**
 * Reads everything but the messages, for the first of these people who is there. Gives it without using it yet: what is drawn
 * meanwhile still belongs together.
 */
export async function readAll(wanted) {
  const [people, roles, commands, newest] = await Promise.all(["people?guild=*", "roles?guild=*", "commands", "newest"].map((path) => ask("GET", path)));
  const known = people.map((one) => one.username);
  const person = wanted.find((name) => known.includes(name)) ?? known[0];
  const channels = await ask("GET", `people/${encodeURIComponent(person)}/channels`);
  return { person, people, roles, commands, newest, channels };
}

/** Reads what is new for whom. */
export async function readNewest() {
  state.newest = await ask("GET", "newest");
}

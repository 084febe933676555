// The page's copy of the sandbox's data, as it was read last.

/** A failed request, with a message for the person. `status` is 0 when the server could not be reached. */
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

/** Sends a request to the control interface. Throws an `AskError` when it fails. */
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
  /** The username of the person that this tab acts as. */
  person: null,
  people: [],
  roles: [],
  /** The channels that this person sees, the DM first. */
  channels: [],
  channel: null,
  commands: [],
  /** Person id → channel id → id of the newest message that somebody else wrote. */
  newest: {},
};

/** A path of the control interface under this person. */
export const mine = (rest) => `people/${encodeURIComponent(state.person)}/${rest}`;

/** A path of the control interface under the open channel, as this person. */
export const here = (rest) => mine(`channels/${state.channel.id}/${rest}`);

export const me = () => state.people.find((person) => person.username === state.person);

export const isDm = (channel) => channel.name === "dm";

/** The name of a channel with `#`, or of a DM with `@`. */
export const title = (channel) => isDm(channel) ? "@" + (channel.recipients?.[0]?.username ?? "bot") : "#" + channel.name;

/** What the address says for a channel: its name, or its id when an earlier channel has the same name. */
export function address(channel) {
  const first = state.channels.find((one) => one.name === channel.name);
  return first.id === channel.id ? channel.name : channel.id;
}

/** The line under a person's name: owner, roles, other servers, closed DMs. */
export function standing(person) {
  const where = person.in_guild ? "" : `en ${person.guilds.join(", ")}`;
  const words = [person.owner ? "dueño del servidor" : "", ...person.roles, where, person.dms_closed ? "MD cerrados" : ""];
  return words.filter(Boolean).join(" · ");
}

/** Names by id, of people, roles, channels and the bot. */
export function names() {
  const map = new Map(state.people.map((person) => [person.id, person.username]));
  for (const role of state.roles) map.set(role.id, role.name.replace(/^@/, ""));
  for (const channel of state.channels) {
    if (!isDm(channel)) map.set(channel.id, channel.name);
    for (const user of channel.recipients ?? []) map.set(user.id, user.username);
  }
  return map;
}

/** The roles that can be given and mentioned: not `@everyone`, not a bot's own. */
export const givenRoles = () => state.roles.filter((role) => !role.managed && !role.name.startsWith("@"));

/**
 * Reads everything but the messages, for the first of these people who exists, else for the first person. Returns it without
 * changing `state`, so that anything drawn meanwhile stays consistent.
 */
export async function readAll(wanted) {
  const [people, roles, commands, newest] = await Promise.all(["people?guild=*", "roles?guild=*", "commands", "newest"].map((path) => ask("GET", path)));
  const known = people.map((one) => one.username);
  const person = wanted.find((name) => known.includes(name)) ?? known[0];
  const channels = await ask("GET", `people/${encodeURIComponent(person)}/channels`);
  return { person, people, roles, commands, newest, channels };
}

/** Reads each person's newest message in each channel. */
export async function readNewest() {
  state.newest = await ask("GET", "newest");
}

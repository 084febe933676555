// The bot's commands, with `/` and with `!`, and the dialog of a slash command.
import { openDialog } from "/page/dialog.js";
import { chosen, optionFields } from "/page/forms.js";
import { ask, isDm, mine, state } from "/page/state.js";

const NESTED_MAX = 2;
const CHAT_INPUT = 1;
const FILE = 11;

/** Commands with their subcommands, flattened to whole paths: `start batch`. */
function paths(commands) {
  const walk = (words, level) => {
    const nested = (level.options ?? []).filter((option) => option.type <= NESTED_MAX);
    if (nested.length === 0) return [{ name: words.join(" "), description: level.description, options: level.options ?? [] }];
    return nested.flatMap((option) => walk([...words, option.name], option));
  };
  const found = commands.flatMap((command) => walk([command.name], command));
  // The guild's own command goes before the global one of the same name.
  return found.filter((path, place) => found.findIndex((other) => other.name === path.name) === place);
}

/** The slash commands that Discord offers in the open channel: in a DM only those registered for DMs. */
export function slashPaths() {
  const dm = isDm(state.channel);
  const here = (command) => {
    const context = command.contexts?.includes(dm ? 1 : 0) ?? true;
    return context && (!dm || (command.guild_id === undefined && command.dm_permission !== false));
  };
  return paths(state.commands.filter((command) => (command.type ?? CHAT_INPUT) === CHAT_INPUT && here(command)));
}

/** All slash commands. The bot reads each of them with `!` in a message too, in every channel. */
export const typedPaths = () => paths(state.commands.filter((command) => (command.type ?? CHAT_INPUT) === CHAT_INPUT));

/** The bot's help command, if it has one. */
export const helpPath = () => typedPaths().find((path) => ["ayuda", "help"].includes(path.name));

/** The words that follow a command when it is typed: `<needed>` and `[optional]`. Files are attached instead. */
export function usage(path) {
  const typed = path.options.filter((option) => option.type !== FILE);
  return typed.map((option) => ({ word: option.required ? `<${option.name}>` : `[${option.name}]`, about: option.description }));
}

/** Opens the dialog for a slash command's options and sends the command. `answered` gets the bot's first response. */
export function openCommand(path, answered) {
  const [channel, where] = [state.channel.id, mine("slash")];
  const send = async (form) => answered(await ask("POST", where, { channel, command: path.name, options: await chosen(form) }));
  const complete = async (focused, form) => {
    const typed = [...form.querySelectorAll("[name]")].filter((box) => box.type !== "file" && box.value !== "");
    const options = Object.fromEntries(typed.map((box) => [box.name, box.value]));
    const { response } = await ask("POST", mine("complete"), { channel, command: path.name, options, focused });
    return response.kind === "choices" ? response.choices : [];
  };
  openDialog("/" + path.name, optionFields(path.options, complete), "Enviar", send, path.description);
}

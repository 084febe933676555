// Runs a snippet of specification 003 as it is printed:
//
//   CAMBISTA=http://127.0.0.1:8080 TOKEN=eyJ… node harness.mjs entrada.js '{"jugadorId": "…", "salaId": "…"}'
//
// Around the snippet is what it expects of its program: a `fetch` that knows the address of the server, tokens, a
// backend API, a Telegram bot, and the variables of the second argument. Prints as JSON what happened: the answers of the
// server, the messages of the bot, the rooms that were joined, and what was logged.
import { readFile } from "node:fs/promises";

const { CAMBISTA: host, TOKEN: token } = process.env;
const [snippet, variables = "{}"] = process.argv.slice(2);
const happened = { answers: [], messages: [], joined: [], logged: [], errors: [] };

const ask = async (path, options) => {
  const response = await fetch(new URL(path, host), options);
  const body = await response.clone().json();
  happened.answers.push({ status: response.status, body });
  return response;
};

const api = {
  async procesarPagoEntrada(jugadorId, precioEntrada, salaId) {
    const response = await ask("/api/transacciones/procesar-automatica", {
      method: "POST",
      headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
      body: JSON.stringify({
        jugadorId,
        tipo: "debito",
        categoria: "entrada_sala",
        monto: precioEntrada,
        descripcion: "Pago entrada a Sala de Ludo",
        referenciaExterna: { salaId },
        metadata: { ipOrigen: "bot-telegram", dispositivoOrigen: "telegram-bot" },
      }),
    });
    return response.json();
  },
  async joinSala(salaId, jugadorId) {
    happened.joined.push([salaId, jugadorId]);
  },
};
const bot = {
  async sendMessage(chatId, text) {
    happened.messages.push({ chatId, text });
  },
};
const heard = {
  log: (text) => happened.logged.push(text),
  error: (text) => happened.errors.push(text),
};

const given = { fetch: ask, token, systemToken: token, api, bot, console: heard, ...JSON.parse(variables) };
// The specification cuts ids short (`64f...`): where a player is given, that one is meant.
const printed = await readFile(new URL(snippet, import.meta.url), "utf8");
const text = given.jugadorId ? printed.replaceAll('"64f..."', JSON.stringify(given.jugadorId)) : printed;
const AsyncFunction = (async () => {}).constructor;
await new AsyncFunction(...Object.keys(given), text)(...Object.values(given));
process.stdout.write(JSON.stringify(happened));

// A sandbox of its own with the real bot, and hands that act over its control interface and as the bot.
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** A picture as a bank shows a payment, drawn here: stands for a capture. Base64 of a PNG. */
export async function capture(page, amount = "909,74 Bs") {
  return page.evaluate((monto) => {
    const canvas = document.createElement("canvas");
    canvas.width = 360;
    canvas.height = 420;
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#e9f5ee";
    pen.fillRect(0, 0, 360, 420);
    pen.fillStyle = "#1f7a42";
    pen.fillRect(0, 0, 360, 110);
    pen.font = "bold 26px sans-serif";
    pen.fillStyle = "#fff";
    pen.fillText("Pago móvil exitoso", 40, 66);
    pen.fillStyle = "#23262d";
    pen.font = "22px sans-serif";
    for (const [place, line] of [`Monto: ${monto}`, "Referencia: 00412877", "Banco: 0134"].entries()) pen.fillText(line, 40, 180 + 50 * place);
    return canvas.toDataURL("image/png").split(",")[1];
  }, amount);
}

export class Sandbox {
  /** The program to start is named by the environment. */
  static async start() {
    const sandbox = new Sandbox();
    sandbox.home = await mkdtemp(join(tmpdir(), "cambista-page-"));
    await sandbox.run("127.0.0.1:0");
    return sandbox;
  }

  async run(addr) {
    const child = this.child = spawn(process.env.CAMBISTA, ["sandbox", "--addr", addr, "--data", this.home], { stdio: ["ignore", "pipe", "pipe"] });
    // Also when a test file fails before its end.
    process.once("exit", () => child.kill());
    let log = "";
    child.stderr.on("data", (text) => { log += text; });
    this.url = await new Promise((found, failed) => {
      child.once("exit", (code) => failed(new Error(`the sandbox ended with ${code}: ${log}`)));
      createInterface({ input: child.stdout }).on("line", (line) => {
        const address = /^Cambista sandbox: (\S+)/.exec(line);
        if (address !== null) found(address[1]);
      });
    });
    this.token = (await readFile(join(this.home, "discord", "token"), "utf8")).trim();
    await this.idle();
  }

  /** Ends the program; what it holds stays. */
  async stop() {
    const gone = new Promise((done) => this.child.once("exit", done));
    this.child.kill("SIGTERM");
    await gone;
  }

  /** The same Discord again, at the same address. */
  again = () => this.run(new URL(this.url).host);

  async end() {
    if (this.child.exitCode === null) await this.stop();
    await rm(this.home, { recursive: true, force: true });
  }

  async ask(method, path, body) {
    const response = await fetch(this.url + path, {
      method, body: body === undefined ? undefined : JSON.stringify(body),
      headers: { "content-type": "application/json", authorization: `Bot ${this.token}` },
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === "" ? null : JSON.parse(text);
  }

  /** Waits until the bot has done everything. */
  idle = () => this.ask("GET", "/sandbox/idle?timeout_ms=20000");

  /** A person writes; the bot has answered when this is done. */
  async say(person, channel, content, more = {}) {
    const message = await this.ask("POST", `/sandbox/people/${person}/channels/${channel}/say`, { content, ...more });
    await this.idle();
    return message;
  }

  messages = (person, channel) => this.ask("GET", `/sandbox/people/${person}/channels/${encodeURIComponent(channel)}/messages`);

  last = async (person, channel) => (await this.messages(person, channel)).at(-1);

  /** What people wrote, not the bot. */
  sent = async (person, channel) => (await this.messages(person, channel)).filter((one) => !one.author.bot);

  /** The bot itself writes: for what the desk never or seldom shows. */
  async post(person, channel, body) {
    const channels = await this.ask("GET", `/sandbox/people/${person}/channels`);
    const { id } = channels.find((one) => one.name === channel);
    return this.ask("POST", `/api/v10/channels/${id}/messages`, body);
  }

  /** Nobody but the bot may write there from now on. */
  async closeForWriting(channel) {
    const [seen] = (await this.ask("GET", "/sandbox/people/superusuario/channels")).filter((one) => one.name === channel);
    await this.ask("PUT", `/api/v10/channels/${seen.id}/permissions/${seen.guild_id}`, { type: 0, allow: "0", deny: String(1 << 11) });
  }

  slash = (person, channel, command, options = {}) => this.ask("POST", `/sandbox/people/${person}/slash`, { channel, command, options });

  edit = (message, body) => this.ask("PATCH", `/api/v10/channels/${message.channel_id}/messages/${message.id}`, body);
}

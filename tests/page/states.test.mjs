// Every state of the page, at both widths and in both schemes: axe finds nothing, nothing sticks out, a finger hits everything.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { Visit } from "./browser.mjs";
import { capture } from "./sandbox.mjs";
import { sandbox, web } from "./stage.mjs";

const MARKS = [
  "# Título\n## Más pequeño\n### El menor\n-# al pie", "**negrita**, *cursiva*, __raya__, ~~tachado~~, `0102-1234`, \\*sin marcas\\*",
  "> una cita\n> en dos líneas\n- uno\n  - dentro\n- dos\n1. primero\n2. segundo", "```\n!t 100 p María\n```", "||secreto|| y [la página](https://example.com), https://example.com/a",
  "<t:1795000000:F>, <t:1795000000:R>",
].join("\n");

let picture;

before(async () => {
  const visit = await Visit.open(web.browser, sandbox.url);
  picture = await capture(visit.page);
  await visit.closes();
  await sandbox.say("superusuario", "general", "!setup panel");
  for (let number = 1; number <= 80; number += 1) await sandbox.post("superusuario", "cajeros", { content: `Aviso ${number}: ${"la cola avanza. ".repeat(number % 5)}` });
  await sandbox.say("david", "transacciones-david", "!start batch");
  await sandbox.say("david", "transacciones-david", "!t 100 p María Pérez 0102-1234-5678");
  await rich();
  await sandbox.closeForWriting("logros");
});

/** What the desk shows seldom, or never. */
async function rich() {
  const [caja] = (await sandbox.ask("GET", "/sandbox/people")).filter((one) => one.username === "cajero2");
  await sandbox.post("cajero2", "general", { content: MARKS });
  const files = { files: [{ name: "captura.png", base64: picture }] };
  const shown = await sandbox.say("maria", "general", "con captura", files);
  const [{ url }] = shown.attachments;
  await sandbox.post("cajero2", "general", {
    content: `Hola <@${caja.id}>`, allowed_mentions: { parse: ["users"] },
    embeds: [{
      title: "Tarjeta", url: "https://example.com", description: "Con **todo**", color: 0x248046, thumbnail: { url }, image: { url },
      author: { name: "Mesa" }, footer: { text: "al pie" }, timestamp: "2026-11-28T20:00:00Z",
      fields: ["Monto", "Comisión", "Total", "Estado"].map((name) => ({ name, value: "900,00 Bs", inline: true })),
    }],
    components: [
      { type: 1, components: [1, 2, 3, 4].map((style) => ({ type: 2, style, label: ["Primero", "Segundo", "Bien", "Peligro"][style - 1], custom_id: "b" + style })) },
      { type: 1, components: [{ type: 2, style: 1, label: "Apagado", custom_id: "off", disabled: true }, { type: 2, style: 5, label: "Ver", url: "https://example.com" }] },
      { type: 1, components: [{ type: 3, custom_id: "one", placeholder: "País", options: [{ label: "Perú", value: "pe", description: "soles" }, { label: "Venezuela", value: "ve" }] }] },
      { type: 1, components: [{ type: 3, custom_id: "many", placeholder: "Varios", min_values: 1, max_values: 2, options: ["a", "b", "c"].map((value) => ({ label: value, value })) }] },
      { type: 1, components: [{ type: 5, custom_id: "who", placeholder: "Una persona" }] },
    ],
  });
  await sandbox.ask("POST", "/sandbox/people/cajero2/channels/general/forward", { message_id: shown.id });
  await sandbox.ask("POST", "/sandbox/people/cajero2/channels/general/threads", { name: "Dudas" });
  const answer = await sandbox.slash("cajero2", "general", "setfee", { pais: "VE", porcentaje: "1" });
  assert.equal(answer.response.message.flags & 64, 64, "a refusal is for one person only");
}

/** The states, each from where the one before ended. */
const STATES = {
  async first(visit) {
    await visit.page.locator(".start").waitFor();
  },
  async menu(visit) {
    await visit.page.locator(visit.width === "phone" ? "#menu" : "#people button >> nth=1").focus();
    if (visit.width === "phone") await visit.page.locator("#menu").tap();
  },
  async join(visit) {
    await visit.page.getByRole("button", { name: "Entrar al servidor" }).click();
  },
  async "no-room-to-write"(visit) {
    await visit.page.keyboard.press("Escape");
    await visit.goTo("maria/logros");
    assert.ok(await visit.box.isDisabled());
  },
  async "typed-hints"(visit) {
    await visit.goTo("david/transacciones-david");
    await visit.box.fill("!s");
    await visit.page.keyboard.press("ArrowDown");
  },
  async usage(visit) {
    await visit.box.fill("!t 100 ");
  },
  async "slash-hints"(visit) {
    await visit.box.fill("/c");
  },
  async form(visit) {
    await visit.box.fill("/revertir");
    await visit.page.keyboard.press("Enter");
    await visit.page.locator("#dialog form").waitFor();
  },
  async mentions(visit) {
    await visit.page.keyboard.press("Escape");
    await visit.box.fill("hola @");
  },
  async long(visit) {
    await visit.box.fill("");
    await visit.goTo("cajero1/cajeros");
    await visit.message("Aviso 80").waitFor();
    await visit.page.evaluate(() => { document.querySelector("#scroller").scrollTop = 300; });
    await visit.page.locator("#to-end").waitFor();
  },
  async order(visit) {
    await visit.goTo("cajero1/dm");
    await visit.page.getByRole("button", { name: "Listo", exact: true }).waitFor();
  },
  async "capture-preview"(visit) {
    await visit.message("Orden 1").getByRole("button", { name: "Responder a cambista" }).click();
    const file = (name) => ({ name, mimeType: "image/png", buffer: Buffer.from(picture, "base64") });
    await visit.page.locator("#file").setInputFiles([file("captura.png"), { name: "comprobante.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF") }]);
    await visit.page.locator("#files img").waitFor();
  },
  async modal(visit) {
    await visit.goTo("cajero1/dm");
    await visit.page.getByRole("button", { name: "Cancelar", exact: true }).first().click();
    await visit.page.locator("#dialog form").waitFor();
  },
  async "modal-refused"(visit) {
    await visit.page.route("**/submit", (route) => route.fulfill({ status: 422, json: { error: "the field takes 3 to 200 characters" } }));
    await visit.page.locator("#dialog :is(input, textarea)").first().fill("la cuenta está cerrada");
    await visit.page.locator("#dialog [type=submit]").click();
    await visit.page.locator("#dialog .error:not(:empty)").waitFor();
    assert.equal(await visit.page.locator("#dialog :is(input, textarea)").first().inputValue(), "la cuenta está cerrada", "what was typed is still there");
    visit.wrong = visit.wrong.filter((text) => !text.includes("422"));
  },
  async marks(visit) {
    await visit.page.keyboard.press("Escape");
    await visit.goTo("cajero2/general");
    await visit.message("Título").waitFor();
    await visit.page.evaluate(() => [...document.querySelectorAll(".message")].find((one) => one.textContent.includes("Título")).scrollIntoView());
  },
  async card(visit) {
    await visit.message("Hola").evaluate((one) => one.scrollIntoView());
    await visit.message("Hola").locator(".thumbnail img").waitFor();
  },
  async controls(visit) {
    await visit.page.evaluate(() => { document.querySelector("#scroller").scrollTop = 1e6; });
    await visit.page.getByText("Solo tú puedes ver esto").waitFor();
  },
  async actions(visit) {
    const own = visit.page.locator(".message", { has: visit.page.locator(".forwarded") });
    await own.hover();
    await own.getByRole("button", { name: "Más acciones" }).click();
    await visit.page.locator("#dialog .choices").waitFor();
  },
  async choice(visit) {
    await visit.page.keyboard.press("Escape");
    await visit.page.getByRole("button", { name: "País" }).click();
    await visit.page.locator("#dialog .choices").waitFor();
  },
  async several(visit) {
    await visit.page.keyboard.press("Escape");
    await visit.page.getByRole("button", { name: "Varios" }).click();
    await visit.page.getByRole("checkbox", { name: "b" }).check();
  },
  async viewer(visit) {
    await visit.page.keyboard.press("Escape");
    await visit.message("con captura").locator("button.picture").click();
    await visit.page.locator("#viewer img").waitFor();
  },
  async refused(visit) {
    await visit.page.keyboard.press("Escape");
    await visit.box.fill("x".repeat(2_001));
    await visit.page.locator("#send").click();
    await visit.page.locator("#note").waitFor();
  },
};

for (const width of ["desktop", "phone"]) {
  for (const scheme of ["light", "dark"]) {
    test(`every state can be used by everybody (${width}, ${scheme})`, async () => {
      const visit = await Visit.open(web.browser, sandbox.url, { width, scheme });
      for (const [state, reach] of Object.entries(STATES)) {
        await reach(visit);
        await visit.look(state);
      }
      await visit.closes();
    });
  }
}

test("the scheme is the viewer's", async () => {
  const ground = async (scheme) => {
    const visit = await Visit.open(web.browser, sandbox.url, { scheme });
    const seen = await visit.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await visit.closes();
    return seen;
  };
  assert.notEqual(await ground("light"), await ground("dark"));
});

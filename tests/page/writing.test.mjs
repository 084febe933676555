// The menu, and what a person does to say something, at both widths.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Visit } from "./browser.mjs";
import { atBothWidths, sandbox, web } from "./stage.mjs";

describe("the menu of a phone", () => {
  const opened = async () => {
    const visit = await Visit.open(web.browser, sandbox.url, { width: "phone", as: "maria/general" });
    await visit.box.fill("no se envía");
    return visit;
  };

  test("a tap beside it closes it and presses nothing that lies under it", async () => {
    const visit = await opened();
    const under = await visit.page.locator("#send").boundingBox();
    await visit.page.locator("#menu").tap();
    await visit.page.locator("#side[role=dialog]").waitFor();
    await visit.page.touchscreen.tap(under.x + under.width / 2, under.y + under.height / 2);
    await visit.page.locator("#side[role=dialog]").waitFor({ state: "detached" });
    assert.equal(await visit.box.inputValue(), "no se envía");
    assert.deepEqual(await sandbox.sent("maria", "general"), []);
    assert.equal(await visit.focused(), "menu", "the focus is back on what opened it");
    await visit.closes();
  });

  test("Escape closes it, and Tab never leaves it while it is open", async () => {
    const visit = await opened();
    await visit.page.locator("#self").tap();
    for (let press = 0; press < 30; press += 1) {
      await visit.page.keyboard.press("Tab");
      const inside = await visit.page.evaluate(() => document.activeElement === document.body || document.activeElement.closest("#side") !== null);
      assert.ok(inside, `after ${press + 1} times Tab`);
    }
    await visit.page.keyboard.press("Escape");
    await visit.page.locator("#side[role=dialog]").waitFor({ state: "detached" });
    assert.equal(await visit.focused(), "self");
    await visit.page.keyboard.press("Tab");
    const outside = await visit.page.evaluate(() => document.activeElement.closest("#side") === null);
    assert.ok(outside, "the closed menu cannot be reached");
    await visit.closes();
  });

  test("choosing a person closes it, and the page is theirs", async () => {
    const visit = await opened();
    await visit.page.locator("#self").tap();
    await visit.page.locator("#people button", { hasText: "david" }).tap();
    await visit.page.locator("#self", { hasText: "david" }).waitFor();
    await visit.page.locator("#side[role=dialog]").waitFor({ state: "detached" });
    assert.match(await visit.page.evaluate(() => location.hash), /^#david\//);
    await visit.closes();
  });
});

describe("writing", () => {
  atBothWidths("a message is sent and answered", async (visit) => {
    await visit.sends("!puntos");
    await sandbox.idle();
    await visit.page.locator(".message", { has: visit.page.locator(".bot") }).last().waitFor();
    assert.equal((await sandbox.sent("maria", "dm")).at(-1).content, "!puntos");
  });

  atBothWidths("the box grows with its lines, and shrinks when they are sent", async (visit) => {
    const height = async () => (await visit.box.boundingBox()).height;
    const one = await height();
    await visit.box.click();
    await visit.page.keyboard.type("uno");
    await visit.page.keyboard.press(visit.width === "phone" ? "Enter" : "Shift+Enter");
    await visit.page.keyboard.type("dos");
    assert.equal(await visit.box.inputValue(), "uno\ndos", "Enter makes a line where there is a button to send; else with Shift");
    const two = await height();
    assert.ok(one + 15 < two, `${one} < ${two}`);
    await visit.box.fill("línea\n".repeat(60));
    const room = visit.page.viewportSize().height;
    assert.ok(await height() <= room * 0.4 + 1, "it leaves room for the conversation");
    await visit.sends("uno\ndos");
    assert.equal(await height(), one);
    assert.equal((await sandbox.sent("maria", "dm")).at(-1).content, "uno\ndos");
  });

  atBothWidths("too long a text stays in the box, with what to do", async (visit) => {
    await visit.box.fill("a".repeat(2_001));
    assert.equal(await visit.page.locator("#left").textContent(), "-1");
    if (visit.width === "phone") await visit.page.locator("#send").tap();
    else await visit.box.press("Enter");
    assert.match(await visit.page.locator("#note").textContent(), /2001 caracteres; caben 2000/);
    assert.equal((await visit.box.inputValue()).length, 2_001);
  });

  atBothWidths("what is unsent is kept for each channel", async (visit) => {
    await visit.goTo("maria/logros");
    await visit.box.fill("a medias");
    await visit.goTo("maria/general");
    assert.equal(await visit.box.inputValue(), "");
    await visit.goTo("maria/logros");
    assert.equal(await visit.box.inputValue(), "a medias");
  });
});

describe("answering a message", () => {
  test("by keyboard: up to the message, R, write, Enter; the answer leads back to it", async () => {
    const first = await sandbox.say("maria", "general", "la primera");
    for (let number = 0; number < 110; number += 1) await sandbox.post("maria", "general", { content: `relleno ${number}\nen\ntres líneas` });
    await sandbox.say("david", "general", "para responder");
    const visit = await Visit.open(web.browser, sandbox.url, { as: "maria/general" });
    await visit.box.press("ArrowUp");
    assert.match(await visit.focused(), /^m-/, "the last message has the focus");
    await visit.page.keyboard.press("Tab");
    assert.equal(await visit.page.evaluate(() => document.activeElement.textContent), "Responder", "Tab reaches the button");
    await visit.page.keyboard.press("Shift+Tab");
    await visit.page.keyboard.press("r");
    assert.match(await visit.page.locator("#replying").textContent(), /Respondes a .*david.*para responder/);
    await visit.page.keyboard.press("Escape");
    assert.ok(await visit.page.locator("#replying").isHidden(), "Escape answers nobody");
    await visit.box.press("ArrowUp");
    await visit.page.keyboard.press("Tab");
    await visit.page.keyboard.press("Enter");
    await visit.sends("respondida");
    const quote = visit.message("respondida").locator(".quote");
    assert.match(await quote.textContent(), /david.*para responder/);

    await sandbox.say("maria", "general", "a la primera", { reply_to: first.id });
    const far = visit.message("a la primera").locator(".quote");
    assert.equal(await visit.page.locator(`#m-${first.id}`).count(), 0, "it is not loaded yet");
    await far.click();
    await visit.page.locator(`#m-${first.id}.found`).waitFor();
    assert.equal(await visit.focused(), `m-${first.id}`);
    await visit.closes();
  });

  test("by finger", async () => {
    const visit = await Visit.open(web.browser, sandbox.url, { width: "phone", as: "cajero2/general" });
    await sandbox.say("david", "general", "con el dedo");
    await visit.message("con el dedo").getByRole("button", { name: "Responder a david" }).tap();
    await visit.sends("listo");
    const answer = (await sandbox.sent("cajero2", "general")).at(-1);
    assert.equal(answer.referenced_message.content, "con el dedo");
    await visit.closes();
  });
});

describe("one's own message", () => {
  atBothWidths("is changed, sent on and deleted", async (visit, page) => {
    const text = `mía en ${visit.width}`;
    await visit.goTo("maria/general");
    await visit.sends(text);
    const more = async (choice) => {
      await visit.message(text).hover();
      await visit.message(text).getByRole("button", { name: "Más acciones" }).click();
      await page.locator("#dialog .choices button", { hasText: choice }).click();
    };
    await more("Editar");
    assert.equal(await visit.box.inputValue(), text);
    await visit.sends(`${text}, corregida`);
    await visit.message(`${text}, corregida`).locator(".edited").waitFor();
    await more("Reenviar");
    await page.locator("#dialog .choices button", { hasText: "@cambista" }).click();
    await page.locator("#note", { hasText: "Reenviado a @cambista" }).waitFor();
    await sandbox.idle();
    assert.equal((await sandbox.sent("maria", "dm")).at(-1).message_snapshots[0].message.content, `${text}, corregida`);
    await more("Borrar");
    await page.getByRole("button", { name: "Borrar", exact: true }).click();
    await visit.message(text).waitFor({ state: "detached" });
  });

  test("is not offered to others", async () => {
    await sandbox.say("david", "general", "de david");
    const visit = await Visit.open(web.browser, sandbox.url, { as: "maria/general" });
    await visit.message("de david").hover();
    await visit.message("de david").getByRole("button", { name: "Más acciones" }).click();
    assert.deepEqual(await visit.page.locator("#dialog .choices button").allTextContents(), ["Reenviar", "Copiar texto"]);
    await visit.closes();
  });
});

describe("suggestions", () => {
  const options = (visit) => visit.page.locator("#hints li");
  const chosen = (visit) => visit.page.locator("#hints [aria-selected=true]").textContent();

  atBothWidths("commands with ! by arrows, also in a DM; Enter alone sends what is typed", async (visit) => {
    await visit.box.click();
    await visit.page.keyboard.type("!can");
    assert.deepEqual((await options(visit).allTextContents()).map((one) => /^!\S+/.exec(one)[0].slice(0, 4)), ["!can", "!can", "!can", "!can"]);
    await visit.page.keyboard.press("ArrowDown");
    await visit.page.keyboard.press("ArrowDown");
    const name = /^!([a-z]+)/.exec(await chosen(visit))[1];
    const id = await visit.page.locator("#hints [aria-selected=true]").getAttribute("id");
    assert.equal(await visit.box.getAttribute("aria-activedescendant"), id);
    await visit.page.keyboard.press("Enter");
    assert.ok((await visit.box.inputValue()).startsWith("!can") && name.startsWith("can"));
    await visit.box.fill("!t 100 ");
    assert.match(await visit.page.locator("#usage").textContent(), /!t<monto><tasa>\[beneficiario\]/);
    assert.equal(await visit.page.locator("#usage b").textContent(), "<tasa>");
    await visit.sends("!puntos");
    await sandbox.idle();
    assert.equal((await sandbox.sent("maria", "dm")).at(-1).content, "!puntos");
  });

  atBothWidths("slash commands by arrows open their form; Escape closes suggestions and form", async (visit) => {
    await visit.goTo("maria/general");
    await visit.box.click();
    await visit.page.keyboard.type("/orde");
    assert.match(await chosen(visit), /^\/orden/);
    await visit.page.keyboard.press("Escape");
    assert.ok(await visit.page.locator("#suggestions").isHidden());
    await visit.page.keyboard.press("Backspace");
    await visit.page.keyboard.press("ArrowUp");
    await visit.page.keyboard.press("ArrowDown");
    await visit.page.keyboard.press("Tab");
    const dialog = visit.page.locator("#dialog");
    assert.equal(await dialog.getByRole("heading").textContent(), "/orden");
    assert.equal(await visit.focused(), "o-numero", "the first field has the focus");
    for (let press = 0; press < 8; press += 1) {
      await visit.page.keyboard.press("Tab");
      assert.ok(await visit.page.evaluate(() => document.activeElement === document.body || document.activeElement.closest("dialog") !== null));
    }
    await visit.page.keyboard.press("Escape");
    await dialog.waitFor({ state: "hidden" });
    assert.equal(await visit.focused(), "text");
  });

  atBothWidths("an order's number is completed from one's own, and what is chosen is sent", async (visit) => {
    const channel = "transacciones-david";
    await sandbox.say("david", channel, "!start batch");
    await sandbox.say("david", channel, "!t 100 p María Pérez 0102-1234");
    await visit.goTo(`david/${channel}`);
    await visit.box.fill("/orden");
    await visit.page.keyboard.press("Enter");
    const choices = visit.page.locator("#o-numero-choices option");
    await choices.first().waitFor({ state: "attached" });
    const [value, label] = await choices.last().evaluate((one) => [one.value, one.label]);
    assert.equal(label, `${value} · 902,70 Bs · María Pérez 0102-1234`);
    await visit.page.locator("#o-numero").fill("no such order");
    await choices.first().waitFor({ state: "detached" });
    await visit.page.locator("#o-numero").fill(value);
    await visit.page.keyboard.press("Enter");
    await visit.page.locator("#dialog").waitFor({ state: "hidden" });
    await sandbox.idle();
    assert.match(JSON.stringify(await sandbox.last("david", channel)), new RegExp(`${value}.*902,70 Bs`));
  });

  atBothWidths("people and channels become what Discord sends", async (visit) => {
    await visit.box.click();
    await visit.page.keyboard.type("hola @caj");
    assert.equal(await options(visit).count(), 3, "two people and a role");
    await visit.page.keyboard.press("ArrowDown");
    await visit.page.keyboard.press("Enter");
    await visit.page.keyboard.type("en #gene");
    await visit.page.keyboard.press("Tab");
    assert.equal(await visit.box.inputValue(), "hola @cajero2 en #general ");
    if (visit.width === "phone") await visit.page.locator("#send").tap();
    else await visit.page.keyboard.press("Enter");
    await visit.message("hola").getByText("@cajero2").waitFor();
    assert.match((await sandbox.sent("maria", "dm")).at(-1).content, /^hola <@\d+> en <#\d+>$/);
    await visit.message("hola").locator("button.mention").click();
    await visit.page.locator("#title", { hasText: "#general" }).waitFor();
  });
});

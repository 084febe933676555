// What the README has a newcomer do, on the page alone, at both widths: the worked example from the first command to the closed batch.
import assert from "node:assert/strict";
import { test } from "node:test";
import { startBrowser, Visit } from "./browser.mjs";
import { Sandbox, capture } from "./sandbox.mjs";

/** cajero1 answers the order with a capture, by the menu of people, and presses Listo. */
async function pays(visit, order, picture) {
  const { page } = visit;
  await becomes(visit, "cajero1");
  await page.locator(visit.width === "phone" ? "#menu" : "#channels").click();
  await page.locator("#channels button", { hasText: "cambista" }).click();
  const message = visit.message(`Orden ${order}:`);
  await message.hover();
  await message.getByRole("button", { name: "Responder a cambista" }).click();
  await page.locator("#file").setInputFiles({ name: "captura.png", mimeType: "image/png", buffer: Buffer.from(picture, "base64") });
  await page.locator("#files img").waitFor();
  await page.locator("#send").click();
  await page.locator("#files").waitFor({ state: "hidden" });
  await visit.message(`Captura recibida para la orden ${order}`).waitFor();
  await page.getByRole("button", { name: "Listo", exact: true }).last().click();
  await visit.message(`Orden ${order} pagada`).getByText("Solo tú puedes ver esto").waitFor();
}

async function becomes(visit, name) {
  if (visit.width === "phone") await visit.page.locator("#self").click();
  await visit.page.locator("#people button", { hasText: name }).click();
  await visit.page.waitForFunction((person) => document.title.includes(` · ${person} · `), name);
}

for (const width of ["desktop", "phone"]) {
  test(`the worked example of the README (${width})`, async () => {
    const sandbox = await Sandbox.start();
    const web = await startBrowser();
    try {
      const visit = await Visit.open(web.browser, sandbox.url, { width, scheme: "dark", as: "david/transacciones-david" });
      const picture = await capture(visit.page, `902,70 Bs`);
      await visit.sends("!start batch");
      await visit.sends("!t 100 p");
      await visit.message("Orden 1").waitFor();
      await pays(visit, 1, picture);
      await becomes(visit, "david");
      await visit.sends("!t 100 9.2");
      await visit.message("Orden 2").waitFor();
      await pays(visit, 2, await capture(visit.page, `922,76 Bs`));
      await becomes(visit, "david");
      await visit.sends("!c 200 52.63");
      const closed = visit.page.locator(".embed", { hasText: "batch 1 cerrado" });
      await closed.waitFor();
      for (const line of ["Ganancia generada en el batch = 4,60 $", "david = 1,84 $", "cajero1 = 2,76 $"]) assert.ok((await closed.textContent()).includes(line), line);
      await visit.look("worked-example");
      await visit.closes();
    } finally {
      await web.end();
      await sandbox.end();
    }
  });
}

// The sandbox goes away and comes back while the page is open.
import assert from "node:assert/strict";
import { test } from "node:test";
import { startBrowser, Visit } from "./browser.mjs";
import { Sandbox } from "./sandbox.mjs";

test("a lost connection is said, nothing that was typed is lost, and everything is there again afterwards", async () => {
  const sandbox = await Sandbox.start();
  const web = await startBrowser();
  try {
    const visits = [];
    for (const width of ["desktop", "phone"]) {
      for (const scheme of ["light", "dark"]) visits.push(await Visit.open(web.browser, sandbox.url, { width, scheme, as: "maria/general" }));
    }
    await sandbox.stop();
    for (const visit of visits) {
      await visit.page.locator("#lost").waitFor();
      await visit.look("lost");
    }
    const [desk] = visits;
    await desk.box.fill("sin conexión");
    await desk.box.press("Enter");
    await desk.page.locator("#note", { hasText: "No hay conexión" }).waitFor();
    assert.equal(await desk.box.inputValue(), "sin conexión");
    await sandbox.again();
    await sandbox.say("david", "general", "ya volvió");
    await desk.page.getByRole("button", { name: "Reintentar ahora" }).click({ timeout: 2_000 }).catch(() => {});
    for (const visit of visits) {
      await visit.message("ya volvió").waitFor({ timeout: 20_000 });
      assert.ok(await visit.page.locator("#lost").isHidden());
    }
    await desk.box.press("Enter");
    await desk.message("sin conexión").waitFor();
    for (const visit of visits) {
      // The browser itself logs every call that found nobody.
      visit.wrong = visit.wrong.filter((text) => !text.includes("ERR_CONNECTION_REFUSED") && !text.includes("ERR_INCOMPLETE_CHUNKED_ENCODING"));
      await visit.closes();
    }
  } finally {
    await web.end();
    await sandbox.end();
  }
});

// What each file of tests stands on: one sandbox with the demo desk, and one browser.
import { after, test } from "node:test";
import { startBrowser, Visit } from "./browser.mjs";
import { Sandbox } from "./sandbox.mjs";

export const sandbox = await Sandbox.start();
export const web = await startBrowser();

after(async () => {
  await web.end();
  await sandbox.end();
});

/** A test at each width, by maria in her DM. */
export function atBothWidths(name, work) {
  for (const width of ["desktop", "phone"]) {
    test(`${name} (${width})`, async () => {
      const visit = await Visit.open(web.browser, sandbox.url, { width, as: "maria/dm" });
      await work(visit, visit.page);
      await visit.closes();
    });
  }
}

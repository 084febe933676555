// A browser, pages of both widths in it, and what every state must fulfil.
import assert from "node:assert/strict";
import { mkdir, readFile, rm, mkdtemp } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { chromium } from "playwright-core";

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
/** WCAG 2.0 to 2.2, levels A and AA (touch sizes among them), and what axe recommends beyond. */
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** What a finger hits, pixels. */
const TOUCH_PX = 44;
/** Where pictures of the states go; empty: nowhere. */
const PICTURES = process.env.PAGE_PICTURES ?? "";
/** The page's own files are taken from this folder instead of the binary: a change is tried without building. */
const FILES = process.env.PAGE_FILES ?? "";

export const WIDTHS = {
  desktop: { viewport: { width: 1280, height: 800 } },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 },
};

export async function startBrowser() {
  const home = await mkdtemp(join(tmpdir(), "cambista-chromium-"));
  const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: flags, env: { ...process.env, HOME: home } });
  return { browser, end: async () => (await browser.close(), rm(home, { recursive: true, force: true })) };
}

/** A page as a person has it open. What it logs as an error, or asks of anything but the sandbox, fails the test at `closes()`. */
export class Visit {
  static async open(browser, url, { width = "desktop", scheme = "light", as = "", zone = "America/Lima", motion = "no-preference" } = {}) {
    const visit = new Visit();
    Object.assign(visit, { width, scheme, wrong: [] });
    visit.context = await browser.newContext({ ...WIDTHS[width], colorScheme: scheme, locale: "es-PE", timezoneId: zone, reducedMotion: motion });
    visit.context.setDefaultTimeout(20_000);
    const page = visit.page = await visit.context.newPage();
    page.on("pageerror", (error) => visit.wrong.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error") visit.wrong.push(message.text());
    });
    page.on("request", (request) => {
      if (!request.url().startsWith(url) && !/^(data|blob):/.test(request.url())) visit.wrong.push(`asked ${request.url()}`);
    });
    if (FILES !== "") await serveFrom(visit.context, FILES);
    await page.goto(`${url}/#${as}`);
    await page.locator("#messages > li").first().waitFor();
    return visit;
  }

  async closes() {
    await this.context.close();
    assert.deepEqual(this.wrong, [], "the page logs no error and asks nobody else");
  }

  /** Looks at the state: axe finds nothing, nothing sticks out, a finger hits everything. Takes its picture when asked to. */
  async look(state) {
    await this.page.evaluate(() => Promise.all(document.getAnimations().map((one) => one.finished.catch(() => {}))));
    if (PICTURES !== "") {
      await mkdir(PICTURES, { recursive: true });
      await this.page.screenshot({ path: join(PICTURES, `${state}-${this.width}-${this.scheme}.png`) });
    }
    const where = `${state}, ${this.width}, ${this.scheme}`;
    assert.deepEqual(await this.axe(), [], `axe: ${where}`);
    const sideways = await this.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.equal(sideways, 0, `nothing sticks out sideways: ${where}`);
    if (this.width === "phone") assert.deepEqual(await this.small(), [], `at least ${TOUCH_PX} px: ${where}`);
  }

  async axe() {
    if (!await this.page.evaluate(() => "axe" in window)) await this.page.evaluate(await readFile(AXE, "utf8"));
    const found = await this.page.evaluate((values) => window.axe.run(document, { runOnly: { type: "tag", values }, resultTypes: ["violations"] }), RULES);
    return found.violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.target} ${node.failureSummary.replace(/\s+/g, " ")}`));
  }

  /** What can be pressed and is smaller than a finger. What stands in a line of text may be as high as the line, as WCAG has it. */
  small() {
    return this.page.evaluate((least) => {
      const dialog = document.querySelector("dialog[open]");
      const all = [...(dialog ?? document).querySelectorAll("button, a[href], input, textarea, select, [role=option]")];
      const pressable = all.filter((one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && one.closest("[inert]") === null
        && !one.disabled && one.closest(".text") === null && one.closest("label") === null && one.id !== "skip");
      return pressable.filter((one) => {
        const box = one.getBoundingClientRect();
        return box.height < least - 0.5 || box.width < least - 0.5;
      }).map((one) => `${one.outerHTML.slice(0, 90)} ${JSON.stringify(one.getBoundingClientRect())}`);
    }, TOUCH_PX);
  }

  /** Goes somewhere as somebody, by the address: `maria/general`. */
  async goTo(place) {
    await this.page.evaluate((hash) => { location.hash = hash; }, place);
    const [who, where] = place.split("/");
    const there = `${where === "dm" ? "@cambista" : "#" + where} · ${who}`;
    await this.page.waitForFunction((title) => document.title.includes(title) && document.querySelector("#messages > li") !== null, there);
  }

  get box() {
    return this.page.locator("#text");
  }

  /** The last message with this text in it (not in what it quotes). */
  message = (text) => this.page.locator(".message", { has: this.page.locator(".text", { hasText: text }) }).last();

  /** Sends as this width does: with Enter, or with the button. */
  async sends(text) {
    await this.box.fill(text);
    if (this.width === "phone") await this.page.locator("#send").tap();
    else await this.box.press("Enter");
    await this.page.waitForFunction(() => document.querySelector("#text").value === "");
  }

  focused = () => this.page.evaluate(() => document.activeElement.id || document.activeElement.className);
}

async function serveFrom(context, folder) {
  const kinds = { ".js": "text/javascript", ".css": "text/css", ".html": "text/html" };
  await context.route((url) => url.pathname === "/" || url.pathname.startsWith("/page/"), async (route) => {
    const name = new URL(route.request().url()).pathname.replace("/page/", "").replace(/^\/$/, "page.html");
    const path = join(folder, extname(name) === ".css" ? "style" : "", name);
    const served = await route.fetch().catch(() => null);
    const policy = served?.headers()["content-security-policy"];
    await route.fulfill({ body: await readFile(path, "utf8"), contentType: kinds[extname(name)] + "; charset=utf-8", headers: policy ? { "content-security-policy": policy } : {} });
  });
}

// What a person sees: conversation, marks, files, news, at both widths.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { Visit } from "./browser.mjs";
import { capture } from "./sandbox.mjs";
import { atBothWidths, sandbox, web } from "./stage.mjs";

describe("a long conversation", () => {
  before(async () => {
    for (let number = 1; number <= 130; number += 1) await sandbox.post("superusuario", "registro", { content: `mensaje ${number}\n${"texto ".repeat(number % 7)}` });
  });

  atBothWidths("older messages come when one scrolls up, and what is in sight stays", async (visit, page) => {
    await visit.goTo("superusuario/registro");
    await visit.message("mensaje 130").waitFor();
    const count = () => page.locator(".message").count();
    assert.ok(await count() < 130, "the older half is not loaded yet");
    const scrollTo = (place) => page.evaluate((top) => { document.querySelector("#scroller").scrollTop = top; }, place);
    /** A message in sight: this one, or the first. */
    const seen = (id) => page.evaluate((wanted) => {
      const edge = document.querySelector("#scroller").getBoundingClientRect().top;
      const all = [...document.querySelectorAll(".message")];
      const one = all.find((each) => wanted === undefined ? edge < each.getBoundingClientRect().bottom : each.id === wanted);
      return { id: one.id, below: Math.round(one.getBoundingClientRect().top - edge) };
    }, id);
    while (await page.locator("#messages .more").count() === 1) {
      const loaded = await count();
      await scrollTo(80);
      const before = await seen();
      await page.waitForFunction((least) => least < document.querySelectorAll(".message").length, loaded);
      assert.deepEqual(await seen(before.id), before, "nothing jumps");
    }
    assert.ok(130 <= await count());
    await scrollTo(0);
    await page.locator("#messages .start").waitFor();
    assert.match(await page.locator(".message").first().textContent(), /mensaje 1/);
    // News while one reads above: nothing moves, and there is a way down.
    const before = await seen();
    await sandbox.post("superusuario", "registro", { content: "nuevo abajo" });
    await page.locator("#to-end.new", { hasText: "mensaje nuevo" }).waitFor();
    assert.deepEqual(await seen(), before);
    await page.locator("#to-end").click();
    await visit.message("nuevo abajo").waitFor();
    await page.waitForFunction(() => document.querySelector("#to-end").hidden);
  });

  test("what is drawn in the moment of a scroll does not take the scroll back, and growth is no scroll", async () => {
    const visit = await Visit.open(web.browser, sandbox.url, { as: "superusuario/registro" });
    await visit.message("nuevo abajo").waitFor();
    // Both within one task: before the browser can tell the page of the scroll.
    const scrolled = await visit.page.evaluate(async () => {
      const { keepPlace, scrolledAtEnd } = await import("/page/scroll.js");
      const scroller = document.querySelector("#scroller");
      const before = scrolledAtEnd();
      scroller.scrollTop = 300;
      keepPlace(() => {});
      return { before, after: scrolledAtEnd(), at: scroller.scrollTop };
    });
    assert.deepEqual(scrolled, { before: true, after: false, at: 300 });
    await visit.page.locator("#to-end").click();
    // The list grows, and the browser tells an older scroll before the page knows of it.
    const grown = await visit.page.evaluate(async () => {
      const { scrolledAtEnd } = await import("/page/scroll.js");
      const scroller = document.querySelector("#scroller");
      document.querySelector("#messages").lastElementChild.style.minHeight = "400px";
      scroller.dispatchEvent(new Event("scroll"));
      await new Promise((shown) => { requestAnimationFrame(() => requestAnimationFrame(shown)); });
      return { end: scrolledAtEnd(), below: Math.round(scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight) };
    });
    assert.deepEqual(grown, { end: true, below: 0 });
    await visit.closes();
  });
});

describe("places", () => {
  test("threads stand under their channel, and channels of two servers apart", async () => {
    const people = "/sandbox/people";
    await sandbox.ask("POST", `${people}/maria/channels/general/threads`, { name: "Dudas" });
    await sandbox.ask("POST", `${people}/maria/guilds`, { name: "Otra casa", bot: true });
    const visit = await Visit.open(web.browser, sandbox.url, { as: "maria/general" });
    const rows = await visit.page.locator("#channels li").allTextContents();
    assert.equal(rows[rows.indexOf("#general") + 1], "Dudas");
    assert.match(await visit.message("abrió un hilo").textContent(), /Dudas/);
    await visit.page.locator("#channels button", { hasText: "Dudas" }).click();
    await visit.sends("en el hilo");
    await visit.message("en el hilo").waitFor();
    await visit.page.locator("#channels h2", { hasText: "Otra casa · " }).waitFor();
    await visit.page.locator("#channels button", { hasText: "general" }).last().click();
    await visit.sends("en la otra casa");
    await visit.page.reload();
    await visit.message("en la otra casa").waitFor();
    assert.equal((await sandbox.sent("maria", "general@Otra casa")).at(-1).content, "en la otra casa");
    await visit.closes();
  });
});

describe("many tabs", () => {
  test("more people than a browser has connections are at the desk at once", async () => {
    const visit = await Visit.open(web.browser, sandbox.url, { as: "maria/general" });
    const tabs = [];
    for (let number = 0; number < 7; number += 1) {
      const tab = await visit.context.newPage();
      await tab.goto(`${sandbox.url}/#${number % 2 === 0 ? "david" : "cajero1"}/general`);
      tabs.push(tab);
    }
    await sandbox.say("cajero2", "general", "para todas las pestañas");
    for (const tab of tabs) await tab.locator(".message", { hasText: "para todas las pestañas" }).waitFor();
    // The one that listened for all is closed.
    await visit.page.close();
    await sandbox.say("cajero2", "general", "también sin la primera");
    for (const tab of tabs) await tab.locator(".message", { hasText: "también sin la primera" }).waitFor();
    await visit.closes();
  });
});

describe("marks", () => {
  /** What is typed, and the elements it becomes. */
  const TABLE = [
    ["**negrita** *cursiva* _otra_ __raya__ ~~tachado~~", "<strong>negrita</strong> <em>cursiva</em> <em>otra</em> <u>raya</u> <s>tachado</s>"],
    ["***todo***", "<strong><em>todo</em></strong>"],
    ["\\*no\\* \\_no\\_ \\`no\\` \\~~no\\~~ \\|| \\<@1> \\# \\\\ \\- \\> c:\\dir", "*no* _no_ `no` ~~no~~ || &lt;@1&gt; # \\ - &gt; c:\\dir"],
    ["\\> no es cita", "&gt; no es cita"],
    ["\\# no es título", "# no es título"],
    ["juan_perez_x@correo_y.com 2*3*4", "juan_perez_x@correo_y.com 2<em>3</em>4"],
    ["`0102 **1234**` ``con ` dentro``", "<code>0102 **1234**</code> <code>con ` dentro</code>"],
    ["```rs\nlet a = *b;\n```fin", "<pre>let a = *b;</pre>fin"],
    ["> cita **de**\n> dos\nfuera", "<blockquote>cita <strong>de</strong>\ndos</blockquote>fuera"],
    [">>> todo\nlo demás", "<blockquote>todo\nlo demás</blockquote>"],
    ["- uno\n  - dentro\n- dos", "<ul><li>uno<ul><li>dentro</li></ul></li><li>dos</li></ul>"],
    ["3. tres\n4. cuatro", "<ol start=\"3\"><li>tres</li><li>cuatro</li></ol>"],
    ["# Uno\n### Tres", "<div class=\"heading h1\">Uno</div><div class=\"heading h3\">Tres</div>"],
    ["-# pequeño", "<div class=\"subtext\">pequeño</div>"],
    ["#sin espacio", "#sin espacio"],
    ["[ver](https://example.com/a_(b))", "<a target=\"_blank\" rel=\"noopener noreferrer\" title=\"https://example.com/a_(b)\" href=\"https://example.com/a_(b)\">ver</a>"],
    ["[no](javascript:alert(1))", "[no](javascript:alert(1))"],
    ["<javascript:alert(1)>", "&lt;javascript:alert(1)&gt;"],
    ["**abierto", "**abierto"],
    ["a <b>b</b> <img src=x onerror=alert(1)>", "a &lt;b&gt;b&lt;/b&gt; &lt;img src=x onerror=alert(1)&gt;"],
    ["<t:99999999999999:R>", "&lt;t:99999999999999:R&gt;"],
  ];

  test("each is rendered as Discord does, and nobody's text becomes markup", async () => {
    const visit = await Visit.open(web.browser, sandbox.url, { as: "cajero2/general" });
    const seen = await visit.page.evaluate(async (texts) => {
      const { marked } = await import("/page/marked.js");
      const known = { names: new Map(), channel: () => undefined };
      const html = (text) => {
        const holder = document.createElement("div");
        holder.append(...marked(text, known));
        for (const link of holder.querySelectorAll("a")) {
          // One order of attributes, however the browser keeps them.
          const href = link.getAttribute("href");
          link.removeAttribute("href");
          link.setAttribute("href", href);
        }
        return holder.innerHTML;
      };
      return texts.map(html);
    }, TABLE.map(([text]) => text));
    for (const [place, [text, expected]] of TABLE.entries()) assert.equal(seen[place], expected, text);
    await visit.closes();
  });

  test("a message, a name, a file and a card full of HTML are shown letter by letter", async () => {
    const name = "<img src=x onerror=alert(1)>";
    await sandbox.ask("POST", "/sandbox/people", { name });
    await sandbox.idle();
    const file = { name: "<b>a<b>.txt", base64: "aG9sYQ==" };
    await sandbox.say(encodeURIComponent(name), "general", "<script>alert(1)</script>", { files: [file] });
    const visit = await Visit.open(web.browser, sandbox.url, { as: "cajero2/general" });
    const message = visit.message("<script>alert(1)</script>");
    assert.equal(await message.locator(".who").textContent(), name);
    const strange = await visit.page.evaluate(() => document.querySelectorAll("#messages :is(script, b b, .text img), #people img").length);
    assert.equal(strange, 0);
    await sandbox.ask("DELETE", `/sandbox/people/${encodeURIComponent(name)}`);
    await visit.closes();
  });

  test("times stand in the zone of who looks, with the whole moment as title", async () => {
    await sandbox.post("cajero2", "general", { content: "hora <t:1795000000:t> y <t:1795000000:F>" });
    const at = async (zone) => {
      const visit = await Visit.open(web.browser, sandbox.url, { as: "cajero2/general", zone });
      const time = visit.message("hora").locator("time.moment").first();
      const seen = [await time.textContent(), await time.getAttribute("title")];
      await visit.closes();
      return seen;
    };
    assert.deepEqual(await at("America/Lima"), ["06:06", "miércoles, 18 de noviembre de 2026, 06:06 GMT-5"]);
    assert.deepEqual(await at("Asia/Tokyo"), ["20:06", "miércoles, 18 de noviembre de 2026, 20:06 GMT+9"]);
  });

  test("a spoiler is covered until it is pressed, by key too", async () => {
    await sandbox.post("cajero2", "general", { content: "clave ||secreta||" });
    const visit = await Visit.open(web.browser, sandbox.url, { as: "cajero2/general" });
    const spoiler = visit.message("clave").locator(".spoiler");
    assert.ok(await spoiler.locator(".hidden").evaluate((one) => getComputedStyle(one).visibility === "hidden"));
    await spoiler.focus();
    await visit.page.keyboard.press("Enter");
    assert.ok(await spoiler.locator(".hidden").evaluate((one) => getComputedStyle(one).visibility === "visible"));
    await visit.closes();
  });
});

describe("files", () => {
  atBothWidths("several are shown before they are sent, by choosing, pasting and dropping, and can be taken away", async (visit, page) => {
    const base64 = await capture(page);
    const picture = Buffer.from(base64, "base64");
    await page.locator("#file").setInputFiles([{ name: "uno.png", mimeType: "image/png", buffer: picture }, { name: "nota.txt", mimeType: "text/plain", buffer: Buffer.from("hola") }]);
    const carry = (kind, name, size = 0) => page.evaluate(([event, file, data, more]) => {
      const bytes = [Uint8Array.from(atob(data), (letter) => letter.codePointAt(0)), new Uint8Array(more)];
      const carried = new DataTransfer();
      carried.items.add(new File(bytes, file, { type: "image/png" }));
      const made = event === "paste" ? new ClipboardEvent("paste", { clipboardData: carried, bubbles: true, cancelable: true })
        : new DragEvent("drop", { dataTransfer: carried, bubbles: true, cancelable: true });
      document.querySelector("#text").dispatchEvent(made);
    }, [kind, name, base64, size]);
    await carry("paste", "image.png");
    await carry("drop", "soltada.png");
    const names = () => page.locator("#files .name").allTextContents();
    assert.deepEqual(await names(), ["uno.png", "nota.txt", "captura.png", "soltada.png"]);
    assert.equal(await page.locator("#files img").count(), 3, "pictures are seen");
    await page.getByRole("button", { name: "Quitar uno.png" }).click();
    await carry("drop", "enorme.png", 10 * 1024 * 1024);
    assert.match(await page.locator("#note").textContent(), /Más de 10 MB: enorme\.png/);
    await visit.sends("tres");
    assert.ok(await page.locator("#files").isHidden());
    const message = (await sandbox.sent("maria", "dm")).at(-1);
    assert.deepEqual(message.attachments.map((file) => file.filename), ["nota.txt", "captura.png", "soltada.png"]);
  });

  atBothWidths("a picture opens large; Escape closes it and the focus is back", async (visit, page) => {
    const text = `grande en ${visit.width}`;
    await sandbox.say("maria", "dm", text, { files: [{ name: "captura.png", base64: await capture(page) }] });
    const picture = visit.message(text).locator("button.picture");
    await picture.click();
    const viewer = page.locator("#viewer");
    await viewer.locator("img").waitFor();
    await page.keyboard.press("Escape");
    await viewer.waitFor({ state: "hidden" });
    assert.ok(await picture.evaluate((one) => document.activeElement === one));
  });
});

describe("news", () => {
  test("are marked at channel and person, said aloud, and gone when seen", async () => {
    const visit = await Visit.open(web.browser, sandbox.url, { as: "maria/logros" });
    const { page } = visit;
    await sandbox.say("david", "logros", "aquí mismo");
    await page.locator("#announce", { hasText: "david: aquí mismo" }).waitFor({ state: "attached" });
    await sandbox.say("david", "general", "en otro canal");
    const general = page.locator("#channels button", { hasText: "general" }).first();
    await general.locator(".dot").waitFor();
    await page.locator("#people button", { hasText: "cajero2" }).locator(".dot").waitFor();
    assert.match(await page.title(), /^• /);
    await general.click();
    await page.locator(".divider.unread").waitFor();
    assert.equal(await general.locator(".dot").count(), 0);
    assert.match(await page.locator(".divider.unread + .message").textContent(), /en otro canal/);
    await visit.closes();
  });

  test("an edit is marked, and what has the focus keeps it", async () => {
    const posted = await sandbox.post("maria", "logros", { content: "antes", components: [{ type: 1, components: [{ type: 2, style: 1, label: "Pulsar", custom_id: "x1" }] }] });
    const visit = await Visit.open(web.browser, sandbox.url, { as: "maria/logros" });
    await visit.page.getByRole("button", { name: "Pulsar" }).focus();
    await sandbox.edit(posted, { content: "después" });
    await visit.message("después").locator(".edited").waitFor();
    assert.equal(await visit.page.evaluate(() => document.activeElement.textContent), "Pulsar");
    await visit.closes();
  });

  test("news elsewhere leave the focus where it is", async () => {
    await sandbox.say("david", "logros", "la penúltima");
    await sandbox.say("david", "logros", "la última");
    const visit = await Visit.open(web.browser, sandbox.url, { as: "maria/logros" });
    await visit.box.press("ArrowUp");
    await visit.page.keyboard.press("Tab");
    await sandbox.say("david", "general", "otra cosa");
    await visit.page.locator("#channels .dot").first().waitFor();
    const focused = await visit.page.evaluate(() => document.activeElement.closest(".message")?.textContent);
    assert.match(focused ?? "", /la última/);
    await visit.closes();
  });

  test("where one was is in the address, and Back goes there", async () => {
    const visit = await Visit.open(web.browser, sandbox.url, { as: "maria/general" });
    const { page } = visit;
    await page.locator("#channels button", { hasText: "logros" }).click();
    await page.locator("#title", { hasText: "#logros" }).waitFor();
    await page.locator("#people button", { hasText: "david" }).click();
    await page.locator("#people [aria-current]", { hasText: "david" }).waitFor();
    await page.goBack();
    await page.locator("#people [aria-current]", { hasText: "maria" }).waitFor();
    assert.equal(await page.locator("#title").textContent(), "#logros");
    await page.reload();
    await page.locator("#title", { hasText: "#logros" }).waitFor();
    await visit.closes();
  });

  test("nothing moves for who wants no motion", async () => {
    const visit = await Visit.open(web.browser, sandbox.url, { as: "maria/general", width: "phone", motion: "reduce" });
    const moving = await visit.page.evaluate(() => getComputedStyle(document.querySelector("#side")).transitionProperty);
    assert.equal(moving, "none");
    await visit.closes();
  });
});

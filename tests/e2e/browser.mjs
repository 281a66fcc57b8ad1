// A customer in a real browser: types Italian with typos, gets the answer,
// presses a button, reloads the page, asks for a person.
//
//   node tests/e2e/browser.mjs URL SCREENSHOT_FOLDER
//
// playwright-core is found through NODE_PATH (tests/e2e/browser.sh).
import { createRequire } from "node:module";
import assert from "node:assert/strict";

const { chromium } = createRequire(import.meta.url)(
  process.env.PLAYWRIGHT ?? "playwright-core");
const [url, folder] = process.argv.slice(2);

const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
});

let passed = 0;
let failed = 0;

// Each test has a page of its own; whatever the page asks elsewhere fails it.
async function test(sentence, options, run) {
  const context = await browser.newContext({ locale: "it-IT", ...options });
  const page = await context.newPage();
  const foreign = [];
  const errors = [];
  page.on("request", (request) => {
    if (!request.url().startsWith(url)) foreign.push(request.url());
  });
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => {
    if (/Content Security Policy/.test(message.text())) {
      errors.push(message.text());
    }
  });
  try {
    await page.goto(url + (options.query ?? ""));
    await run(page, context);
    assert.deepEqual(foreign, []);
    assert.deepEqual(errors, []);
    ++passed;
    console.log(`ok    ${sentence}`);
  } catch (error) {
    ++failed;
    console.log(`FAIL  ${sentence}\n${error.stack}`);
    await page.screenshot({ path: `${folder}/failed.png` });
  } finally {
    await context.close();
  }
}

const say = async (page, text) => {
  await page.getByRole("textbox").fill(text);
  await page.keyboard.press("Enter");
};
const bot = (page) => page.locator(".message.bot");
const answers = async (page, count) => {
  await page.waitForFunction(
    (n) => document.querySelectorAll(".message.bot").length >= n &&
      !document.querySelector(".writing"), count, { timeout: 30000 });
};

await test("An Italian with typos gets the answer and presses a button",
  {}, async (page) => {
    await say(page, "dove il mio paco? nn è arrivato");
    await answers(page, 2);
    assert.match(await bot(page).last().innerText(), /ordin|pacc/i);
    await page.screenshot({ path: `${folder}/desktop.png` });
    const before = await bot(page).count();
    await page.locator(".choices button").first().click();
    await answers(page, before + 1);
    assert.equal(await page.locator(".message.customer").count(), 2);
  });

await test("The history is there after a reload, with the buttons' titles",
  {}, async (page) => {
    await say(page, "dov'è il mio ordine?");
    await answers(page, 2);
    const title = await page.locator(".choices button").first().innerText();
    await page.locator(".choices button").first().click();
    await answers(page, 3);
    const shown = await page.locator(".message:not(.welcome)").allInnerTexts();
    await page.reload();
    await answers(page, 3);
    assert.deepEqual(
      await page.locator(".message:not(.welcome)").allInnerTexts(), shown);
    assert.ok(shown.some((text) => text.includes(title)));
  });

await test("What the bot said meanwhile is there when the page is looked at",
  {}, async (page) => {
    await say(page, "prepara il reso qui in chat");
    await answers(page, 2);
    const id = await page.evaluate(() => Object.values(localStorage)[0] ??
      Object.values(sessionStorage)[0]);
    const before = await bot(page).count();
    // Another hand on the same conversation: the page asked for nothing.
    const other = await fetch(url + "v1/chat", { method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ message: "123456", conversation: id }) });
    assert.equal(other.status, 200);
    await page.evaluate(() =>
      document.dispatchEvent(new Event("visibilitychange")));
    await answers(page, before + 1);
    await say(page, "annulla");
    await answers(page, before + 2);
    assert.equal(await page.locator(".message.customer").count(), 3);
  });

await test("A new conversation in another tab does not change this one",
  {}, async (page, context) => {
    await say(page, "prepara il reso qui in chat");
    await answers(page, 2);
    const other = await context.newPage();
    await other.goto(url);
    await answers(other, 2);
    await other.locator("#restart").click();
    await say(other, "quanto costa la spedizione?");
    await answers(other, 2);
    const news = page.waitForResponse(/\/messages\?after=/, { timeout: 30000 });
    await page.evaluate(() =>
      document.dispatchEvent(new Event("visibilitychange")));
    await news;
    const before = await bot(page).count();
    await say(page, "annulla");
    await answers(page, before + 1);
    const asked = await page.locator(".message.customer").allInnerTexts();
    assert.deepEqual(asked.map((text) => text.split("\n").pop()),
      ["prepara il reso qui in chat", "annulla"]);
  });

await test("A message that failed is sent again and asked once",
  {}, async (page, context) => {
    await say(page, "ciao");
    await answers(page, 2);
    let lost = 0;
    // The daemon stores the message, the answer never arrives.
    await context.route("**/v1/chat", async (route) => {
      if (lost++ > 0) return route.continue();
      await route.fetch();
      return route.abort();
    });
    await say(page, "come faccio un reso?");
    await page.waitForFunction(
      () => document.querySelectorAll(".message.customer").length === 2 &&
        !document.querySelector(".pending"), null, { timeout: 30000 });
    await page.reload();
    await answers(page, 3);
    const asked = (await page.locator(".message.customer").allInnerTexts())
      .filter((text) => text.includes("reso"));
    assert.equal(asked.length, 1);
  });

await test("Markup in a message is text", {}, async (page) => {
  await say(page, "<img src=x onerror=alert(1)> **ciao**");
  await answers(page, 2);
  assert.equal(await page.locator(".log img").count(), 0);
  assert.match(await page.locator(".message.customer").innerText(),
    /<img src=x onerror=alert\(1\)> \*\*ciao\*\*/);
});

await test("Who asks for a person sees the number of the request",
  {}, async (page) => {
    await say(page, "vorrei parlare con un operatore");
    await answers(page, 2);
    assert.match(await page.locator("#status").innerText(), /Richiesta \d+/);
    await page.screenshot({ path: `${folder}/person.png` });
  });

await test("An English browser gets an English page", { locale: "en-GB" },
  async (page) => {
    assert.equal(await page.title(), "Customer care");
    await say(page, "where is my parcel?");
    await answers(page, 2);
    await page.screenshot({ path: `${folder}/english.png` });
  });

await test("A phone in the dark has the whole page without scrolling aside",
  { viewport: { width: 375, height: 667 }, colorScheme: "dark",
    hasTouch: true, isMobile: true },
  async (page) => {
    await say(page, "entro quanto posso restituire un prodotto?");
    await answers(page, 2);
    const wide = await page.evaluate(
      () => document.documentElement.scrollWidth - innerWidth);
    assert.ok(wide <= 0, `${wide} pixels too wide`);
    await page.screenshot({ path: `${folder}/phone.png` });
  });

await test("All of it can be done with the keyboard", {}, async (page) => {
  await say(page, "dov'è il mio ordine?");
  await answers(page, 2);
  const names = [];
  await page.locator("#restart").focus();
  for (let i = 0; i < 3; ++i) {
    await page.keyboard.press("Tab");
    names.push(await page.evaluate(() => document.activeElement.tagName));
  }
  assert.ok(names.includes("BUTTON"), names.join());
  const before = await bot(page).count();
  await page.locator(".choices button").first().focus();
  await page.keyboard.press("Enter");
  await answers(page, before + 1);
});

await browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);

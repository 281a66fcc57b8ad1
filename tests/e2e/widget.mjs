// The widget as a customer meets it: on a shop's page of another origin,
// under the strictest policy that lets it load, by keyboard and by touch.
//
//   node tests/e2e/widget.mjs PROGRAM SCREENSHOT_FOLDER   (tests/e2e/widget.sh)
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { gzipSync } from "node:zlib";
import { Telegram } from "./telegram.mjs";
import { Daemon, freePort, until } from "./testing.mjs";

const { chromium } = createRequire(import.meta.url)(process.env.PLAYWRIGHT);
const [program, shots] = process.argv.slice(2);
const folder = mkdtempSync(`${tmpdir()}/sportello_widget_`);

// The shop: its own origin, and a policy that allows our host and no more.
const shopPort = freePort();
const shop = `http://127.0.0.1:${shopPort}`;
const telegram = new Telegram(freePort(), "42:test");
const identitySecret = "identity-secret-of-the-shop";
writeFileSync(`${folder}/identity`, `${identitySecret}\n`);
writeFileSync(`${folder}/telegram_token`, "42:test\n");
writeFileSync(`${folder}/settings.yaml`, `allowed_origins: ["${shop}"]
identity_secret_file: ${folder}/identity
telegram_token_file: ${folder}/telegram_token
telegram_bot_name: bottega_bot
telegram_api_base: ${telegram.url}
`);
const daemon = new Daemon(program, freePort(), folder,
  "--settings", `${folder}/settings.yaml`);
const policy = `default-src 'none'; script-src ${daemon.url}; connect-src ${daemon.url}; ` +
  "require-trusted-types-for 'script'";
const page = readFileSync(new URL("widget.html", import.meta.url), "utf8")
  .replace("WIDGET_URL", `${daemon.url}/widget.js`);
const shopServer = createServer((request, response) => {
  response.writeHead(200, { "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": policy });
  const told = decodeURIComponent(request.url.split("?")[1] ?? "");
  response.end(page.replace("<script ", `<script ${told} `));
}).listen(shopPort, "127.0.0.1");
await daemon.start();

const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
});

let passed = 0;
let failed = 0;

// `mayOpen`: where else the page may lead.
// `script`: attributes of the script's element.
async function test(sentence, { mayOpen = shop, script = "", ...options }, run) {
  const context = await browser.newContext({ locale: "it-IT", ...options });
  const errors = [];
  const watch = (tab) => {
    tab.on("pageerror", (error) => errors.push(String(error)));
    tab.on("console", (message) => {
      if (/Content Security Policy|Trusted/.test(message.text())) errors.push(message.text());
    });
    tab.on("request", (request) => {
      const url = request.url();
      if (![daemon.url, shop, mayOpen].some((host) => url.startsWith(host))) errors.push(url);
    });
  };
  context.on("page", watch);
  const tab = await context.newPage();
  try {
    await tab.goto(`${shop}/?${encodeURIComponent(script)}`);
    await tab.getByRole("button", { name: "Apri la chat" }).waitFor();
    await run(tab, context);
    assert.deepEqual(errors, []);
    ++passed;
    console.log(`ok    ${sentence}`);
  } catch (error) {
    ++failed;
    console.log(`FAIL  ${sentence}\n${error.stack}`);
    await tab.screenshot({ path: `${shots}/widget_failed.png` });
  } finally {
    await context.close();
  }
}

const open = (tab) => tab.getByRole("button", { name: "Apri la chat" }).click();
const box = (tab) => tab.getByRole("textbox", { name: "Il tuo messaggio" });
const say = async (tab, text) => {
  await box(tab).fill(text);
  await box(tab).press("Enter");
};
const bots = (tab) => tab.locator(".message.bot");
const botSays = async (tab, pattern) =>
  bots(tab).filter({ hasText: pattern }).first().waitFor();
const customers = (tab) => tab.locator(".message.customer");

async function axe(tab) {
  await tab.evaluate(readFileSync(process.env.AXE, "utf8"));
  const { violations } = await tab.evaluate(() => globalThis.axe.run());
  assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes[0].html}`), []);
}

await test("The script is at most 20 KB, compressed", {}, async () => {
  const script = await (await fetch(`${daemon.url}/widget.js`)).text();
  const size = gzipSync(script, { level: 9 }).length;
  console.log(`      ${size} bytes`);
  assert.ok(size <= 20 * 1024);
});

await test("A customer asks and presses a button", {}, async (tab) => {
  await open(tab);
  await say(tab, "dove il mio paco? nn è arrivato");
  await botSays(tab, /ordine|pacco/i);
  const choice = tab.getByRole("group", { name: "Risposte possibili" }).getByRole("button");
  const title = await choice.first().textContent();
  await tab.screenshot({ path: `${shots}/widget_desktop.png` });
  await choice.first().click();
  await customers(tab).filter({ hasText: title }).waitFor();
});

await test("The keyboard alone is enough, and the focus comes back", {}, async (tab) => {
  await tab.getByRole("button", { name: "Apri la chat" }).focus();
  await tab.keyboard.press("Enter");
  await tab.keyboard.type("accettate paypal?");
  await tab.keyboard.press("Enter");
  await botSays(tab, /PayPal/);
  await tab.keyboard.press("Escape");
  await tab.getByRole("dialog").waitFor({ state: "hidden" });
  const focused = await tab.evaluate(() =>
    document.activeElement.shadowRoot.activeElement.className);
  assert.equal(focused, "launcher");
});

await test("The menu opens, closes and acts by keyboard", {}, async (tab) => {
  await open(tab);
  await say(tab, "accettate paypal?");
  await botSays(tab, /PayPal/);
  const more = tab.getByRole("button", { name: "Altre scelte" });
  const menu = tab.locator(".menu");
  await more.focus();
  await tab.keyboard.press("Enter");
  assert.equal(await more.getAttribute("aria-expanded"), "true");
  await tab.screenshot({ path: `${shots}/widget_menu.png` });
  await tab.keyboard.press("Escape");
  assert.equal(await menu.isVisible(), false);
  assert.equal(await tab.getByRole("dialog").isVisible(), true);
  await tab.keyboard.press("Enter"); // the focus is back on the button
  await tab.keyboard.press("Shift+Tab");
  assert.equal(await menu.isVisible(), true);
  await tab.keyboard.press("Tab");
  await tab.keyboard.press("Tab");
  await tab.keyboard.press("Tab");
  await tab.keyboard.press("Enter");
  await customers(tab).first().waitFor({ state: "detached" });
  assert.equal(await menu.isVisible(), false);
  await tab.keyboard.type("e i buoni regalo?");
  await tab.keyboard.press("Enter");
  await customers(tab).filter({ hasText: "e i buoni regalo?" }).waitFor();
});

await test("On a phone the page behind cannot be reached, and can again afterwards",
  { viewport: { width: 390, height: 780 }, hasTouch: true }, async (tab) => {
    const reachable = () => tab.evaluate(() => !document.querySelector("main").inert);
    await open(tab);
    assert.equal(await reachable(), false);
    for (let i = 0; i < 8; ++i) {
      await tab.keyboard.press("Tab");
      assert.notEqual(await tab.evaluate(() => document.activeElement.tagName), "A");
    }
    assert.equal(await tab.getByRole("dialog").getAttribute("aria-modal"), "true");
    await tab.setViewportSize({ width: 390, height: 400 }); // as a keyboard does
    const { height } = await box(tab).boundingBox();
    assert.ok((await box(tab).boundingBox()).y + height <= 400);
    await tab.setViewportSize({ width: 900, height: 780 });
    await until("the page is back", reachable);
    await tab.setViewportSize({ width: 390, height: 780 });
    await until("it is behind again", async () => !await reachable());
    await tab.getByRole("button", { name: "Chiudi la chat" }).click();
    assert.equal(await reachable(), true);
  });

await test("Nothing that a customer writes becomes markup", {}, async (tab) => {
  await open(tab);
  await say(tab, "<img src=x onerror=alert(1)> **ciao**");
  await customers(tab).filter({ hasText: "<img src=x onerror=alert(1)> **ciao**" }).waitFor();
  assert.equal(await tab.locator(".log img").count(), 0);
});

await test("A page that is loaded again shows the conversation", {}, async (tab) => {
  await open(tab);
  await say(tab, "quanto costa la spedizione?");
  await botSays(tab, /spedizione|consegna/i);
  const before = await bots(tab).allTextContents();
  await tab.reload();
  await open(tab);
  await customers(tab).filter({ hasText: "quanto costa" }).waitFor();
  assert.deepEqual(await bots(tab).allTextContents(), before);
});

await test("Two tabs show the same conversation", {}, async (tab, context) => {
  await open(tab);
  await say(tab, "accettate paypal?");
  await botSays(tab, /PayPal/);
  const second = await context.newPage();
  await second.goto(shop);
  await open(second);
  await botSays(second, /PayPal/);
  await say(second, "e i buoni regalo?");
  await customers(tab).filter({ hasText: "e i buoni regalo?" }).waitFor();
});

await test("A question sent while the daemon is down arrives once", {}, async (tab) => {
  await open(tab);
  await say(tab, "accettate paypal?");
  await botSays(tab, /PayPal/);
  await daemon.kill("SIGKILL");
  await say(tab, "quanto costa la spedizione?");
  await tab.getByText("Non c'è connessione").waitFor();
  await daemon.start();
  await botSays(tab, /consegna|spedizione/i);
  await tab.reload();
  await open(tab);
  await botSays(tab, /consegna|spedizione/i);
  assert.equal(await customers(tab).filter({ hasText: "quanto costa" }).count(), 1);
});

await test("A person is one press away, and reset begins anew", {}, async (tab) => {
  await open(tab);
  await tab.getByRole("button", { name: "Parla con una persona" }).click();
  await tab.getByText(/Richiesta \d+: una persona ti risponde qui/).waitFor();
  await tab.evaluate(() => window.sportello.reset());
  assert.equal(await customers(tab).count(), 0);
  await say(tab, "accettate paypal?");
  await botSays(tab, /PayPal/);
});

await test("The page can open it, listen and choose the language", {}, async (tab) => {
  const heard = await tab.evaluate(async () => {
    const events = [];
    window.addEventListener("sportello:open", () => events.push("open"));
    window.sportello.on("message", (message) => events.push(message.from));
    window.sportello.setLocale("en");
    window.sportello.setUser({ name: "Anna" });
    window.sportello.open();
    globalThis.heard = events;
    return events;
  });
  assert.deepEqual(heard, ["open"]);
  await tab.getByRole("textbox", { name: "Your message" }).fill("do you take paypal?");
  await tab.keyboard.press("Enter");
  await botSays(tab, /PayPal/);
  assert.ok((await tab.evaluate(() => globalThis.heard)).includes("bot"));
});

// What the service keeps of the next message's page.
const toldBy = async (tab, text) => {
  const [request] = await Promise.all([
    tab.waitForRequest(`${daemon.url}/v1/chat`), say(tab, text)]);
  await (await request.response()).finished();
  return request.postDataJSON().customer;
};

await test("What the page tells goes with the messages, within the limits",
  { script: 'data-custom-plan="gold" data-custom-x="' + "x".repeat(201) + '"' },
  async (tab) => {
    await open(tab);
    assert.deepEqual(await toldBy(tab, "accettate paypal?"), { attributes: { plan: "gold" } });
    await botSays(tab, /PayPal/);
    await tab.evaluate(() => {
      window.sportello.setUser({ name: "Anna" });
      window.sportello.setCustomAttributes({ cart: 59.9, vip: true, note: "\ud800!" });
    });
    const refused = await tab.evaluate(() => [
      { "a b": 1 }, { x: "x".repeat(201) }, { x: [1] }, { x: NaN }, "text", null,
      Object.fromEntries(Array.from({ length: 21 }, (_, i) => [`k${i}`, i])),
      Object.fromEntries(Array.from({ length: 6 }, (_, i) => [`k${i}`, "è".repeat(200)])),
    ].map((wrong) => {
      try {
        return window.sportello.setCustomAttributes(wrong);
      } catch (error) {
        return error.name;
      }
    }));
    assert.deepEqual(refused, Array(8).fill("TypeError"));
    assert.deepEqual(await toldBy(tab, "e la spedizione quanto costa?"), { name: "Anna",
      attributes: { plan: "gold", cart: "59.9", vip: "true", note: "\ufffd!" } });
    await botSays(tab, /spedizione|consegna/i);
    await tab.evaluate(() => window.sportello.setCustomAttributes(
      { plan: null, cart: null, vip: null, note: null }));
    assert.deepEqual(await toldBy(tab, "grazie"), { name: "Anna", attributes: {} });
  });

// What the shop's server gives its page for a customer who is signed in.
const signIn = (tab, id, email, secret = identitySecret) => tab.evaluate(
  (user) => window.sportello.setUser(user), { id, email,
    hash: createHmac("sha256", secret).update(`${id}\n${email}`).digest("hex") });
const conversationOf = (tab) => tab.evaluate((url) =>
  localStorage.getItem(`sportello:${url}`), daemon.url);

await test("A proven customer goes on from another browser, with all that was said",
  {}, async (tab) => {
    await signIn(tab, "42", "lucia@mail.example");
    await open(tab);
    await say(tab, "accettate paypal?");
    await botSays(tab, /PayPal/);
    const other = await browser.newContext({ locale: "it-IT" });
    try {
      const second = await other.newPage();
      await second.goto(shop);
      await second.getByRole("button", { name: "Apri la chat" }).waitFor();
      await signIn(second, "42", "lucia@mail.example");
      await open(second);
      await say(second, "quanto costa la spedizione?");
      await botSays(second, /consegna|spedizione/i);
      const asked = await customers(second).allTextContents();
      assert.deepEqual(asked.map((text) => text.replace("Tu: ", "")),
        ["accettate paypal?", "quanto costa la spedizione?"]);
      assert.equal(await bots(second).filter({ hasText: "PayPal" }).count(), 1);
      assert.equal(await conversationOf(second), await conversationOf(tab));
      await signIn(second, "43", "");
      await customers(second).first().waitFor({ state: "detached" });
      await say(second, "accettate paypal?");
      await botSays(second, /PayPal/);
      assert.notEqual(await conversationOf(second), await conversationOf(tab));
    } finally {
      await other.close();
    }
  });

await test("A wrong proof opens nothing: the page hears 403, the customer is answered",
  {}, async (tab) => {
    await signIn(tab, "42", "lucia@mail.example", "a guess");
    await tab.evaluate(() => {
      globalThis.heard = [];
      window.sportello.on("error", ({ status }) => globalThis.heard.push(status));
    });
    await open(tab);
    await say(tab, "accettate paypal?");
    await botSays(tab, /PayPal/);
    await say(tab, "quanto costa la spedizione?");
    await botSays(tab, /consegna|spedizione/i);
    assert.equal(await customers(tab).count(), 2); // and none of customer 42's
    assert.deepEqual(await tab.evaluate(() => globalThis.heard), [403]);
  });

// Follows the link to Telegram, which the test plays, and gives its word back.
async function opensTelegram(tab, context) {
  await context.route("https://t.me/**", (route) =>
    route.fulfill({ contentType: "text/html", body: "Telegram" }));
  const more = tab.getByRole("button", { name: "Altre scelte" });
  if (await more.count()) await more.click(); // the page at / has it in the open
  const [opened] = await Promise.all([context.waitForEvent("page"),
    tab.getByRole("button", { name: "Continua su Telegram" }).click()]);
  await opened.waitForURL(/^https:\/\/t\.me\/bottega_bot\?start=[\w-]+$/);
  assert.equal(await opened.evaluate(() => globalThis.opener), null);
  return new URL(opened.url()).searchParams.get("start");
}

await test("A conversation goes on in Telegram, by a link that opens once",
  { mayOpen: "https://t.me/" }, async (tab, context) => {
    await open(tab);
    const more = tab.getByRole("button", { name: "Altre scelte" });
    await more.click();
    assert.deepEqual(await tab.locator(".menu button:visible").allTextContents(),
      ["Nuova conversazione"]); // there is nothing to go on with
    await more.click();
    await say(tab, "accettate paypal?");
    await botSays(tab, /PayPal/);
    const word = await opensTelegram(tab, context);
    const link = tab.getByRole("link", { name: /Apri Telegram/ });
    assert.ok((await link.getAttribute("href")).endsWith(`start=${word}`));
    telegram.customerWrites(`/start ${word}`);
    await telegram.sees(/qui|continua/i);
    telegram.customerWrites("quanto costa la spedizione?");
    await telegram.sees(/consegna|spedizione/i);
    await tab.reload();
    await open(tab);
    await customers(tab).filter({ hasText: "quanto costa la spedizione?" }).waitFor();
    telegram.shown.length = 0;
    telegram.customerWrites(`/start ${word}`);
    await until("an answer", () => telegram.shown.length > 0);
    await tab.reload();
    await open(tab);
    await customers(tab).filter({ hasText: "quanto costa la spedizione?" }).waitFor();
    assert.equal(await customers(tab).filter({ hasText: "start" }).count(), 0);
  });

await test("The page at / goes on in Telegram too", { mayOpen: "https://t.me/" },
  async (tab, context) => {
    await tab.goto(daemon.url);
    const button = tab.getByRole("button", { name: "Continua su Telegram" });
    assert.equal(await button.isVisible(), false);
    await say(tab, "accettate paypal?");
    await botSays(tab, /PayPal/);
    telegram.shown.length = 0;
    telegram.customerWrites(`/start ${await opensTelegram(tab, context)}`);
    await telegram.sees(/qui|continua/i);
  });

for (const [name, options] of [
  ["light", {}],
  ["dark", { colorScheme: "dark" }],
  ["phone", { viewport: { width: 390, height: 780 }, hasTouch: true }],
  ["narrow", { viewport: { width: 320, height: 400 } }],
]) {
  await test(`axe finds nothing: ${name}`, { ...options, bypassCSP: true }, async (tab) => {
    await axe(tab);
    await open(tab);
    await say(tab, "entro quanti giorni posso fare il reso");
    await botSays(tab, /giorni/);
    await axe(tab);
    await tab.screenshot({ path: `${shots}/widget_${name}.png` });
    const wide = await tab.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= (options.viewport?.width ?? 1280));
  });
}

await browser.close();
await daemon.kill("SIGTERM");
telegram.close();
shopServer.close();
rmSync(folder, { recursive: true });
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);

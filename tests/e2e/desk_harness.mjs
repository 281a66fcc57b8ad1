// What the tests of the desk share: Chromium, agents at their desks, and
// customers who write by HTTP.
import { createRequire } from "node:module";
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import assert from "node:assert/strict";

const require = createRequire(import.meta.url);
const modules = process.env.MODULES;
const { chromium } = require(`${modules}/playwright-core`);
const axe = readFileSync(`${modules}/axe-core/axe.min.js`, "utf8");

export const [url, shots, only = ""] = process.argv.slice(2);
export const PASSWORD = process.env.DESK_PASSWORD;
export const PHONE = {
  viewport: { width: 390, height: 780 }, hasTouch: true, isMobile: true,
};

const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
});

let passed = 0;
let failed = 0;

// `run` gets `open(options)`, which gives a page in a window of its own.
// Requests to others, errors of scripts and refusals of the policy fail it.
export async function test(sentence, run) {
  if (!sentence.includes(only)) return;
  const contexts = [];
  const complaints = [];
  const open = async (options = {}) => {
    const context = await browser.newContext({
      locale: "it-IT", viewport: { width: 1366, height: 800 }, ...options });
    contexts.push(context);
    const page = await context.newPage();
    page.setDefaultTimeout(30000);
    page.on("request", (request) => {
      if (!request.url().startsWith(url)) complaints.push(request.url());
    });
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("console", (message) => {
      if (/Content Security Policy|Trusted/.test(message.text())) {
        complaints.push(message.text());
      }
    });
    return page;
  };
  try {
    await run(open);
    assert.deepEqual(complaints, []);
    ++passed;
    console.log(`ok    ${sentence}`);
  } catch (error) {
    ++failed;
    console.log(`FAIL  ${sentence}\n${error.stack}`);
    const pages = contexts.flatMap((context) => context.pages());
    for (const [index, page] of pages.entries()) {
      await page.screenshot({ path: `${shots}/failed-${failed}-${index}.png` })
        .catch(() => {});
    }
  } finally {
    for (const context of contexts) await context.close();
  }
}

export async function finish() {
  await browser.close();
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed ? 1 : 0);
}

export async function fillSignIn(page, name, password) {
  await page.locator("#login-name").fill(name);
  await page.locator("#login-password").fill(password);
  await page.keyboard.press("Enter");
}

// Sessions by name: signing in is throttled, and once is enough.
const cookies = new Map();

export async function signIn(page, name, hash = "", password = PASSWORD) {
  if (cookies.has(name)) await page.context().addCookies(cookies.get(name));
  await page.goto(`${url}desk/${hash}`);
  if (!cookies.has(name)) await fillSignIn(page, name, password);
  await page.locator("desk-shell").waitFor();
  cookies.set(name, await page.context().cookies());
}

async function http(path, body) {
  const response = await fetch(new URL(path, url), body && {
    method: "POST", body: JSON.stringify(body),
    headers: { "Content-Type": "application/json" },
  });
  assert.ok(response.ok, `${path}: ${response.status}`);
  return response.json();
}

// A customer without a browser.
export class Customer {
  async say(message, customer = null) {
    const answer = await http("v1/chat", {
      message, conversation: this.conversation, message_id: randomUUID(),
      language: "it", customer,
    });
    this.conversation = answer.conversation;
    this.ticket = answer.ticket ?? this.ticket;
    return answer;
  }

  // The customer's page tells something beside.
  tell(attributes) {
    return this.say("eccomi", { attributes });
  }

  // Asks for a person; `question` makes the ticket easy to find.
  static async waiting(question) {
    const customer = new Customer();
    await customer.say(question);
    for (let i = 0; i < 4 && !customer.ticket; ++i) {
      await customer.say("vorrei parlare con un operatore");
    }
    assert.ok(customer.ticket, "no ticket");
    return customer;
  }

  async messages() {
    const path = `v1/conversations/${this.conversation}/messages?after=0`;
    return (await http(path)).messages;
  }

  // What agents wrote to this customer.
  async heard() {
    return (await this.messages()).filter((one) => one.from === "agent")
      .map((one) => one.text);
  }
}

// Until `check` gives something true.
export async function eventually(what, check, seconds = 30) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const found = await check();
    if (found) return found;
    assert.ok(Date.now() < end, `not within ${seconds} s: ${what}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

export const row = (page, number) =>
  page.locator(`.row[href="#/tickets/${number}"]`);

export async function openTicket(page, number) {
  await page.evaluate((hash) => { location.hash = hash; }, `#/tickets/${number}`);
  await page.locator(".ticket-line", { hasText: String(number) }).waitFor();
}

// The rules of WCAG 2.2 AA and axe's own good practice.
export async function axeFinds(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, {
    resultTypes: ["violations"],
  }));
  return violations.map((one) =>
    `${one.id}: ${one.nodes.map((node) => node.target.join(" ")).join(", ")} ${
      one.nodes[0].failureSummary.split("\n")[1] ?? ""}`);
}

export async function wideness(page) {
  return page.evaluate(
    () => document.documentElement.scrollWidth - innerWidth);
}

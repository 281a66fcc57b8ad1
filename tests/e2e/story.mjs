// The browsers of tests/e2e/story_run.py: a customer on a shop's page, and
// agents at the desk. Reads one order a line from standard input, as JSON, and
// answers each with one line: {"ok": value} or {"error": text}.
//
//   MODULES=... node tests/e2e/story.mjs DESK_URL SHOP_URL SCREENSHOT_FOLDER
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const { chromium } = createRequire(import.meta.url)(
  `${process.env.MODULES}/playwright-core`);
const [deskUrl, shopUrl, shots] = process.argv.slice(2);

const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
});

const newPage = async () => {
  const context = await browser.newContext({
    locale: "it-IT", viewport: { width: 1366, height: 850 } });
  const page = await context.newPage();
  page.setDefaultTimeout(30000);
  return page;
};

let customer;
const desks = new Map();
const bubbles = (page, from) => page.locator(`.message.${from} .bubble`);

const orders = {
  async customer_opens() {
    customer ??= await newPage();
    await customer.goto(shopUrl);
    await customer.getByRole("button", { name: "Apri la chat" }).click();
  },
  async customer_says({ text }) {
    const box = customer.getByRole("textbox", { name: "Il tuo messaggio" });
    await box.fill(text);
    await box.press("Enter");
  },
  // The text of the bubble that holds `part`.
  async customer_sees({ part }) {
    const found = customer.locator(".message").filter({ hasText: part });
    await found.last().waitFor();
    return found.last().innerText();
  },
  // A file that an agent sent: its bytes in base64, under its own name.
  async customer_saves({ part }) {
    const link = customer.locator(".message.agent .files a")
      .filter({ hasText: part });
    await link.waitFor();
    const download = new Promise((done, fail) => {
      setTimeout(() => fail(new Error("no download")), 60000).unref();
      customer.once("download", done);
      customer.context().once("page", (tab) => tab.once("download", done));
    });
    await link.click();
    const saved = await download;
    return { name: saved.suggestedFilename(), shown: await link.innerText(),
      content: readFileSync(await saved.path()).toString("base64") };
  },
  async customer_leaves() {
    await customer.goto("about:blank");
  },
  async customer_picture({ name }) {
    await customer.screenshot({ path: `${shots}/${name}.png` });
  },
  async customer_rates({ link, score, comment }) {
    const page = await newPage();
    await page.goto(link);
    await page.locator(`input[value="${score}"]`).check();
    await page.locator("textarea").fill(comment);
    await page.screenshot({ path: `${shots}/story_rating.png` });
    await page.locator("form button").click();
    const said = await page.locator("[role=status]").innerText();
    await page.context().close();
    return said;
  },
  async customer_rates_in_chat({ score }) {
    await customer.getByRole("button", { name: `${score} su 5` }).click();
  },
  async agent_signs_in({ name, password, number }) {
    const page = await newPage();
    desks.set(name, page);
    await page.goto(`${deskUrl}desk/#/tickets/${number}`);
    await page.locator("#login-name").fill(name);
    await page.locator("#login-password").fill(password);
    await page.keyboard.press("Enter");
    await page.locator("desk-shell").waitFor();
  },
  // Waits for the words; all messages of the ticket that is open, in order.
  async agent_sees({ name, part }) {
    const page = desks.get(name);
    await page.locator(".message .bubble").filter({ hasText: part }).last()
      .waitFor();
    return page.locator(".message .bubble").allInnerTexts();
  },
  async agent_answers({ name, text }) {
    const page = desks.get(name);
    await page.locator("desk-composer textarea").fill(text);
    await page.locator("desk-composer .primary").click();
    await bubbles(page, "agent").filter({ hasText: text }).waitFor();
  },
  async agent_claims({ name }) {
    await desks.get(name).locator('[data-act="claim"]').click();
    await desks.get(name).locator(".badge.claimed").waitFor();
  },
  async agent_takes_over({ name }) {
    const page = desks.get(name);
    const act = page.locator('[data-act="claim"], [data-act="take"]');
    await act.first().click();
    await page.locator('[data-act="close"]').waitFor();
  },
  async agent_closes({ name }) {
    const page = desks.get(name);
    await page.screenshot({ path: `${shots}/story_desk.png` });
    await page.locator('[data-act="close"]').click();
    await page.locator("dialog .primary").click();
    await page.locator(".badge.closed").waitFor();
  },
  async agent_reads_report({ name }) {
    const page = desks.get(name);
    await page.evaluate(() => { location.hash = "#/report"; });
    await page.locator(".tiles").waitFor();
    await page.screenshot({ path: `${shots}/story_report.png`, fullPage: true });
    return page.locator("desk-report").innerText();
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { order, ...given } = JSON.parse(line);
  let answer;
  try {
    answer = { ok: (await orders[order](given)) ?? null };
  } catch (error) {
    answer = { error: String(error).slice(0, 1500) };
    for (const [name, page] of [["customer", customer], ...desks]) {
      await page?.screenshot({ path: `${shots}/story_failed_${name}.png` })
        .catch(() => {});
    }
  }
  console.log(JSON.stringify(answer));
}
await browser.close();

// Clients that nobody here wrote, unmodified, against the real daemon.
//
//   node tests/e2e/clients.mjs PROGRAM SCREENSHOT_FOLDER  (tests/e2e/clients.sh)
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { Daemon, freePort, until } from "./testing.mjs";

const clients = process.env.CLIENTS;
const { chromium } = createRequire(import.meta.url)(process.env.PLAYWRIGHT);
const fromClients = createRequire(`${clients}/package.json`);
const [program, shots] = process.argv.slice(2);
const folder = mkdtempSync(`${tmpdir()}/sportello_clients_`);

// Telegram as telegram-test-api plays it: a server that we did not write.
const TelegramServer = fromClients("telegram-test-api");
const token = "42:test-token";
const telegram = new TelegramServer({ port: freePort(), host: "127.0.0.1",
  storeTimeout: 600 });
await telegram.start();
writeFileSync(`${folder}/token`, `${token}\n`);

const pages = {};
const server = createServer((request, response) => {
  const script = /^\/(webchat|deepchat)\.js$/.exec(request.url);
  response.writeHead(200, { "Content-Type":
    script ? "text/javascript" : "text/html; charset=utf-8" });
  response.end(script ? readFileSync(`${clients}/${script[1]}.js`)
    : pages[request.url] ?? "");
});
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const site = `http://127.0.0.1:${server.address().port}`;
const daemon = new Daemon(program, freePort(), folder,
  "--allowed-origins", site, "--channel-burst-ms", "0",
  "--telegram-token-file", `${folder}/token`,
  "--telegram-api-base", telegram.config.apiURL);
const { url } = daemon;
process.once("exit", () => daemon.process.kill("SIGKILL"));
await daemon.start();

Object.assign(pages, {
  "/webchat": `<!doctype html><html lang="it"><title>Web Chat</title>
    <div id="chat" style="height:600px"></div><script src="/webchat.js"></script>
    <script>
      fetch("${url}/v3/directline/tokens/generate", { method: "POST" })
        .then((answer) => answer.json()).then(({ token }) =>
          WebChat.renderWebChat({ locale: "it-IT", userID: "cliente",
            directLine: WebChat.createDirectLine({ token, webSocket: false,
              domain: "${url}/v3/directline", pollingInterval: 300 }) },
            document.getElementById("chat")));
    </script></html>`,
  "/deepchat": `<!doctype html><html lang="it"><title>Deep Chat</title>
    <script type="module" src="/deepchat.js"></script>
    <deep-chat connect='{"url": "${url}/webhooks/rest/webhook",
      "additionalBodyProps": {"sender": "deep-chat-customer"}}'></deep-chat></html>`,
});

const browser = await chromium.launch({ executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"] });

let passed = 0;
let failed = 0;
async function test(sentence, run) {
  try {
    await run();
    ++passed;
    console.log(`ok    ${sentence}`);
  } catch (error) {
    ++failed;
    console.log(`FAIL  ${sentence}\n${error.stack}`);
  }
}

async function onPage(path, run) {
  const tab = await browser.newPage({ locale: "it-IT" });
  try {
    await tab.goto(site + path);
    await run(tab);
  } finally {
    await tab.screenshot({ path: `${shots}/client${path.replace("/", "_")}.png` });
    await tab.close();
  }
}

const RETURNS = "entro quanti giorni posso fare un reso?";

await test("Microsoft's Web Chat holds a conversation", () =>
  onPage("/webchat", async (tab) => {
    const box = tab.locator("[data-testid='send box text area'], .webchat__send-box-text-box__input");
    await box.first().waitFor();
    await box.first().fill(RETURNS);
    await box.first().press("Enter");
    await tab.locator("strong", { hasText: "30 giorni" }).first().waitFor();
    await box.first().fill("menu");
    await box.first().press("Enter");
    const choice = tab.locator(".webchat__suggested-action").first();
    await choice.waitFor();
    const title = (await choice.innerText()).trim();
    const said = tab.locator(".webchat__bubble--from-user");
    const before = await said.count();
    await choice.click();
    await until("the press is said", async () => await said.count() > before);
    await until("with its title", async () =>
      (await said.last().innerText()).replace(/’/g, "'").includes(title.replace(/’/g, "'")));
    // Each message of ours was known again: none waits to be sent.
    await until("nothing is being sent", async () =>
      !/Invio in corso|Sending|Riprova|Retry/.test(await tab.locator("#chat").innerText()));
    const texts = await said.allInnerTexts();
    assert.equal(texts.filter((text) => text.includes(RETURNS)).length, 1);
  }));

await test("Deep Chat holds a conversation", () =>
  onPage("/deepchat", async (tab) => {
    const box = tab.locator("deep-chat").locator("#text-input");
    await box.waitFor();
    await box.fill(RETURNS);
    await box.press("Enter");
    await tab.getByText("30 giorni").first().waitFor();
    await box.fill("grazie mille");
    await box.press("Enter");
    const bubbles = tab.locator("deep-chat").locator(".ai-message-text, .bot-message-text");
    const before = await bubbles.count();
    await until("an answer", async () => await bubbles.count() > 1 || before > 1);
    assert.ok(!(await tab.locator("deep-chat").innerText()).includes("Error"));
  }));

await test("Botium's SimpleRest holds a conversation", async () => {
  const { BotDriver } = fromClients("botium-core");
  const driver = new BotDriver()
    .setCapability("PROJECTNAME", "sportello")
    .setCapability("CONTAINERMODE", "simplerest")
    .setCapability("SIMPLEREST_URL", `${url}/webhooks/rest/webhook`)
    .setCapability("SIMPLEREST_METHOD", "POST")
    .setCapability("SIMPLEREST_BODY_TEMPLATE",
      { message: "{{msg.messageText}}", sender: "{{botium.conversationId}}" })
    .setCapability("SIMPLEREST_BODY_JSONPATH", "$.*")
    .setCapability("SIMPLEREST_RESPONSE_JSONPATH", "$.text")
    .setCapability("SIMPLEREST_BUTTONS_JSONPATH", "$.buttons[*].title")
    .setCapability("WAITFORBOTTIMEOUT", 20000);
  const container = await driver.Build();
  await container.Start();
  await container.UserSaysText(RETURNS);
  const texts = [];
  for (let i = 0; i < 3 && !texts.join().includes("30 giorni"); ++i) {
    texts.push((await container.WaitBotSays()).messageText);
  }
  assert.match(texts.join("\n"), /30 giorni/);
  await container.UserSaysText("menu");
  let buttons = [];
  for (let i = 0; i < 3 && buttons.length === 0; ++i) {
    buttons = (await container.WaitBotSays()).buttons ?? [];
  }
  assert.ok(buttons.length > 0 && buttons[0].text.length > 0);
  await container.Stop();
  await container.Clean();
});

await test("telegram-test-api brings a question, an answer and a press", async () => {
  const client = telegram.getClient(token, { userId: 7, chatId: 7, firstName: "Lucia",
    languageCode: "it" });
  await client.sendMessage(client.makeMessage(RETURNS));
  // getUpdates of the client loses what comes while it gives up waiting.
  let seen = [];
  const look = async () => {
    const all = telegram.getUpdatesHistory(token).map((entry) => entry.message);
    seen = all.filter((message) => message && "chat_id" in message);
  };
  await until("the answer", async () => {
    await look();
    return seen.some((message) => message.text.includes("30 giorni"));
  }, 60);
  await client.sendMessage(client.makeMessage("menu"));
  await until("buttons", async () => {
    await look();
    return seen.some((message) => message.reply_markup?.inline_keyboard);
  }, 60);
  const shown = seen.filter((message) => message.reply_markup?.inline_keyboard).at(-1);
  const before = seen.length;
  await client.sendCallback(client.makeCallbackQuery(
    shown.reply_markup.inline_keyboard[0][0].callback_data,
    { message: { message_id: 1, chat: { id: 7 } } }));
  await until("an answer to the press", async () => {
    await look();
    return seen.length > before;
  }, 60);
});

await browser.close();
server.close();
await telegram.stop();
await daemon.kill("SIGTERM");
assert.equal(daemon.process.exitCode, 0);
rmSync(folder, { recursive: true, force: true });
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);

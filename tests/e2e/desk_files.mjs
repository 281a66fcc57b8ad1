// What comes with a customer: files that were mailed, and what his page tells.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import {
  Customer, PHONE, axeFinds, eventually, openTicket, row, shots, signIn, test,
  wideness,
} from "./desk_harness.mjs";

const PAGE = "<script>document.title = 'taken over'</script>";

// A mail with files, as a mail server hands it over.
function mailIn(subject, files) {
  const edge = "=-edge-=";
  const part = (headers, body) =>
    `--${edge}\r\n${headers.join("\r\n")}\r\n\r\n${body}\r\n`;
  const mail = [
    "From: Lucia Verdi <lucia@mail.example>", "To: help@shop.example",
    `Subject: ${subject}`, `Message-ID: <${randomUUID()}@mail.example>`,
    "MIME-Version: 1.0", `Content-Type: multipart/mixed; boundary="${edge}"`,
    "", "",
  ].join("\r\n") +
    part(["Content-Type: text/plain; charset=utf-8"],
      "Vi mando foto e scontrino: che cosa devo fare adesso con questo pacco? È la seconda volta in un mese.") +
    files.map(({ name, type, body }) => part([
      `Content-Type: ${type}`, "Content-Transfer-Encoding: base64",
      `Content-Disposition: attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
    ], Buffer.from(body).toString("base64").replace(/.{76}/g, "$&\r\n"))).join("") +
    `--${edge}--\r\n`;
  execFileSync(process.env.PROGRAM, ["mail-in", "--data", process.env.DATA],
    { input: mail });
}

// The ticket that the mail became.
async function ticketOf(page, subject) {
  const link = page.locator(".row", { hasText: subject });
  await link.waitFor({ timeout: 30000 });
  return Number((await link.getAttribute("href")).split("/").pop());
}

await test("A mailed file is listed with its size and saved, never shown",
  async (open) => {
    const page = await open();
    await signIn(page, "giulia");
    const subject = `Pacco rotto ${Date.now() % 100000}`;
    mailIn(subject, [
      { name: "foto così ..%2F\"x\".html", type: "text/html", body: PAGE },
      { name: "scontrino.pdf", type: "application/pdf", body: "x".repeat(123456) },
    ]);
    await openTicket(page, await ticketOf(page, subject));
    const files = page.locator(".files a");
    await eventually("two files", async () => await files.count() === 2, 30);
    assert.match(await files.nth(1).innerText(), /scontrino\.pdf\s+12[13] kB/);
    // Named once: below the text, not in it.
    assert.doesNotMatch(await page.locator(".message.customer .bubble").innerText(),
      /Allegato/);
    assert.match(await page.locator(".side").innerText(), /Coda\s+Generale/);
    const url = await files.nth(0).getAttribute("href");
    const [saved] = await Promise.all([
      page.waitForEvent("download"), files.nth(0).click(),
    ]);
    assert.doesNotMatch(saved.suggestedFilename(), /[/\\"]/);
    assert.equal(readFileSync(await saved.path(), "utf8"), PAGE);
    const answer = await page.evaluate(async (path) => {
      const { headers } = await fetch(path);
      return Object.fromEntries(headers);
    }, url);
    assert.equal(answer["content-type"], "application/octet-stream");
    assert.equal(answer["x-content-type-options"], "nosniff");
    assert.match(answer["content-disposition"], /^attachment; filename="[\w.-]+";/);
    // Opened by hand it is saved too: nothing of it runs.
    await assert.rejects(page.goto(new URL(url, page.url()).href));
    assert.doesNotMatch(await page.title(), /taken over/);
  });

await test("What a page tells is shown as the page's words, and as text",
  async (open) => {
    const page = await open();
    await signIn(page, "giulia");
    const customer = await Customer.waiting("la borsa ha un difetto");
    await customer.tell({ piano: "oro", carrello: 59.9, "<b>x</b>": "y" })
      .then(() => assert.fail("taken"), () => {});
    await customer.tell({ piano: "<b>oro</b>", carrello: 59.9 });
    await openTicket(page, customer.ticket);
    const told = page.locator(".side section", { hasText: "Detto dalla pagina" });
    await told.getByText("non è verificato").waitFor();
    assert.deepEqual(await told.locator("dt").allTextContents(), ["piano", "carrello"]);
    assert.deepEqual(await told.locator("dd").allTextContents(), ["<b>oro</b>", "59.9"]);
    await customer.tell({});
    await told.waitFor({ state: "detached" });
  });

const LOOKS = [
  ["light", {}], ["dark", { colorScheme: "dark" }], ["phone", PHONE],
];

for (const [look, options] of LOOKS) {
  await test(`Files and the page's words look well: ${look}`, async (open) => {
    const page = await open(options);
    await signIn(page, "giulia");
    const subject = `Taglia sbagliata ${look}`;
    mailIn(subject, [
      { name: "IMG_20261116_184512.jpg", type: "image/jpeg", body: "j".repeat(2345678) },
      { name: `${"un nome di file davvero molto lungo ".repeat(4)}.pdf`,
        type: "application/pdf", body: "p".repeat(900) },
      { name: "nomesenzaspazi".repeat(8), type: "text/plain", body: "t" },
    ]);
    await openTicket(page, await ticketOf(page, subject));
    await page.locator(".files a").first().waitFor();
    const found = await axeFinds(page);
    const wide = await wideness(page);
    await page.screenshot({ path: `${shots}/${look}-files.png` });
    const customer = await Customer.waiting("posso avere la fattura?");
    await customer.tell({ piano: "oro", "valore.del.carrello": 59.9,
      pagina: "https://bottega.example/borse/tracolla-in-pelle?colore=rosso&taglia=unica" });
    await page.evaluate((hash) => { location.hash = hash; }, "#/tickets");
    await row(page, customer.ticket).waitFor();
    await openTicket(page, customer.ticket);
    if (options.isMobile) await page.locator('[data-act="details"]').click();
    const told = page.locator(".side section", { hasText: "Detto dalla pagina" });
    await told.scrollIntoViewIfNeeded();
    found.push(...await axeFinds(page));
    await page.screenshot({ path: `${shots}/${look}-told.png` });
    assert.deepEqual(found, []);
    assert.ok(wide <= 0 && await wideness(page) <= 0, `${wide} pixels too wide`);
  });
}

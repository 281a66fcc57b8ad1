// Maintainers: from a question without an answer to the content.
import assert from "node:assert/strict";
import {
  Customer, eventually, shots, signIn, test,
} from "./desk_harness.mjs";

const QUESTION = "allevate pinguini imperatore?";

// The group of the question, once it is listed.
async function groupOf(page, state = "open") {
  await page.locator(`[data-state="${state}"]`).click();
  const group = page.locator(".group", { hasText: "pinguini" });
  await group.waitFor();
  return group;
}

await test("An unanswered question is put aside and taken up again",
  async (open) => {
    const page = await open();
    await new Customer().say(QUESTION);
    await signIn(page, "giulia", "#/unanswered");
    await (await groupOf(page)).getByRole("button", { name: "Ignora" }).click();
    await eventually("it has left", async () =>
      await page.locator(".group", { hasText: "pinguini" }).count() === 0);
    const ignored = await groupOf(page, "ignored");
    await ignored.getByRole("button", { name: "Rimetti da vedere" }).click();
    await groupOf(page);
  });

// The first reply of a conversation says who answers; the entry comes after.
const knows = (answer) =>
  answer.replies.some((reply) => reply.text.includes("quaranta esemplari"));

await test("A new entry is shown as a patch, applied, and answered by the bot",
  async (open) => {
    const page = await open();
    await new Customer().say(QUESTION);
    await signIn(page, "giulia", "#/unanswered");
    const group = await groupOf(page);
    await group.getByRole("button", { name: "Nuova voce" }).click();
    const dialog = page.locator("dialog");
    await dialog.getByLabel("Risposta (Markdown)").fill(
      "Sì, **quaranta esemplari** nel giardino.");
    await dialog.getByLabel("Identificativo").fill("penguins");
    await dialog.getByLabel("File", { exact: true }).fill("negozi.yaml");
    await dialog.getByRole("button", { name: "Mostra la modifica" }).click();
    const patch = dialog.locator(".patch");
    await patch.waitFor({ timeout: 90000 });
    assert.match(await patch.innerText(), /\+ {2}- id: penguins/);
    assert.equal(await dialog.locator(".problem li").count(), 0);
    await page.screenshot({ path: `${shots}/patch.png` });
    const before = await new Customer().say(QUESTION);
    assert.ok(!knows(before));
    await dialog.getByRole("button", { name: "Applica" }).click();
    await page.locator(".toast.good").waitFor({ timeout: 90000 });
    await eventually("the bot knows it", async () =>
      knows(await new Customer().say(QUESTION)), 60);
    await page.locator('[data-state="open"]').click();
    await eventually("the question is answered", async () =>
      await page.locator(".group", { hasText: "pinguini" }).count() === 0);
  });

await test("A sentence of another entry is refused with its place",
  async (open) => {
    const page = await open();
    await new Customer().say("il vostro gatto dorme sul bancone zebrato?");
    await signIn(page, "giulia", "#/unanswered");
    await page.locator(".group", { hasText: "zebrato" })
      .getByRole("button", { name: "Nuova voce" }).click();
    const dialog = page.locator("dialog");
    await dialog.getByLabel("Frase del cliente").fill(
      "entro quando vi posso ridare una cosa comprata");
    await dialog.getByLabel("Risposta (Markdown)").fill("Dorme.");
    await dialog.getByLabel("Identificativo").fill("cat_sleeps");
    await dialog.getByLabel("File", { exact: true }).fill("negozi.yaml");
    await dialog.getByRole("button", { name: "Mostra la modifica" }).click();
    await dialog.locator(".problem li", { hasText: /faq\/it\/.*yaml:\d+/ })
      .first().waitFor({ timeout: 90000 });
    assert.equal(
      await dialog.getByRole("button", { name: "Applica" }).count(), 0);
  });

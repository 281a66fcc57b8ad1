// Agents at work: tickets, replies, notes, colleagues.
import assert from "node:assert/strict";
import {
  Customer, PASSWORD, eventually, fillSignIn, openTicket, row, shots, signIn,
  test, url,
} from "./desk_harness.mjs";

const composer = (page) => page.locator("desk-composer textarea");
const send = (page) => page.locator("desk-composer .primary");
const bubbles = (page, from) => page.locator(`.message.${from} .bubble`);

await test("A wrong password is refused with a sentence", async (open) => {
  const page = await open();
  await page.goto(`${url}desk/`);
  await fillSignIn(page, "giulia", "not the password");
  await eventually("a sentence", async () =>
    (await page.locator(".login-card .problem").innerText()).length > 10);
  assert.equal(await page.locator("desk-shell").count(), 0);
});

await test("A ticket is claimed, answered and closed without a reload",
  async (open) => {
    const page = await open();
    await signIn(page, "giulia");
    const customer = await Customer.waiting("il pacco è arrivato rotto");
    await row(page, customer.ticket).click();
    await page.waitForURL(new RegExp(`#/tickets/${customer.ticket}$`));
    await page.locator('[data-act="claim"]').click();
    await page.locator(".badge.claimed").waitFor();
    await composer(page).fill("Buongiorno, **mi dispiace**: la sostituiamo.");
    await send(page).click();
    await eventually("the customer reads it", async () =>
      (await customer.heard()).includes(
        "Buongiorno, **mi dispiace**: la sostituiamo."));
    await bubbles(page, "agent").locator("strong").waitFor();
    await eventually("the box is empty", async () =>
      await composer(page).inputValue() === "");
    await customer.say("grazie, quando arriva?");
    await bubbles(page, "customer").getByText("quando arriva").waitFor();
    await page.locator('[data-act="close"]').click();
    await page.locator("dialog .primary").click();
    await page.locator(".badge.closed").waitFor();
    await page.locator("dialog").waitFor({ state: "detached" });
  });

await test("A waiting ticket is counted in the title until it is answered",
  async (open) => {
    const page = await open();
    await signIn(page, "giulia");
    const count = async () =>
      Number(/^\((\d+)\)/.exec(await page.title())?.[1] ?? 0);
    const customer = await Customer.waiting("mi serve aiuto con la fattura");
    await eventually("a number", async () => await count() > 0);
    const before = await eventually("the row", async () =>
      await row(page, customer.ticket).count() && count());
    await openTicket(page, customer.ticket);
    await page.locator('[data-act="claim"]').click();
    await eventually("the row has left", async () =>
      await row(page, customer.ticket).count() === 0);
    await composer(page).fill("Certo, un momento.");
    await send(page).click();
    await eventually("one less", async () => await count() === before - 1);
  });

await test("A colleague sees live who claimed and who is writing",
  async (open) => {
    const giulia = await open();
    const marco = await open();
    await signIn(giulia, "giulia");
    await signIn(marco, "marco");
    const customer = await Customer.waiting("vorrei cambiare la taglia");
    await openTicket(giulia, customer.ticket);
    await openTicket(marco, customer.ticket);
    await giulia.locator('[data-act="claim"]').click();
    await marco.locator(".badge.claimed", { hasText: "Giulia" }).waitFor();
    assert.equal(await marco.locator('[data-act="claim"]').count(), 0);
    await composer(giulia).pressSequentially("Ecco");
    await marco.locator(".presence", { hasText: "Giulia" }).waitFor();
    await composer(marco).fill("Rispondo io");
    assert.ok(await send(marco).isDisabled());
  });

await test("A note is for colleagues only", async (open) => {
  const page = await open();
  await signIn(page, "giulia");
  const customer = await Customer.waiting("dov'è il rimborso?");
  await openTicket(page, customer.ticket);
  await page.keyboard.press("n");
  await composer(page).fill("Sentita la contabilità, parte domani.");
  await send(page).click();
  await bubbles(page, "note").getByText("contabilità").waitFor();
  const texts = (await customer.messages()).map((one) => one.text).join("\n");
  assert.doesNotMatch(texts, /contabilità/);
});

await test("A reply whose answer is lost stays in the box and is sent once",
  async (open) => {
    const page = await open();
    await signIn(page, "giulia");
    const customer = await Customer.waiting("ho perso lo scontrino");
    await openTicket(page, customer.ticket);
    let lost = 0;
    // The daemon stores the reply, its answer never arrives.
    await page.route("**/reply", async (route) => {
      if (lost++ > 0) return route.continue();
      await route.fetch();
      return route.abort();
    });
    await composer(page).fill("Basta il numero d'ordine.");
    await send(page).click();
    await page.locator("desk-composer .problem", { hasText: "Non inviata" })
      .waitFor();
    assert.equal(await composer(page).inputValue(), "Basta il numero d'ordine.");
    await send(page).click();
    await eventually("the box is empty", async () =>
      await composer(page).inputValue() === "");
    assert.deepEqual(await customer.heard(), ["Basta il numero d'ordine."]);
    assert.equal(lost, 2);
  });

await test("A draft survives a reload, per ticket", async (open) => {
  const page = await open();
  await signIn(page, "giulia");
  const [one, two] = [await Customer.waiting("prima domanda"),
                      await Customer.waiting("seconda domanda")];
  await openTicket(page, one.ticket);
  await composer(page).fill("bozza della prima");
  await openTicket(page, two.ticket);
  assert.equal(await composer(page).inputValue(), "");
  await page.reload();
  await openTicket(page, one.ticket);
  assert.equal(await composer(page).inputValue(), "bozza della prima");
});

await test("A lost connection is shown and repaired by itself", async (open) => {
  const page = await open();
  await signIn(page, "giulia");
  const customer = await Customer.waiting("siete aperti domani?");
  await openTicket(page, customer.ticket);
  const lost = page.locator(".link-lost");
  await page.route("**/v1/desk/**", (route) => route.abort());
  // Ends the poll that is under way.
  await customer.say("pronto?");
  await lost.getByText("Connessione persa").waitFor();
  await customer.say("c'è qualcuno in linea?");
  await page.unroute("**/v1/desk/**");
  await bubbles(page, "customer").getByText("in linea").waitFor();
  await eventually("the warning is gone", async () =>
    await lost.innerText() === "");
});

await test("Markup that a customer sends stays text", async (open) => {
  const page = await open();
  await signIn(page, "giulia");
  const customer = await Customer.waiting("<img src=x onerror=alert(1)> **ciao**");
  await openTicket(page, customer.ticket);
  await bubbles(page, "customer")
    .getByText("<img src=x onerror=alert(1)> **ciao**").waitFor();
  assert.equal(await page.locator("desk-ticket img").count(), 0);
});

await test("A ticket is found, claimed and answered with the keyboard alone",
  async (open) => {
    const page = await open();
    await signIn(page, "giulia");
    const customer = await Customer.waiting("si può fare senza mouse?");
    await row(page, customer.ticket).waitFor();
    await page.keyboard.press("/");
    await page.keyboard.type(String(customer.ticket));
    await eventually("only its row", async () =>
      await page.locator(".row").count() === 1);
    await page.keyboard.press("Escape");
    await page.keyboard.press("j");
    await page.locator(".ticket-line", { hasText: String(customer.ticket) })
      .waitFor();
    await page.keyboard.press("c");
    await page.locator(".badge.claimed").waitFor();
    await page.keyboard.press("r");
    // These are letters now, not shortcuts.
    await page.keyboard.type("jkncx risposta?");
    await page.keyboard.press("Control+Enter");
    await eventually("the customer reads it", async () =>
      (await customer.heard()).includes("jkncx risposta?"));
    // The page hears that it was sent after the customer does.
    await eventually("the box is empty", async () =>
      await composer(page).inputValue() === "");
    await page.keyboard.press("Escape");
    await page.keyboard.press("?");
    await page.locator("dialog dl.keys").waitFor();
    await page.keyboard.press("Escape");
    await page.locator("dialog").waitFor({ state: "detached" });
  });

await test("A canned reply is found by typing and inserted", async (open) => {
  const page = await open();
  await signIn(page, "giulia");
  const customer = await Customer.waiting("quanto ci mette il rimborso?");
  await openTicket(page, customer.ticket);
  await composer(page).fill("Buongiorno,");
  await page.locator(".canned-button").click();
  await page.locator("dialog [role=combobox]").fill("rimborso");
  await page.locator("dialog [role=option]", { hasText: /rimbors/i }).first()
    .waitFor();
  await page.screenshot({ path: `${shots}/canned.png` });
  await page.keyboard.press("Enter");
  await eventually("the text is in the box", async () =>
    /^Buongiorno,\n\n.*rimbors/is.test(await composer(page).inputValue()));
  assert.equal(await page.evaluate(() => document.activeElement.localName),
    "textarea");
});

await test("A ticket goes to a colleague, who gives it back to the queue",
  async (open) => {
    const giulia = await open();
    const marco = await open();
    await signIn(giulia, "giulia");
    await signIn(marco, "marco");
    const customer = await Customer.waiting("domanda da passare");
    await openTicket(giulia, customer.ticket);
    await giulia.locator('[data-act="transfer"]').click();
    await giulia.locator("dialog select").selectOption("agent:marco");
    await giulia.locator("dialog textarea").fill("Lo conosci tu.");
    await giulia.locator("dialog .primary").click();
    await giulia.locator(".badge.claimed", { hasText: "Marco" }).waitFor();
    await marco.locator('[data-view="mine"]').click();
    await row(marco, customer.ticket).click();
    await bubbles(marco, "note").getByText("Lo conosci tu.").waitFor();
    await marco.locator('[data-act="release"]').click();
    await marco.locator("dialog .primary").click();
    await giulia.locator(".badge.waiting").waitFor();
  });

await test("Who claims too late reads who was faster", async (open) => {
  const giulia = await open();
  const marco = await open();
  await signIn(giulia, "giulia");
  await signIn(marco, "marco");
  const customer = await Customer.waiting("chi arriva primo?");
  await openTicket(giulia, customer.ticket);
  await openTicket(marco, customer.ticket);
  await marco.route("**/claim", async (route) => {
    await giulia.locator('[data-act="claim"]').click();
    await giulia.locator(".badge.claimed").waitFor();
    await route.continue();
  });
  await marco.locator('[data-act="claim"]').click();
  await marco.locator(".toast.bad", { hasText: "Giulia" }).waitFor();
  await marco.locator(".badge.claimed", { hasText: "Giulia" }).waitFor();
});

await test("A link that would run a script is text", async (open) => {
  const page = await open();
  await signIn(page, "giulia");
  const customer = await Customer.waiting("mi mandi il link?");
  await openTicket(page, customer.ticket);
  await composer(page).fill(
    "[qui](javascript:alert(1)) e [qui](https://shop.example/a)");
  await send(page).click();
  await bubbles(page, "agent").waitFor();
  assert.deepEqual(await bubbles(page, "agent").locator("a").evaluateAll(
    (links) => links.map((link) => link.href)), ["https://shop.example/a"]);
});

await test("New work makes a sound only when it was switched on",
  async (open) => {
    const page = await open();
    await page.addInitScript(() => {
      globalThis.tones = 0;
      const make = AudioContext.prototype.createOscillator;
      AudioContext.prototype.createOscillator = function () {
        ++globalThis.tones;
        return make.call(this);
      };
    });
    await signIn(page, "giulia");
    const tones = () => page.evaluate(() => globalThis.tones);
    const quiet = await Customer.waiting("senza suono");
    await row(page, quiet.ticket).waitFor();
    assert.equal(await tones(), 0);
    await page.locator(".tool-preferences").click();
    await page.locator('input[name="pref-sound"][value="on"]').check();
    await page.keyboard.press("Escape");
    const before = await eventually("a sound to hear it by", tones);
    await Customer.waiting("con il suono");
    await eventually("a sound", async () => await tones() > before);
  });

await test("The most urgent ticket stands first, then the oldest",
  async (open) => {
    const page = await open();
    await signIn(page, "giulia");
    const customers = [];
    for (const question of ["uno", "due", "tre"]) {
      customers.push(await Customer.waiting(`domanda ${question}`));
    }
    const [first, second, third] = customers.map((one) => one.ticket);
    await openTicket(page, third);
    await page.locator(".side select").selectOption("3");
    const mine = async () => (await page.locator(".rows > li").evaluateAll(
      (items) => items.map((item) => Number(item.dataset.key))))
      .filter((number) => [first, second, third].includes(number));
    await eventually("the urgent one is first", async () =>
      (await mine()).join() === [third, first, second].join());
    await row(page, third).getByText("urgente").waitFor();
  });

await test("An overdue ticket says so in words", async (open) => {
  const page = await open();
  const customer = await Customer.waiting("quanto devo aspettare?");
  const past = new Date(Date.now() - 20 * 60000).toISOString();
  await page.route("**/v1/desk/tickets?*", async (route) => {
    const response = await route.fetch();
    const list = await response.json();
    list.tickets.filter((one) => one.number === customer.ticket)
      .forEach((one) => Object.assign(one, { due_at: past, overdue: true }));
    await route.fulfill({ response, json: list });
  });
  await signIn(page, "giulia");
  await row(page, customer.ticket).getByText("scaduta da 20 min").waitFor();
});

await test("A session that ended asks to sign in and keeps the draft",
  async (open) => {
    const page = await open();
    await signIn(page, "giulia");
    const customer = await Customer.waiting("ci siete ancora?");
    await openTicket(page, customer.ticket);
    await composer(page).fill("bozza importante");
    await page.context().clearCookies();
    await customer.say("allora?");
    await fillSignIn(page, "giulia", PASSWORD);
    await page.locator("desk-ticket .composer").waitFor();
    assert.equal(await composer(page).inputValue(), "bozza importante");
  });

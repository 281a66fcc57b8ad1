// What the pages look like and say: words, themes, report, accessibility.
import assert from "node:assert/strict";
import {
  Customer, PHONE, axeFinds, openTicket, row, shots, signIn, test, url, wideness,
} from "./desk_harness.mjs";

const composer = (page) => page.locator("desk-composer textarea");
const send = (page) => page.locator("desk-composer .primary");
const bubbles = (page, from) => page.locator(`.message.${from} .bubble`);

await test("Both dictionaries have the same keys and kinds", async (open) => {
  const page = await open();
  await page.goto(`${url}desk/`);
  const shapes = await page.evaluate(async () => {
    const shape = (words) => Object.entries(words)
      .map(([key, value]) => `${key}: ${typeof value}`).sort();
    const { it } = await import("/desk/words_it.js");
    const { en } = await import("/desk/words_en.js");
    return [shape(it), shape(en)];
  });
  assert.deepEqual(shapes[0], shapes[1]);
  assert.ok(shapes[0].length > 100);
});

await test("Theme and language are switched and remembered", async (open) => {
  const page = await open();
  await signIn(page, "giulia");
  await page.locator(".tool-preferences").click();
  await page.locator('input[name="pref-theme"][value="dark"]').check();
  const ground = () => page.evaluate(
    () => getComputedStyle(document.body).backgroundColor);
  assert.equal(await ground(), "rgb(14, 19, 24)");
  await page.locator('input[name="pref-language"][value="en"]').click();
  await page.locator("nav a", { hasText: "Tickets" }).waitFor();
  await page.reload();
  await page.locator("nav a", { hasText: "Tickets" }).waitFor();
  assert.equal(await ground(), "rgb(14, 19, 24)");
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
});

await test("An administrator adds an agent, who signs in and sees no more than tickets",
  async (open) => {
    const page = await open();
    await signIn(page, "giulia", "#/agents");
    const name = `nuovo${Date.now() % 100000}`;
    await page.locator(".page-head .primary").click();
    const inputs = page.locator("dialog .field input");
    await inputs.nth(0).fill(name);
    await inputs.nth(1).fill("Nora Nuova");
    await inputs.nth(2).fill("una frase abbastanza lunga");
    await page.locator("dialog footer .primary").click();
    await page.locator(`[data-agent="${name}"]`).waitFor();
    const other = await open();
    await signIn(other, name, "#/agents", "una frase abbastanza lunga");
    assert.deepEqual(
      await other.locator(".top nav a").evaluateAll(
        (links) => links.map((link) => link.dataset.page)), ["tickets"]);
    await other.locator("desk-list").waitFor();
  });

await test("The report's figures stand in words, tables and a chart",
  async (open) => {
    const page = await open();
    const rate = (mean, good, count) => ({ mean, share_good: good, count });
    await page.route("**/v1/desk/report?*", (route) => route.fulfill({ json: {
      csat: {
        ...rate(4.25, 0.75, 4), by_queue: [], by_intent: [],
        by_agent: [{ key: "giulia", ...rate(4.5, 1, 2) }],
        bot: rate(4, 0.5, 2), person: rate(4.5, 1, 2),
        by_day: [{ day: "2026-11-01", ...rate(3.5, 0.5, 2) },
          { day: "2026-11-02", ...rate(null, null, 0) },
          { day: "2026-11-03", ...rate(5, 1, 2) }],
      },
      outcomes: { answered_by_bot: 6, handed_over: { asked: 3 },
                  abandoned: 1, closed_by_timeout: 0 },
      first_reply: { median_s: 240, p90_s: 5400 },
      resolution: { median_s: null, p90_s: null },
      promises: { kept: 9, broken: 1 }, days: [],
    } }));
    await signIn(page, "giulia", "#/report");
    const tiles = await page.locator(".tile").allInnerTexts();
    for (const [index, text] of [[0, "4,25"], [0, "75%"], [1, "60%"],
      [2, "4 min"], [2, "1 h 30 min"], [3, "–"], [4, "90%"]]) {
      assert.ok(tiles[index].includes(text), `${text} in ${tiles[index]}`);
    }
    assert.match(await page.locator(".chart").getAttribute("aria-label"),
      /2 giorni .* minima 3,50, massima 5,00/);
    // A day without ratings interrupts the line and has no point.
    assert.equal(await page.locator(".chart .dot").count(), 2);
    assert.equal(
      (await page.locator(".chart .line").getAttribute("d")).split("M").length, 3);
    await page.locator("caption", { hasText: "Per operatore" }).waitFor();
  });

const LOOKS = [
  ["light", {}], ["dark", { colorScheme: "dark" }], ["phone", PHONE],
  ["phone-dark", { ...PHONE, colorScheme: "dark" }],
];

for (const [look, options] of LOOKS) {
  await test(`axe finds nothing to mend: ${look}`, async (open) => {
    const page = await open(options);
    const found = [];
    const examine = async (name, seen = page) => {
      for (const one of await axeFinds(seen)) found.push(`${name}: ${one}`);
      const wide = await wideness(seen);
      if (wide > 0) found.push(`${name}: ${wide} pixels too wide`);
      await seen.screenshot({ path: `${shots}/${look}-${name}.png` });
    };
    const stranger = await open(options);
    await stranger.goto(`${url}desk/`);
    await stranger.locator("#login-name").waitFor();
    await examine("login", stranger);
    await signIn(page, "giulia", "#/tickets");
    const customer = await Customer.waiting("posso avere una fattura?");
    await customer.say("è per una **ditta**");
    await row(page, customer.ticket).waitFor();
    await examine("list");
    await openTicket(page, customer.ticket);
    await composer(page).fill("Certo: serve la partita IVA.\n\n- grazie");
    await send(page).click();
    await bubbles(page, "agent").waitFor();
    await composer(page).fill("Una *bozza*");
    await examine("ticket");
    for (const act of ["transfer", "release", "close"]) {
      await page.locator(`[data-act="${act}"]`).click();
      await page.locator("dialog[open]").waitFor();
      await examine(act);
      await page.keyboard.press("Escape");
    }
    await page.locator(".canned-button").click();
    await page.locator("dialog [role=option]").first().waitFor();
    await examine("canned");
    await page.keyboard.press("Escape");
    await page.locator(".tool-preferences").click();
    await examine("preferences");
    await page.keyboard.press("Escape");
    for (const [name, ready] of [["report", ".tiles"],
      ["unanswered", "desk-unanswered h1"], ["agents", ".agents tbody tr"]]) {
      await page.evaluate((hash) => { location.hash = hash; }, `#/${name}`);
      await page.locator(ready).first().waitFor();
      await examine(name);
    }
    assert.deepEqual(found, []);
  });
}

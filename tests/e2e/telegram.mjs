// A small Bot API for tests in a browser (the strict one is
// telegram_emulator.py): the customer writes, and sees what the bot sends.
import { createServer } from "node:http";
import { until } from "./testing.mjs";

export class Telegram {
  constructor(port, token) {
    this.url = `http://127.0.0.1:${port}`;
    this.updates = [];
    this.shown = [];
    this.count = 1000;
    this.server = createServer(async (request, response) => {
      let body = "";
      for await (const part of request) body += part;
      const [, bot, method] = request.url.split("/");
      const known = bot === `bot${token}`;
      const result = known && await this.answer(method, JSON.parse(body || "{}"));
      response.writeHead(known ? 200 : 401, { "Content-Type": "application/json" });
      response.end(JSON.stringify(known ? { ok: true, result }
        : { ok: false, error_code: 401, description: "Unauthorized" }));
    }).listen(port, "127.0.0.1");
  }

  async answer(method, call) {
    if (method === "sendMessage") {
      this.shown.push(call.text);
      return { message_id: ++this.count, chat: { id: call.chat_id } };
    }
    if (method !== "getUpdates") return true;
    this.updates = this.updates.filter((update) => update.update_id >= (call.offset ?? 0));
    await until("an update", () => this.updates.length, 0.5).catch(() => {});
    return this.updates;
  }

  customerWrites(text) {
    const id = ++this.count;
    const from = { id: 7, is_bot: false, first_name: "Lucia", language_code: "it" };
    this.updates.push({ update_id: id, message: { message_id: id, text, from,
      date: Math.floor(Date.now() / 1000), chat: { id: 7, type: "private" } } });
  }

  sees(pattern) {
    return until(`Telegram shows ${pattern}`, () => this.shown.some((text) => pattern.test(text)));
  }

  close() {
    this.server.closeAllConnections();
    this.server.close();
  }
}

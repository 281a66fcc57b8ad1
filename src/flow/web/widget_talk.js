// The conversation behind the widget: what is sent, stored and waited for.
//
// A message keeps its message_id until an answer says that it is on disk, so
// sending again never asks twice. The conversation's id is kept in the page's
// own storage, and only after the first message. Nothing here draws.
const WAITS_S = [1, 2, 4, 8, 15, 30];

const rest = (seconds) =>
  new Promise((done) => setTimeout(done, seconds * 1000 * (0.8 + Math.random() * 0.4)));

// crypto.randomUUID needs a secure page; random bytes do not.
function randomId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
}

// Private windows may have no storage: then it lasts as long as the page.
const memory = new Map();
const kept = {
  get: (key) => {
    try { return localStorage.getItem(key); } catch { return memory.get(key) ?? null; }
  },
  set: (key, value) => {
    try {
      if (value === null) localStorage.removeItem(key);
      else localStorage.setItem(key, value);
    } catch { memory.set(key, value); }
  },
};

// `events`: message(message, isNew), state(conversation), gone(), offline(bool),
// joined() before the messages of a conversation that began elsewhere,
// unproven(status) when the service does not believe who the customer is
export class Talk {
  constructor(base, key, events) {
    this.base = base;
    this.key = key;
    this.events = events;
    this.profile = {};
    this.attributes = null; // what the page tells beside; null = no word yet
    this.language = null; // chosen, not guessed
    this.round = 0; // counts conversations, so that old waits end
    this.queue = Promise.resolve(); // messages go one after the other
    this.channel = "BroadcastChannel" in globalThis
      ? new BroadcastChannel(key) : null;
    this.channel?.addEventListener("message", () => this.refresh());
    const look = () => this.lookForNews();
    document.addEventListener("visibilitychange", look);
    setInterval(look, 60_000);
    this.clear();
  }

  clear() {
    this.conversation = null;
    this.lastSeq = 0;
    this.seen = new Set();
    this.round += 1;
  }

  reset() {
    kept.set(this.key, null);
    this.clear();
    this.channel?.postMessage("reset");
  }

  // The next customer on this browser must not find the last one's.
  belongTo(id) {
    if (!id) return;
    const owner = `${this.key}.owner`;
    const last = kept.get(owner);
    if (last && last !== id) this.lost();
    kept.set(owner, id);
  }

  // History of the conversation that this browser knows.
  async restore() {
    const id = kept.get(this.key);
    if (id && !this.conversation) this.conversation = { id, owner: "bot" };
    await this.refresh();
  }

  // `heardTo`: what comes later is news.
  async refresh(heardTo = Infinity) {
    const id = kept.get(this.key);
    if (id !== (this.conversation?.id ?? null)) {
      this.clear();
      this.events.gone();
      if (!id) return;
      this.conversation = { id, owner: "bot" };
    }
    if (!id) return;
    const round = this.round;
    try {
      for (let more = true; more;) {
        const page = await this.call(this.path(`after=${this.lastSeq}`));
        if (round !== this.round) return;
        more = page.messages.length > 0;
        page.messages.forEach((message) => this.show(message, message.seq > heardTo));
        this.take(page);
      }
    } catch (error) {
      if (error.status === 404) this.lost();
    }
  }

  // The bot speaks unasked too: it closes what nobody answers. Whoever looks at
  // the page sees it; what may have been stored or not is sent again first.
  lookForNews() {
    if (document.visibilityState !== "visible" || this.unsure ||
        this.conversation?.owner !== "bot") return;
    this.queue = this.queue.then(() => this.refresh(this.lastSeq));
  }

  lost() {
    this.reset();
    this.events.gone();
  }

  path(query) {
    const id = encodeURIComponent(this.conversation.id);
    return `/v1/conversations/${id}/messages?${query}`;
  }

  // Where the conversation's files are.
  address() {
    return `${this.base}/v1/conversations/${encodeURIComponent(this.conversation?.id ?? "")}`;
  }

  async call(path, options) {
    let response;
    try {
      response = await fetch(this.base + path, { credentials: "omit", ...options });
    } catch {
      throw Object.assign(new Error("network"), { again: true });
    }
    if (response.ok) return response.status === 204 ? {} : response.json();
    throw Object.assign(new Error(String(response.status)), {
      status: response.status,
      again: response.status === 429 || response.status >= 500,
      after: Number(response.headers.get("Retry-After")) || 0,
    });
  }

  async persist(path, body) {
    for (let attempt = 0; ; ++attempt) {
      try {
        const answer = await this.call(path, {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify(body()),
        });
        this.events.offline(false);
        return answer;
      } catch (error) {
        if (error.status === 404 && this.conversation) {
          this.lost();
          continue;
        }
        if (!error.again || attempt === WAITS_S.length) throw error;
        this.events.offline(error.message === "network");
        await rest(Math.min(30, Math.max(error.after ?? 0, WAITS_S[attempt])));
      }
    }
  }

  // A page that proves its customer wrongly must not silence the customer: the
  // question is asked without a name.
  async post(text, id) {
    const customer = () => ({
      ...this.profile, ...(this.attributes && { attributes: this.attributes }),
    });
    const send = () => this.persist("/v1/chat", () => ({
      message: text,
      message_id: id,
      locale: navigator.language,
      ...(this.language && { language: this.language }),
      ...(this.conversation && { conversation: this.conversation.id }),
      ...(Object.keys(customer()).length && { customer: customer() }),
    }));
    try {
      return await send();
    } catch (error) {
      if (error.status !== 403 || !this.profile.id) throw error;
      this.profile = {};
      this.events.unproven(error.status);
      return send();
    }
  }

  // Sends one message; resolves when its replies were shown. A failure may be
  // tried again with the same `id`.
  say(text, id = randomId()) {
    const work = async () => {
      this.unsure = true;
      const answer = await this.post(text, id);
      this.unsure = false;
      // A proven customer's conversation may have begun in another browser.
      const joins = !this.conversation && answer.message_seq > 1;
      this.take(answer);
      kept.set(this.key, answer.conversation);
      if (joins) {
        this.events.joined();
        await this.refresh(answer.message_seq);
      } else {
        this.seen.add(answer.message_seq);
        answer.replies.forEach((message) => this.show(message, true));
      }
      this.channel?.postMessage("news");
      return answer;
    };
    const sent = this.queue.then(work);
    this.queue = sent.catch(() => {});
    return { id, sent };
  }

  take(answer) {
    this.conversation = { id: answer.conversation, owner: answer.owner, ticket: answer.ticket,
      toRate: answer.to_rate === true };
    this.events.state(this.conversation);
    this.waitForPeople();
  }

  show(message, isNew) {
    this.lastSeq = Math.max(this.lastSeq, message.seq);
    if (this.seen.has(message.seq)) return;
    this.seen.add(message.seq);
    this.events.message(message, isNew);
  }

  // Long poll, only while a person may write.
  async waitForPeople() {
    if (this.waiting === this.round) return;
    const round = this.round;
    this.waiting = round;
    for (let failures = 0; this.isWithPerson(round);) {
      try {
        const news = await this.call(this.path(`after=${this.lastSeq}&wait_s=25`));
        await this.queue; // our own message gets its number first
        if (round !== this.round) break;
        failures = 0;
        this.events.offline(false);
        news.messages.forEach((message) => this.show(message, true));
        this.take(news);
      } catch (error) {
        if (error.status === 404) break;
        this.events.offline(error.message === "network");
        await rest(WAITS_S[Math.min(failures++, WAITS_S.length - 1)]);
      }
    }
    if (this.waiting === round) this.waiting = null;
  }

  isWithPerson(round) {
    return round === this.round &&
      ["queue", "agent"].includes(this.conversation?.owner);
  }

  // The conversation as a mail; the address, masked.
  async transcript(email) {
    const id = encodeURIComponent(this.conversation.id);
    const answer = await this.call(`/v1/conversations/${id}/transcript`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ email }),
    });
    return answer.sent_to;
  }

  // Where this conversation goes on; opens once, within minutes.
  async link(channel) {
    const id = encodeURIComponent(this.conversation.id);
    const answer = await this.call(`/v1/conversations/${id}/links`, { method: "POST" });
    return answer.links[channel];
  }

  rate(score) {
    const id = encodeURIComponent(this.conversation.id);
    return this.persist(`/v1/conversations/${id}/rating`, () => ({ score }));
  }
}

// The chat widget: one script tag, no dependency, nothing from third parties.
//
//   <script src="https://HOST/widget.js" data-language="it" async></script>
//
// Options are data-* attributes or window.SportelloSettings; window.sportello
// is the interface (docs/integrators.md). All of it lives in a shadow root
// with a constructed style sheet and is built by DOM calls, so that a page's
// policy only has to allow this host for scripts and connections.
import { renderFiles } from "./files.js";
import { LINKS } from "./links.js";
import { renderMarkdown } from "./markdown.js";
import { pageAttributes, withAttributes } from "./widget_attributes.js";
import { icon, inkOn, make } from "./widget_dom.js";
import { WIDGET_STYLE } from "./widget_style.js";
import { Talk } from "./widget_talk.js";
import { widgetLanguage, widgetWords } from "./widget_words.js";

const MAX_TEXT = 4000;

const script = document.currentScript;
const settings = { ...window.SportelloSettings, ...script?.dataset };
const base = settings.base ?? new URL(script?.src ?? location.href).origin;

class Widget {
  constructor() {
    this.listeners = new Map();
    this.titles = new Map(); // button value -> title, for the history
    this.unread = 0;
    this.talk = new Talk(base, `sportello:${base}`, {
      message: (message, isNew) => this.addMessage(message, isNew),
      state: (conversation) => this.showState(conversation),
      gone: () => this.clear(),
      joined: () => this.log.replaceChildren(),
      unproven: (status) => this.emit("error", { status }),
      offline: (is) => this.showOffline(is),
    });
    this.talk.attributes = pageAttributes(window.SportelloSettings?.customData, script);
    this.host = make("div", { id: "sportello-widget" });
    this.root = this.host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(WIDGET_STYLE);
    this.root.adoptedStyleSheets = [sheet];
    this.setLocale(settings.language);
    document.body.append(this.host);
    this.host.dataset.position = settings.position === "left" ? "left" : "right";
    this.watchScheme();
    this.watchSize();
    if (settings.color) this.setColor(settings.color);
    this.talk.restore().then(() => {
      this.settle();
      this.emit("ready");
    });
    if (settings.open === "true" || settings.open === true) this.open(false);
  }

  setColor(color) {
    this.host.style.setProperty("--accent", color);
    this.host.style.setProperty("--on-accent", inkOn(color));
  }

  watchScheme() {
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const apply = () => {
      const wanted = settings.scheme ?? "auto";
      const isDark = wanted === "dark" || (wanted === "auto" && dark.matches);
      this.host.dataset.scheme = isDark ? "dark" : "light";
      if (!settings.color) {
        this.host.style.setProperty("--accent", isDark ? "#2dd4bf" : "#0f766e");
        this.host.style.setProperty("--on-accent", isDark ? "#05201c" : "#fff");
        // Large areas that shine are hard on the eyes at night; lines must shine.
        if (isDark) this.host.style.setProperty("--fill", "#0f5f59");
        else this.host.style.removeProperty("--fill");
        this.host.style.setProperty("--on-fill", "#fff");
      }
    };
    dark.addEventListener("change", apply);
    apply();
  }

  // On a phone the panel is all there is: what is behind it cannot be reached,
  // and it ends above the keyboard.
  watchSize() {
    this.behind = [];
    const phone = matchMedia("(max-width: 560px)");
    const screen = window.visualViewport;
    this.fit = () => {
      const isModal = phone.matches && !this.panel.hidden;
      this.behind.forEach((node) => { node.inert = false; });
      this.behind = isModal ? [...document.body.children, this.launcher]
        .filter((node) => node !== this.host && !node.inert) : [];
      this.behind.forEach((node) => { node.inert = true; });
      this.panel.setAttribute("aria-modal", String(isModal));
      this.panel.style.height = isModal && screen ? `${screen.height}px` : "";
    };
    phone.addEventListener("change", this.fit);
    screen?.addEventListener("resize", () => {
      this.fit();
      this.scrollDown();
    });
  }

  setLocale(locale) {
    this.language = widgetLanguage(
      locale, document.documentElement.lang, navigator.language);
    this.talk.language = locale ? this.language : null;
    this.words = widgetWords(this.language);
    const wasOpen = this.panel && !this.panel.hidden;
    const messages = this.log ? [...this.log.childNodes] : [];
    this.root.replaceChildren();
    this.host.lang = this.language;
    this.build();
    this.log.append(...messages);
    this.settle();
    this.showState(this.talk.conversation);
    if (wasOpen) this.open(false);
  }

  build() {
    const { words } = this;
    const button = (className, label, ...inside) =>
      make("button", { type: "button", className, "aria-label": label }, ...inside);
    this.badge = make("span", { className: "badge", hidden: true, "aria-hidden": "true" });
    this.launcher = button("launcher", words.open, icon("chat"), icon("down"), this.badge);
    this.launcher.setAttribute("aria-haspopup", "dialog");
    this.launcher.setAttribute("aria-expanded", "false");
    this.launcher.addEventListener("click", () => this.toggle());
    this.status = make("p", { className: "status", role: "status" });
    this.more = button("tool", words.more, icon("more"));
    this.more.addEventListener("click", () => this.showMenu(this.menu.hidden));
    const close = button("tool", words.close, icon("down"));
    close.addEventListener("click", () => this.close());
    const title = make("h2", { id: "title" }, settings.title ?? words.title);
    this.log = make("div", { className: "log", role: "log", tabIndex: 0,
      "aria-label": words.log, "aria-live": "off" });
    this.buildComposer();
    this.buildMenu();
    this.panel = make(
      "section",
      { className: "panel", role: "dialog", hidden: true, "aria-labelledby": "title" },
      make("header", {}, make("div", { className: "names" }, title, this.status),
        this.more, this.menu, close),
      this.log, this.form, this.foot);
    this.log.addEventListener("click", () => this.showMenu(false, false));
    this.panel.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      if (this.menu.hidden) this.close();
      else this.showMenu(false);
    });
    this.root.append(this.launcher, this.panel);
  }

  buildComposer() {
    const { words } = this;
    this.text = make("textarea", { id: "text", rows: 1, maxLength: MAX_TEXT,
      placeholder: words.placeholder, autocomplete: "off", enterKeyHint: "send",
      dir: "auto" });
    const send = make("button", { className: "send", "aria-label": words.send }, icon("send"));
    this.form = make("form", {},
      make("label", { className: "unseen", htmlFor: "text" }, words.label), this.text, send);
    const person = make("button", { type: "button" }, words.person);
    person.addEventListener("click", () => this.say("/person", words.personAsk));
    this.hint = make("span", { role: "status" });
    this.foot = make("div", { className: "foot" }, person, this.hint);
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    this.text.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.submit();
    });
    this.text.addEventListener("input", () => {
      this.text.style.height = "auto";
      this.text.style.height = `${Math.min(this.text.scrollHeight + 2, 140)}px`;
      const left = MAX_TEXT - this.text.value.length;
      this.hint.textContent = left < 200 ? words.left(left) : "";
    });
  }

  // What one does seldom: a button that shows a few more.
  buildMenu() {
    const { words } = this;
    const entry = (title, act) => {
      const button = make("button", { type: "button" }, title);
      button.addEventListener("click", () => {
        this.showMenu(false);
        act();
      });
      return button;
    };
    const goOn = LINKS.map((channel) => {
      const name = channel[0].toUpperCase() + channel.slice(1);
      return entry(words.goOn(name), () => this.goOn(channel, name));
    });
    // What needs a conversation.
    this.later = [entry(words.copy, () => this.askCopy()), ...goOn];
    this.menu = make("div", { className: "menu", id: "menu", hidden: true },
      ...this.later, entry(words.restart, () => this.reset()));
    this.more.setAttribute("aria-expanded", "false");
    this.more.setAttribute("aria-controls", "menu");
    this.menu.addEventListener("focusout", ({ relatedTarget: to }) => {
      if (to && !this.menu.contains(to) && to !== this.more) this.showMenu(false, false);
    });
  }

  showMenu(is, focus = true) {
    this.menu.hidden = !is;
    this.more.setAttribute("aria-expanded", String(is));
    if (focus) (is ? this.menu.querySelector("button:not([hidden])") : this.more).focus();
  }

  // After the history: news is spoken from here on.
  settle() {
    if (!this.log.querySelector(".message")) {
      this.log.append(make("div", { className: "message bot" },
        make("p", {}, settings.greeting ?? this.words.greeting)));
    }
    this.scrollDown();
    requestAnimationFrame(() => this.log.setAttribute("aria-live", "polite"));
  }

  clear() {
    this.log.replaceChildren();
    this.showState(null);
    this.settle();
  }

  submit() {
    const value = this.text.value.trim();
    if (!value) return;
    this.text.value = "";
    this.text.dispatchEvent(new Event("input"));
    this.say(value);
  }

  say(value, title = value) {
    const node = this.addCustomer(title);
    this.dropChoices();
    this.scrollDown();
    this.text.focus();
    this.deliver(value, node);
  }

  async deliver(value, node, id) {
    node.querySelector(".failed")?.remove();
    node.classList.add("pending");
    const message = this.talk.say(value, id);
    const writing = this.notice(make("span", { className: "dots", "aria-hidden": "true" }),
      make("span", { className: "unseen" }, this.words.writing));
    writing.hidden = true;
    const shown = setTimeout(() => { writing.hidden = false; this.scrollDown(); }, 400);
    try {
      await message.sent;
      node.classList.remove("pending");
    } catch (error) {
      node.classList.remove("pending");
      this.addFailure(value, node, message.id, error);
    }
    clearTimeout(shown);
    writing.remove();
    this.scrollDown();
  }

  addFailure(value, node, id, error) {
    const line = make("p", { className: "failed", role: "alert" }, `${this.words.failed} `);
    if (error.again) {
      const retry = make("button", { type: "button" }, this.words.retry);
      retry.addEventListener("click", () => this.deliver(value, node, id));
      line.append(retry);
    }
    node.append(line);
    this.emit("error", { status: error.status });
  }

  addCustomer(content) {
    const node = make("div", { className: "message customer", dir: "auto" },
      make("span", { className: "unseen" }, `${this.words.you}: `),
      make("span", {}, content));
    this.log.append(node);
    return node;
  }

  addMessage(message, isNew) {
    this.dropChoices();
    if (message.from === "customer") {
      this.addCustomer(this.titles.get(message.text) ?? message.text);
      return;
    }
    const isAgent = message.from === "agent";
    const node = make("div", { className: `message ${isAgent ? "agent" : "bot"}`, dir: "auto" },
      make("span", { className: isAgent ? "who" : "unseen" },
        isAgent ? this.words.agent : `${this.words.bot}: `));
    node.append(renderMarkdown(message.text), renderFiles(message, this.talk.address()));
    for (const link of node.querySelectorAll("a[target]")) {
      link.append(make("span", { className: "unseen" }, ` (${this.words.newTab})`));
    }
    this.log.append(node);
    this.addChoices(message.buttons);
    this.scrollDown();
    if (!isNew) return;
    this.emit("message", { seq: message.seq, from: message.from });
    if (this.panel.hidden) this.setUnread(this.unread + 1);
  }

  addChoices(buttons) {
    if (!buttons?.length) return;
    const row = make("div", { className: "choices", role: "group",
      "aria-label": this.words.choices });
    for (const { title, value } of buttons) {
      this.titles.set(value, title);
      const choice = make("button", { type: "button" }, title);
      choice.addEventListener("click", () => this.say(value, title));
      row.append(choice);
    }
    this.log.append(row);
  }

  dropChoices() {
    this.log.querySelectorAll(".choices").forEach((row) => row.remove());
  }

  notice(...content) {
    const node = make("p", { className: "notice" }, ...content);
    this.log.append(node);
    return node;
  }

  showState(conversation) {
    const { words } = this;
    const owner = conversation?.owner;
    this.status.textContent =
      owner === "queue" ? words.queue(conversation.ticket ?? "")
        : owner === "agent" ? words.withAgent
          : owner === "closed" ? words.closed
            : settings.subtitle ?? words.subtitle;
    this.foot.firstChild.hidden = owner === "queue" || owner === "agent";
    this.later.forEach((button) => { button.hidden = !conversation; });
    const toRate = conversation?.toRate === true;
    if (toRate && !this.toRate) this.askRating();
    this.toRate = toRate;
  }

  askRating() {
    const row = make("div", { className: "choices", role: "group",
      "aria-label": this.words.rate });
    const title = this.notice(this.words.rate);
    for (let score = 1; score <= 5; ++score) {
      const star = make("button", { type: "button",
        "aria-label": this.words.rateScore(score) }, `${score} ★`);
      star.addEventListener("click", async () => {
        row.remove();
        try {
          await this.talk.rate(score);
          title.textContent = this.words.thanks;
        } catch {
          title.textContent = this.words.failed;
        }
        this.text.focus();
      });
      row.append(star);
    }
    this.log.append(row);
    this.scrollDown();
  }

  // Where the conversation is to be sent.
  askCopy() {
    if (this.log.querySelector(".copy")) return;
    const { words } = this;
    const field = make("input", { type: "email", required: true, maxLength: 254,
      autocomplete: "email", "aria-label": words.copyAsk, placeholder: words.copyAsk });
    const form = make("form", { className: "copy" }, field,
      make("button", {}, words.send));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      let said;
      try {
        said = words.copySent(await this.talk.transcript(field.value.trim()));
      } catch (error) {
        said = error.status === 409 ? words.copyTwice
          : error.status === 429 ? words.copyLimit
          : error.status === 404 ? words.copyNone : words.copyFailed;
      }
      form.remove();
      this.notice(said);
      this.scrollDown();
      this.text.focus();
    });
    this.log.append(form);
    this.scrollDown();
    field.focus();
  }

  // The conversation in another channel. The tab is opened within the press,
  // or browsers would block it; some open none: so the link stands here too.
  async goOn(channel, name) {
    const { words } = this;
    const tab = window.open("", "_blank");
    try {
      const href = await this.talk.link(channel);
      if (tab) {
        tab.opener = null;
        tab.location.replace(href);
      }
      this.notice(`${words.goOnAsk} `, make("a", { href, target: "_blank", rel: "noopener" },
        words.goOnOpen(name), make("span", { className: "unseen" }, ` (${words.newTab})`)));
    } catch {
      tab?.close();
      this.notice(words.goOnFailed);
    }
    this.scrollDown();
  }

  showOffline(is) {
    this.hint.textContent = is ? this.words.offline : "";
  }

  setUnread(count) {
    this.unread = count;
    this.badge.hidden = count === 0;
    this.badge.textContent = String(count);
    this.launcher.setAttribute("aria-label", count
      ? `${this.words.open}, ${this.words.unread(count)}` : this.words.open);
    this.emit("unread", { count });
  }

  scrollDown() {
    this.log.scrollTop = this.log.scrollHeight;
  }

  open(focus = true) {
    this.panel.hidden = false;
    this.fit();
    this.launcher.setAttribute("aria-expanded", "true");
    this.setUnread(0);
    this.scrollDown();
    if (focus) this.text.focus();
    this.emit("open");
  }

  close() {
    if (this.panel.hidden) return;
    this.panel.hidden = true;
    this.fit();
    this.launcher.setAttribute("aria-expanded", "false");
    this.launcher.focus();
    this.emit("close");
  }

  toggle() {
    if (this.panel.hidden) this.open();
    else this.close();
  }

  reset() {
    this.talk.reset();
    this.clear();
    if (!this.panel.hidden) this.text.focus();
  }

  // What is known of the customer goes with the next messages.
  setUser({ id, hash, name, email } = {}) {
    this.talk.profile = {
      ...(id && { id }), ...(hash && { hash }), ...(name && { name }), ...(email && { email }),
    };
    this.talk.belongTo(id);
  }

  // The same for what the page tells beside; throws when it is over a limit.
  setCustomAttributes(changes) {
    this.talk.attributes = withAttributes(this.talk.attributes, changes);
  }

  on(event, listener) {
    if (!this.listeners.has(event)) this.listeners.set(event, new Set());
    this.listeners.get(event).add(listener);
    return () => this.listeners.get(event).delete(listener);
  }

  emit(event, detail = {}) {
    this.listeners.get(event)?.forEach((listener) => listener(detail));
    window.dispatchEvent(new CustomEvent(`sportello:${event}`, { detail }));
  }
}

// A page that loads the script twice gets one widget.
function begin() {
  if (window.sportello) return;
  const widget = new Widget();
  const offered = ["open", "close", "toggle", "reset", "setUser", "setCustomAttributes",
    "setLocale", "on"];
  window.sportello = Object.freeze(
    Object.fromEntries(offered.map((name) => [name, widget[name].bind(widget)])));
}

if (document.body) begin();
else document.addEventListener("DOMContentLoaded", begin);

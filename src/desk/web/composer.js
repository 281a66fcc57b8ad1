// <desk-composer number="…">: reply or note. What is written is kept as a
// draft; what could not be sent stays in the box and goes with the same
// message_id, so the daemon stores it once.
import { newId, post } from "./api.js";
import { openCanned } from "./canned.js";
import { agentName, desk } from "./desk.js";
import { h, icon } from "./dom.js";
import { renderMarkdown } from "../page/markdown.js";
import { draft, saveDraft } from "./prefs.js";
import { t } from "./words.js";

const TYPING_EVERY_MS = 3000;
const HIGHEST = 260;

class DeskComposer extends HTMLElement {
  connectedCallback() {
    this.number = Number(this.getAttribute("number"));
    this.kind = "reply";
    this.typedAt = 0;
    this.text = h("textarea", {
      rows: 2, maxlength: 10000, oninput: () => this.written(),
      onkeydown: (event) => this.key(event),
    });
    this.problem = h("p", { class: "problem", role: "alert" });
    this.preview = h("div", { class: "preview words", hidden: true });
    this.hint = h("p", { class: "soft hint" });
    this.sendButton = h("button", { class: "primary" });
    this.kinds = ["reply", "note"].map((kind) => h("button", {
      type: "button", "data-kind": kind, onclick: () => this.open(kind),
    }, icon(kind === "reply" ? "send" : "note", 14), t(kind)));
    this.append(h("form", {
      class: "composer", onsubmit: (event) => this.submit(event),
    },
    h("div", { class: "composer-top" },
      h("div", { class: "kinds", role: "group", "aria-label": t("write_kind") },
        this.kinds),
      this.toolbar()),
    this.hint, this.preview, this.text, this.problem,
    h("div", { class: "composer-end" },
      h("p", { class: "soft marks" }, t("markdown_hint")),
      h("kbd", null, t("send_keys")), this.sendButton)));
    this.setKind("reply");
  }

  toolbar() {
    const tool = (words, sign, run) => h("button", {
      type: "button", class: "bare", title: t(words), "aria-label": t(words),
      onclick: run,
    }, icon(sign));
    this.previewButton = h("button", {
      type: "button", class: "bare text", "aria-pressed": "false",
      onclick: () => this.togglePreview(),
    }, t("preview"));
    return h("div", { class: "toolbar" },
      tool("bold", "bold", () => this.wrap("**", "**", t("bold"))),
      tool("italic", "italic", () => this.wrap("*", "*", t("italic"))),
      tool("link", "link", () => this.wrap("[", "](https://)", t("link"))),
      tool("bullets", "list", () => this.bullets()),
      this.previewButton,
      this.cannedButton = h("button", {
        type: "button", class: "bare text canned-button",
        onclick: () => this.openCanned(),
      }, icon("chat", 14), t("canned")));
  }

  // The ticket as it is now; the box is not touched while it is being used.
  show(ticket) {
    this.ticket = ticket;
    this.isBlocked = ticket.status === "closed" ||
      (ticket.status === "claimed" && ticket.agent !== desk.agent.name);
    this.showState();
  }

  showState() {
    const { ticket, kind } = this;
    if (!ticket) return;
    const isReply = kind === "reply";
    let hint = "";
    if (isReply && ticket.status === "closed") hint = t("reply_closed");
    else if (isReply && this.isBlocked) {
      hint = t("take_over_hint", agentName(ticket.agent));
    } else if (isReply && ticket.status === "waiting") hint = t("reply_takes");
    this.hint.textContent = hint;
    this.hint.hidden = !hint;
    const isEmpty = !this.text.value.trim();
    this.sendButton.disabled =
      Boolean(this.sending) || isEmpty || (isReply && this.isBlocked);
    this.sendButton.replaceChildren(icon(isReply ? "send" : "note", 15),
      h("span", null, t(this.sending ? "sending" : isReply ? "send" : "add_note")));
  }

  // Opens reply or note and puts the cursor there.
  open(kind) {
    this.setKind(kind);
    this.text.focus();
  }

  setKind(kind) {
    this.kind = kind;
    this.dataset.kind = kind;
    this.kinds.forEach((button) => button.setAttribute(
      "aria-pressed", String(button.dataset.kind === kind)));
    const isReply = kind === "reply";
    this.text.setAttribute("aria-label",
      t(isReply ? "reply_label" : "note_label"));
    this.text.placeholder = t(isReply ? "reply_hint" : "note_hint");
    this.text.value = draft(this.number)[kind] ?? "";
    this.cannedButton.hidden = !isReply;
    this.problem.textContent = "";
    this.fit();
    this.showPreview();
    this.showState();
  }

  written() {
    draft(this.number)[this.kind] = this.text.value;
    saveDraft(this.number);
    this.fit();
    this.showPreview();
    this.showState();
    if (this.kind === "reply" && this.text.value.trim()) this.tellTyping();
  }

  // Colleagues see it; that it could not be told matters to nobody.
  tellTyping() {
    const now = Date.now();
    if (now - this.typedAt < TYPING_EVERY_MS) return;
    this.typedAt = now;
    post(`tickets/${this.number}/typing`).catch(() => {});
  }

  fit() {
    this.text.style.height = "auto";
    this.text.style.height = `${Math.min(this.text.scrollHeight + 2, HIGHEST)}px`;
  }

  key(event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.send();
    }
  }

  submit(event) {
    event.preventDefault();
    this.send();
  }

  async send() {
    const text = this.text.value.trim();
    if (!text || this.sending || this.sendButton.disabled) return;
    const { kind } = this;
    this.sending = true;
    this.problem.textContent = "";
    this.showState();
    try {
      if (kind === "reply") await this.sendReply(text);
      else await post(`tickets/${this.number}/note`, { text });
      this.done(kind, text);
    } catch (error) {
      this.problem.textContent = error.kept ?? t("not_sent", error.message);
    }
    this.sending = false;
    this.showState();
    this.dispatchEvent(new Event("changed"));
  }

  async sendReply(text) {
    const mine = draft(this.number);
    mine.message_id ??= newId();
    saveDraft(this.number);
    const { message } = await post(`tickets/${this.number}/reply`,
                                   { text, message_id: mine.message_id });
    delete mine.message_id;
    saveDraft(this.number);
    // An attempt that seemed lost had arrived, and the text was changed since.
    if (message.text.trim() !== text) {
      throw Object.assign(new Error(), { kept: t("earlier_text_sent") });
    }
  }

  // Empties the box unless something else is being written by now.
  done(kind, text) {
    const mine = draft(this.number);
    if ((mine[kind] ?? "").trim() === text) delete mine[kind];
    saveDraft(this.number);
    if (this.kind === kind) this.text.value = mine[kind] ?? "";
    if (this.previewing) this.togglePreview();
    this.fit();
    if (this.isConnected) this.text.focus();
  }

  togglePreview() {
    this.previewing = !this.previewing;
    this.previewButton.setAttribute("aria-pressed", String(this.previewing));
    this.showPreview();
  }

  showPreview() {
    this.preview.hidden = !this.previewing;
    if (!this.previewing) return;
    this.preview.replaceChildren(this.text.value.trim()
      ? renderMarkdown(this.text.value)
      : h("p", { class: "soft" }, t("preview_empty")));
  }

  // Puts marks around the selection, or a word to write over.
  wrap(before, after, word) {
    const { selectionStart: from, selectionEnd: to, value } = this.text;
    const middle = value.slice(from, to) || word.toLowerCase();
    this.put(before + middle + after, from, to);
    this.text.setSelectionRange(from + before.length,
                                from + before.length + middle.length);
  }

  bullets() {
    const { selectionStart, selectionEnd: to, value } = this.text;
    const from = value.lastIndexOf("\n", selectionStart - 1) + 1;
    const lines = value.slice(from, to).split("\n");
    this.put(lines.map((line) => `- ${line}`).join("\n"), from, to);
  }

  put(text, from, to) {
    this.text.focus();
    this.text.setRangeText(text, from, to, "end");
    this.written();
  }

  openCanned() {
    if (!this.ticket) return;
    if (this.kind !== "reply") this.setKind("reply");
    openCanned(this.ticket.language, (text) => {
      const { selectionStart: from, selectionEnd: to, value } = this.text;
      const gap = from > 0 && !/\s$/.test(value.slice(0, from)) ? "\n\n" : "";
      this.put(gap + text.trim(), from, to);
    });
  }
}

customElements.define("desk-composer", DeskComposer);

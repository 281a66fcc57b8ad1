// <desk-ticket number="…">: head, conversation, composer, the customer's data.
import { get, post } from "./api.js";
import { agentName, desk, hear, queueTitle } from "./desk.js";
import { openClose, openRelease, openTransfer } from "./ticket_dialogs.js";
import { h, icon } from "./dom.js";
import { onKeys } from "./keys.js";
import { announce, showProblem } from "./notices.js";
import { codeName, t } from "./words.js";
import { nameOf } from "./ticket_list.js";
import { fillSide } from "./side.js";
import "./composer.js";
import "./timeline.js";

class DeskTicket extends HTMLElement {
  connectedCallback() {
    this.number = Number(this.getAttribute("number"));
    this.ticket = null;
    this.append(h("p", { class: "list-state" }, t("loading")));
    hear(this, "tickets", ({ numbers }) => {
      if (!numbers || numbers.has(this.number)) this.load();
    });
    hear(this, "presence", () => this.showPresence());
    hear(this, "me", () => { if (this.ticket) this.show(this.ticket); });
    onKeys(this, {
      c: () => this.canClaim() && this.act("claim"),
      t: () => this.canWork() && this.transfer(),
      e: () => this.canWork() && this.close(),
      r: () => this.composer?.open("reply"),
      n: () => this.composer?.open("note"),
      x: () => this.composer?.openCanned(),
    });
    this.load();
  }

  canClaim() {
    return this.ticket?.status === "waiting";
  }

  canWork() {
    return Boolean(this.ticket) && this.ticket.status !== "closed";
  }

  // One request at a time; a change meanwhile asks again.
  async load() {
    if (this.loading) {
      this.stale = true;
      return;
    }
    this.loading = true;
    do {
      this.stale = false;
      try {
        this.show(await get(`tickets/${this.number}`));
      } catch (error) {
        if (!this.ticket) this.showFailure(error);
      }
    } while (this.stale && this.isConnected);
    this.loading = false;
  }

  showFailure(error) {
    this.replaceChildren(h("div", { class: "nothing" },
      icon("warn", 36), h("p", { role: "alert" }, error.message),
      h("button", {
        type: "button", class: "quiet", onclick: () => this.load(),
      }, t("retry")),
      h("a", { href: "#/tickets" }, t("back"))));
  }

  show(ticket) {
    const before = this.ticket;
    this.ticket = ticket;
    if (!before) this.build();
    this.showHead();
    this.timeline.show(ticket);
    this.composer.show(ticket);
    fillSide(this.side, ticket,
             (priority) => this.act("priority", { priority }));
    this.showPresence();
    if (before) this.speak(before, ticket);
    else if (this.hasAttribute("focus")) this.head.querySelector("h2").focus();
  }

  build() {
    this.head = h("header", { class: "ticket-head" });
    this.timeline = h("desk-timeline");
    this.presence = h("p", { class: "presence" });
    this.composer = h("desk-composer", { number: this.number });
    this.composer.addEventListener("changed", () => this.load());
    this.side = h("aside", {
      class: "side", "aria-label": t("details"), id: "side",
    });
    this.replaceChildren(
      h("div", { class: "talk" }, this.head, this.timeline, this.presence,
        this.composer),
      this.side);
  }

  // A new message of the customer is spoken; ours are not news.
  speak(before, ticket) {
    const last = before.messages.at(-1)?.seq ?? 0;
    const news = ticket.messages.filter(
      (message) => message.seq > last && message.from === "customer");
    if (news.length) announce(t("customer_wrote", news.at(-1).text));
  }

  showHead() {
    const { ticket } = this;
    this.fill([
      h("a", {
        class: "bare back", href: "#/tickets", "aria-label": t("back"),
      }, icon("back", 20)),
      h("div", { class: "ticket-names" },
        h("h2", { tabindex: "-1", "data-act": "name" }, nameOf(ticket)),
        h("p", { class: "ticket-line" },
          h("span", null, t("ticket", ticket.number)),
          this.badge(),
          h("span", null, queueTitle(ticket.queue)),
          ticket.priority > 1 && h("span", { class: `priority p${ticket.priority}` },
            icon("flag", 13), codeName("priority", ticket.priority)),
          ticket.due_at && ticket.status !== "closed" && h("span", {
            class: `due ${ticket.overdue ? "overdue" : ""}`,
          }, icon("alarm", 14), h("time-left", { at: ticket.due_at })))),
      h("div", { class: "ticket-acts" }, this.acts()),
    ]);
  }

  // Buttons are made anew; the focus stays on the one that had it.
  fill(parts) {
    const held = this.head.contains(document.activeElement)
      ? document.activeElement.dataset.act : null;
    this.head.replaceChildren(...parts);
    if (!held) return;
    const next = this.head.querySelector(`[data-act="${held}"]`) ??
      this.head.querySelector("[data-act]");
    next?.focus();
  }

  badge() {
    const { status, agent, outcome } = this.ticket;
    const text = status === "claimed"
      ? agent === desk.agent.name ? t("claimed_by_you")
        : t("with_agent", agentName(agent))
      : status === "closed" && outcome ? `${t("status_closed")}: ${
        codeName("outcome", outcome)}` : codeName("status", status);
    return h("span", { class: `badge ${status}` }, text);
  }

  acts() {
    const { ticket } = this;
    const acts = [];
    const add = (name, words, sign, run, kind = "quiet") => acts.push(h("button", {
      type: "button", class: kind, "data-act": name, onclick: run,
      title: t(words), "aria-label": t(words),
    }, icon(sign), h("span", { class: "word" }, t(words))));
    if (this.canClaim()) {
      add("claim", "claim", "hand", () => this.act("claim"), "primary");
    }
    if (ticket.status === "claimed" && ticket.agent !== desk.agent.name) {
      add("take", "take_over", "hand",
          () => this.act("transfer", { agent: desk.agent.name }));
    }
    if (this.canWork()) {
      add("transfer", "transfer", "move", () => this.transfer());
      if (ticket.status === "claimed") {
        add("release", "release", "out", () => this.release());
      }
      add("close", "close_ticket", "check", () => this.close());
    }
    acts.push(h("button", {
      type: "button", class: "quiet details", "data-act": "details",
      title: t("details"), "aria-label": t("details"),
      "aria-expanded": String(this.classList.contains("with-side")),
      "aria-controls": "side",
      onclick: (event) => {
        const open = this.classList.toggle("with-side");
        event.currentTarget.setAttribute("aria-expanded", String(open));
        if (open) this.side.scrollIntoView({ block: "nearest" });
      },
    }, icon("info"), h("span", { class: "word" }, t("details"))));
    return acts;
  }

  showPresence() {
    if (!this.presence) return;
    const here = desk.presence.filter((one) =>
      one.ticket === this.number && one.agent !== desk.agent.name);
    const typing = here.filter((one) => one.typing);
    const text = (typing.length ? typing : here).map((one) =>
      t(one.typing ? "typing" : "looking", agentName(one.agent))).join(" ");
    if (this.presence.textContent !== text) this.presence.textContent = text;
  }

  // Carries out and shows what the daemon says is true now; after an error
  // too (a colleague was faster).
  async carry(what, body) {
    try {
      this.show(await post(`tickets/${this.number}/${what}`, body));
    } catch (error) {
      this.load();
      throw error;
    }
  }

  act(what, body) {
    return this.carry(what, body).catch(showProblem);
  }

  transfer() {
    openTransfer(this.ticket, (body) => this.carry("transfer", body));
  }

  release() {
    openRelease(this.ticket, (body) => this.carry("release", body));
  }

  close() {
    openClose(this.ticket, (body) => this.carry("close", body));
  }
}

customElements.define("desk-ticket", DeskTicket);

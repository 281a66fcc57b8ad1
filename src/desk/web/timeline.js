// <desk-timeline>: messages, events and internal notes in the order of time.
import { agentName, desk, queueOf, queueTitle } from "./desk.js";
import { h, icon, reconcile } from "./dom.js";
import { clock, dayName, fileSize, moment } from "./format.js";
import { renderMarkdown } from "../page/markdown.js";
import { codeName, t } from "./words.js";

// A reply is a message already; an opening is what the first line shows.
const SILENT = new Set(["reply"]);

class DeskTimeline extends HTMLElement {
  connectedCallback() {
    if (this.list) return;
    this.list = h("ol", { class: "items" });
    this.box = h("div", {
      class: "timeline", tabindex: "0", role: "region",
      "aria-label": t("conversation"), onscroll: () => this.scrolled(),
    }, this.list);
    this.newest = h("button", {
      type: "button", class: "newest", hidden: true,
      onclick: () => this.toEnd(),
    }, icon("down"), t("to_newest"));
    this.append(this.box, this.newest);
    this.atEnd = true;
    // A taller composer must not hide the end.
    new ResizeObserver(() => { if (this.atEnd) this.toEnd(); })
      .observe(this.box);
  }

  scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.box;
    this.atEnd = scrollHeight - scrollTop - clientHeight < 60;
    if (this.atEnd) this.newest.hidden = true;
  }

  toEnd() {
    this.box.scrollTop = this.box.scrollHeight;
    this.newest.hidden = true;
  }

  show(ticket) {
    const follows = this.atEnd;
    const count = this.list.childElementCount;
    reconcile(this.list, withDays(merged(ticket)), {
      key: (item) => item.key,
      sign: (item) => JSON.stringify(item),
      render,
    });
    if (follows) this.toEnd();
    else if (this.list.childElementCount > count) this.newest.hidden = false;
  }
}

function merged(ticket) {
  const items = [
    ...ticket.messages.map((message) => (
      { key: `m${message.seq}`, at: message.at, message,
        ticket: ticket.number })),
    ...ticket.events.map((event, index) => (
      { key: `e${index}`, at: event.at, event }))
      .filter(({ event }) => !SILENT.has(event.what)),
  ];
  // At the same moment what happened comes before what was said because of it.
  return items.sort((a, b) => Date.parse(a.at) - Date.parse(b.at) ||
    (a.message ? 1 : 0) - (b.message ? 1 : 0));
}

// Puts the day before its first item; marks messages that go on with the one
// above.
function withDays(items) {
  const found = [];
  let day = "";
  let above = null;
  for (const item of items) {
    const its = new Date(item.at).toDateString();
    if (its !== day) {
      found.push({ key: `d${its}`, day: item.at, name: dayName(item.at) });
      above = null;
    }
    day = its;
    const { message } = item;
    const goesOn = Boolean(message && above?.message &&
      above.message.from === message.from &&
      above.message.agent === message.agent &&
      Date.parse(item.at) - Date.parse(above.at) < 300000);
    found.push(message ? { ...item, goesOn } : item);
    above = item;
  }
  return found;
}

function render(item) {
  if (item.day) return h("li", { class: "day" }, h("span", null, item.name));
  if (item.message) return renderMessage(item);
  if (item.event.what === "note") return renderNote(item.event);
  return renderEvent(item.event);
}

const time = (at) =>
  h("time", { datetime: at, title: moment(at) }, clock(at));

function senderOf(message) {
  if (message.from === "customer") return t("from_customer");
  if (message.from === "agent") {
    return message.agent ? agentName(message.agent) : t("person");
  }
  return t("from_bot");
}

// The files stand below: their lines in the text would name them twice.
function withoutFiles({ text, attachments = [] }) {
  const lines = text.split("\n");
  for (const { name } of attachments) {
    const at = lines.findLastIndex(
      (line) => /^\[.*\]$/.test(line) && line.includes(`: ${name}, `));
    if (at >= 0) lines.splice(at, 1);
  }
  return lines.join("\n").trimEnd();
}

function renderMessage({ message, goesOn, ticket }) {
  const { from, reason } = message;
  const body = h("div", { class: "words" });
  const text = withoutFiles(message);
  if (from === "customer") body.append(h("p", { class: "plain" }, text));
  else body.append(renderMarkdown(text));
  return h("li", { class: `message ${from} ${goesOn ? "goes-on" : ""}` },
    h("p", { class: goesOn ? "unseen" : "sender" },
      from !== "customer" && icon(from === "bot" ? "bot" : "person", 13),
      h("span", null, senderOf(message)), time(message.at),
      from === "bot" && reason?.id && h("span", {
        class: "code", title: [reason.stage, reason.decision, reason.confidence]
          .filter(Boolean).join(" · "),
      }, reason.id)),
    text && h("div", { class: "bubble" }, body),
    message.attachments?.length > 0 && h("ul", {
      class: "files", "aria-label": t("attachments"),
    }, message.attachments.map((file) => h("li", null, h("a", {
      href: `/v1/desk/tickets/${ticket}/attachments/${encodeURIComponent(file.id)}`,
      download: file.name,
    }, icon("down", 13), h("span", { class: "name" }, file.name),
    h("span", { class: "size" }, fileSize(file.bytes)))))),
    message.buttons?.length > 0 && h("ul", {
      class: "offered", "aria-label": t("offered"),
    }, message.buttons.map((button) => h("li", null, button.title))));
}

function renderNote(event) {
  return h("li", { class: "message note" },
    h("p", { class: "sender" }, icon("note", 13),
      h("span", null, `${t("internal_note")} · ${agentName(event.agent)}`),
      time(event.at)),
    h("div", { class: "bubble" },
      h("div", { class: "words" }, renderMarkdown(event.detail))));
}

function target(detail) {
  if (!detail) return "";
  if (detail === "bot" || detail === "queue") return t(`to_${detail}`);
  if (queueOf(detail)) return queueTitle(detail);
  return desk.agents.some((agent) => agent.name === detail)
    ? agentName(detail) : detail;
}

const SIGNS = {
  opened: "chat", claimed: "hand", transferred: "move", released: "out",
  closed: "check", contact: "mail", due: "alarm", lease_lost: "warn",
  priority: "flag", rated: "star", reopened: "chat", warned: "bell",
  channel_failed: "warn",
};

// Only what an agent wrote goes by mail instead.
function undelivered(detail) {
  const [why, whose] = detail.split(" ");
  return codeName("undelivered", why) +
    (whose === "bot" ? "" : t("undelivered_mailed"));
}

function renderEvent(event) {
  const { what, detail } = event;
  const who = event.agent ? agentName(event.agent) : "";
  const about = what === "closed" && detail ? codeName("outcome", detail)
    : what === "priority" ? codeName("priority", detail)
    : what === "channel_failed" ? undelivered(detail)
    : what === "transferred" || what === "released" ? target(detail) : detail;
  const isKnown = what in SIGNS;
  const text = isKnown ? t(`happened_${what}`, who, about)
    : t("happened_other", who, codeName("happened", what));
  return h("li", { class: `event ${what}` },
    icon(SIGNS[what] ?? "info", 14), h("span", null, text), time(event.at));
}

customElements.define("desk-timeline", DeskTimeline);

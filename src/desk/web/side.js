// What is known about a ticket's customer, and earlier contacts.
import { may, queueOf, queueTitle } from "./desk.js";
import { h } from "./dom.js";
import { date, languageName, moment } from "./format.js";
import { nameOf } from "./ticket_list.js";
import { codeName, t } from "./words.js";

const fact = (words, ...value) => {
  const shown = value.flat().filter(Boolean);
  return shown.length
    ? [h("dt", null, t(words)), h("dd", null, ...shown)] : [];
};

const mailLink = (address) => address &&
  h("a", { href: `mailto:${encodeURIComponent(address).replace("%40", "@")}` },
    address);
const callLink = (phone) => phone &&
  h("a", { href: `tel:${phone.replace(/[^\d+]/g, "")}` }, phone);
// Nobody proved it, and any visitor can change it: marked as what it is.
function toldByPage(attributes) {
  const told = Object.entries(attributes ?? {});
  if (!told.length) return "";
  return section("told_by_page", h("p", { class: "soft" }, t("told_note")),
    h("dl", { class: "told" }, told.flatMap(([name, value]) =>
      [h("dt", null, name), h("dd", null, value)])));
}

const contactLink = (contact) =>
  contact?.includes("@") ? mailLink(contact) : callLink(contact);

function section(title, ...parts) {
  return h("section", null, h("h3", null, t(title)), ...parts);
}

export function stars(score) {
  return h("span", { class: "stars" },
    h("span", { "aria-hidden": "true" },
      "★".repeat(score) + "☆".repeat(5 - score)),
    h("span", { class: "unseen" }, t("out_of_five", score)));
}

function earlierRow(one) {
  const outcome = one.outcome && codeName("outcome", one.outcome);
  const line = [date(one.at), codeName("channel", one.channel)].join(" · ");
  const about = [one.reason && codeName("reason", one.reason), outcome]
    .filter(Boolean).join(" · ");
  return h("li", null,
    one.ticket ? h("a", { href: `#/tickets/${one.ticket}` },
      t("ticket", one.ticket)) : h("span", null, t("bot")),
    h("span", { class: "soft" }, line), h("span", null, about));
}

function hours(id) {
  const queue = queueOf(id);
  const text = queue &&
    (queue.opens_text || t(queue.open ? "open_now" : "closed_now"));
  return [queueTitle(id), text && h("span", { class: "soft block" }, text)];
}

function priority(ticket, setPriority) {
  const { priority: now, status } = ticket;
  if (!may("priority") || status === "closed") return codeName("priority", now);
  const choice = h("select", {
    "aria-label": t("priority"),
    onchange: () => setPriority(Number(choice.value)),
  }, [0, 1, 2, 3].map((value) => h("option", {
    value, selected: value === now,
  }, codeName("priority", value))));
  return choice;
}

// "not understood: ..." a line, with the names in the agent's words.
function summaryLines(summary) {
  const lines = (summary ?? "").split("\n").filter((line) => line.trim());
  return lines.map((line) => {
    const end = line.indexOf(": ");
    if (end < 0) return h("p", null, line);
    return h("p", null,
      h("span", { class: "soft" }, `${codeName("summary", line.slice(0, end))}: `),
      line.slice(end + 2));
  });
}

// Draws only when something changed, so that a selection stays.
export function fillSide(node, ticket, setPriority) {
  const { customer = {}, earlier = [], rating } = ticket;
  const shown = { ...ticket, messages: null, events: null, typing: null,
                  last: null, unread: null, overdue: null };
  const mark = JSON.stringify([shown, queueOf(ticket.queue)?.opens_text]);
  if (node.deskSign === mark) return;
  node.deskSign = mark;
  node.replaceChildren(
    section("customer", h("dl", null,
      fact("full_name", customer.name),
      fact("email", mailLink(customer.email)),
      fact("phone", callLink(customer.phone)),
      fact("contact", contactLink(ticket.contact)),
      fact("customer_language", languageName(ticket.language)),
      fact("channel", codeName("channel", ticket.channel)))),
    toldByPage(customer.attributes),
    section("summary", ...summaryLines(ticket.summary),
      h("dl", null,
        fact("queue", hours(ticket.queue)),
        fact("priority", priority(ticket, setPriority)),
        fact("reason", ticket.reason && codeName("reason", ticket.reason)),
        fact("created", moment(ticket.created_at)),
        fact("deadline", ticket.due_at && moment(ticket.due_at)))),
    rating ? section("rating", h("p", null, stars(rating.score)),
      rating.comment && h("blockquote", null, rating.comment)) : "",
    section("earlier", earlier.length
      ? h("ul", { class: "earlier" }, earlier.map(earlierRow))
      : h("p", { class: "soft" }, t("no_earlier"))));
}

// <desk-report>: satisfaction, outcomes, times and promises of a period.
import { get, query } from "./api.js";
import { ratingChart } from "./chart.js";
import { agentName, queueTitle } from "./desk.js";
import { field } from "./dialogs.js";
import { h, icon } from "./dom.js";
import { duration, fixed, number, percent, shortDay } from "./format.js";
import { codeName, t } from "./words.js";

const PRESETS = [7, 30, 90];

// The day in this time zone as YYYY-MM-DD.
function dayOf(date) {
  const two = (value) => String(value).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

function daysAgo(days) {
  const date = new Date();
  date.setDate(date.getDate() - days);
  return dayOf(date);
}

class DeskReport extends HTMLElement {
  connectedCallback() {
    this.from = h("input", { type: "date", value: daysAgo(29), required: true });
    this.to = h("input", { type: "date", value: daysAgo(0), required: true });
    this.presets = PRESETS.map((days) => h("button", {
      type: "button", class: "quiet", "data-days": days,
      onclick: () => {
        this.from.value = daysAgo(days - 1);
        this.to.value = daysAgo(0);
        this.load();
      },
    }, t("last_days", days)));
    this.state = h("p", { class: "list-state", role: "status" });
    this.body = h("div", { class: "report" });
    this.append(h("div", { class: "page" },
      h("header", { class: "page-head" }, h("h1", null, t("report")),
        h("form", {
          class: "period", "aria-label": t("period"), onsubmit: (event) => {
            event.preventDefault();
            this.load();
          },
        }, h("div", { class: "presets" }, this.presets),
        field(t("from"), this.from), field(t("to"), this.to),
        h("button", { class: "quiet" }, t("show")))),
      this.state, this.body));
    this.load();
  }

  async load() {
    const [from, to] = [this.from.value, this.to.value];
    this.presets.forEach((button) => button.setAttribute("aria-pressed", String(
      to === daysAgo(0) && from === daysAgo(button.dataset.days - 1))));
    this.state.textContent = this.body.firstChild ? "" : t("loading");
    try {
      const report = await get(`report${query({ from, to })}`);
      this.state.textContent = "";
      this.body.replaceChildren(
        tiles(report), satisfaction(report.csat, this.body.clientWidth - 38), outcomes(report.outcomes),
        work(report.days ?? []));
    } catch (error) {
      this.state.textContent = error.message;
    }
  }
}

const seconds = (value) =>
  value === null || value === undefined ? "–" : duration(value);
const mean = (value) =>
  value === null || value === undefined ? "–" : fixed(value, 2);
const share = (part, all) => all ? percent(part / all) : "–";
const portion = (row) => row?.count ? percent(row.share_good) : "–";

function tile(sign, name, value, about) {
  return h("div", { class: "tile" },
    h("p", { class: "tile-name" }, icon(sign, 15), name),
    h("p", { class: "tile-value" }, value),
    h("p", { class: "soft" }, about));
}

const total = (outcomes) => Object.values(outcomes.handed_over ?? {})
  .reduce((sum, count) => sum + count, 0);

function tiles({ csat, outcomes: found, first_reply: first, resolution,
                 promises }) {
  const handed = total(found);
  const all = found.answered_by_bot + handed + found.abandoned +
    found.closed_by_timeout;
  const promised = promises.kept + promises.broken;
  const times = (name, sign, value) => tile(sign, t(name),
    seconds(value.median_s), value.p90_s === null || value.p90_s === undefined
      ? t("none_yet") : t("median_p90", duration(value.p90_s)));
  return h("div", { class: "tiles" },
    tile("star", t("csat"), mean(csat.mean), csat.count
      ? t("mean_of_five", percent(csat.share_good))
      : t("none_yet")),
    tile("bot", t("answered_by_bot"), share(found.answered_by_bot, all),
         t("kept_of", number(found.answered_by_bot), number(all))),
    times("first_reply", "send", first),
    times("resolution", "check", resolution),
    tile("alarm", t("promises"), share(promises.kept, promised),
         promised ? t("kept_of", number(promises.kept), number(promised))
           : t("none_yet")));
}

function table(caption, heads, rows) {
  return h("div", { class: "scroll", tabindex: "0", role: "region",
                    "aria-label": caption },
    h("table", null, h("caption", null, caption),
      h("thead", null, h("tr", null, heads.map((name, index) =>
        h("th", { scope: "col", class: index ? "number" : "" }, name)))),
      h("tbody", null, rows.map((row) => h("tr", null, row.map((cell, index) =>
        index ? h("td", { class: "number" }, cell)
          : h("th", { scope: "row" }, cell)))))));
}

const ratingHeads = (first) =>
  [first, t("mean"), t("share_good"), t("ratings")];
const ratingRow = (name, row) =>
  [name, mean(row.count ? row.mean : null), portion(row), number(row.count)];

function ratings(title, first, rows, nameOf) {
  if (!rows?.length) return null;
  return table(title, ratingHeads(first),
    rows.map((row) => ratingRow(row.title || nameOf(row.key), row)));
}

function satisfaction(csat, room) {
  const title = h("h2", null, t("csat"));
  if (!csat.count) {
    return h("section", { class: "card" }, title,
             h("p", { class: "soft" }, t("nobody_rated")));
  }
  const days = csat.by_day ?? [];
  return h("section", { class: "card" }, title,
    h("h3", null, t("over_time")), days.some((row) => row.count) &&
      ratingChart(days, Math.max(280, room)),
    h("details", null, h("summary", null, t("chart_table")),
      table(t("over_time"), ratingHeads(t("day")),
        days.filter((row) => row.count)
          .map((row) => ratingRow(shortDay(row.day), row)))),
    h("div", { class: "tables" },
      table(t("by_kind"), ratingHeads(t("answered_by")), [
        ratingRow(t("bot"), csat.bot), ratingRow(t("person"), csat.person)]),
      ratings(t("by_queue"), t("queue"), csat.by_queue, queueTitle),
      ratings(t("by_agent"), t("agent_one"), csat.by_agent, agentName),
      ratings(t("by_intent"), t("intent"), csat.by_intent, (key) => key)));
}

// A bar with its figure and share in words beside it.
function bar(name, value, all) {
  const length = h("span", { class: "bar" });
  length.style.width = `${all ? (value / all) * 100 : 0}%`;
  return h("li", null, h("span", { class: "bar-name" }, name),
    h("span", { class: "bar-room", "aria-hidden": "true" }, length),
    h("span", { class: "bar-value" }, `${number(value)} · ${share(value, all)}`));
}

function outcomes(found) {
  const reasons = Object.entries(found.handed_over ?? {})
    .sort((a, b) => b[1] - a[1]);
  const handed = total(found);
  const parts = [
    ["answered_by_bot", found.answered_by_bot], ["handed_over", handed],
    ["abandoned", found.abandoned],
    ["closed_by_timeout", found.closed_by_timeout],
  ];
  const all = parts.reduce((sum, [, value]) => sum + value, 0);
  return h("section", { class: "card two" },
    h("div", null, h("h2", null, t("outcomes")), h("ul", { class: "bars" },
      parts.map(([name, value]) => bar(t(name), value, all)))),
    h("div", null, h("h2", null, t("handed_over_why")),
      reasons.length ? h("ul", { class: "bars" }, reasons.map(
        ([reason, value]) => bar(codeName("reason", reason), value, handed)))
        : h("p", { class: "soft" }, t("none_yet"))));
}

function work(days) {
  const rows = days.filter((row) => row.opened || row.closed);
  if (!rows.length) return "";
  return h("section", { class: "card" }, h("h2", null, t("work")),
    h("details", null, h("summary", null, t("chart_table")),
      table(t("work"), [t("day"), t("opened"), t("closed")],
        rows.map((row) => [
          shortDay(row.day), number(row.opened), number(row.closed)]))));
}

customElements.define("desk-report", DeskReport);

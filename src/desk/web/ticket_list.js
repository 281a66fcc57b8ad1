// <desk-list>: queues with their hours, the four lists, search, the rows.
import { get, query } from "./api.js";
import { agentName, desk, hear, queueTitle } from "./desk.js";
import { debounced, h, icon, reconcile } from "./dom.js";
import { languageName } from "./format.js";
import { codeName, t } from "./words.js";

const VIEWS = ["waiting", "mine", "all", "closed"];
const PAGE = 50;
const LARGE_PAGE = 200;
const MOST_PAGES = 5;

// Kept while the page lives, so that the list is the same after a visit to
// the report.
const chosen = { view: "waiting", queue: "", search: "" };

// By priority, then who has to be answered first.
function byUrgency(a, b) {
  return b.priority - a.priority ||
    Date.parse(a.due_at ?? a.created_at) - Date.parse(b.due_at ?? b.created_at) ||
    a.number - b.number;
}

class DeskList extends HTMLElement {
  connectedCallback() {
    this.rows = [];
    this.number = 0;
    this.pages = 1;
    this.rowList = h("ul", { class: "rows", "aria-label": t("list") });
    this.state = h("p", { class: "list-state" });
    this.more = h("button", {
      type: "button", class: "quiet more", hidden: true,
      onclick: () => { ++this.pages; this.load(); },
    }, t("load_more"));
    this.append(
      h("div", { class: "list-head" },
        this.queueBox = h("div", { class: "queues" }),
        this.tabs(), this.filters()),
      h("div", { class: "list-body" }, this.rowList, this.state, this.more));
    const reload = debounced(120, () => this.load());
    hear(this, "tickets", reload);
    hear(this, "me", () => this.showQueues());
    this.showQueues();
    this.load();
  }

  tabs() {
    this.views = VIEWS.map((view) => h("button", {
      type: "button", "data-view": view,
      onclick: () => this.choosing({ view }),
    }, t(`view_${view}`)));
    return h("div", { class: "views", role: "group", "aria-label": t("views") },
      this.views);
  }

  filters() {
    const searching = debounced(250,
      () => this.choosing({ search: this.searchBox.value.trim() }));
    this.searchBox = h("input", {
      type: "search", class: "search", placeholder: t("search_hint"),
      "aria-label": t("search"), value: chosen.search, maxlength: 200,
      oninput: searching,
    });
    this.queueChoice = h("select", {
      "aria-label": t("queue"),
      onchange: () => this.choosing({ queue: this.queueChoice.value }),
    });
    return h("div", { class: "filters" }, this.searchBox, this.queueChoice);
  }

  choosing(change) {
    Object.assign(chosen, change);
    this.pages = 1;
    this.load();
  }

  choose(number) {
    this.number = number;
    this.mark();
  }

  focusRow(number) {
    this.rowList.querySelector(`[data-key="${number}"] a`)?.focus();
  }

  focusSearch() {
    this.searchBox.focus();
    this.searchBox.select();
  }

  // The number of the ticket above or below; the first one when `number` is
  // not in the list.
  neighbour(number, by) {
    const at = this.rows.findIndex((row) => row.number === number);
    if (at < 0) return this.rows[0]?.number;
    return this.rows[at + by]?.number;
  }

  showQueues() {
    const mine = desk.queues.filter((queue) => queue.mine !== false);
    this.queueBox.replaceChildren(...mine.map((queue) => h("div", {
      class: `queue-chip ${queue.open ? "open" : "shut"}`,
    },
    h("span", { class: "queue-name" }, queueTitle(queue.id)),
    queue.overdue > 0 && h("span", {
      class: "due overdue", title: t("overdue_count", queue.overdue),
    }, icon("alarm", 13), h("span", { "aria-hidden": "true" },
      String(queue.overdue)), h("span", { class: "unseen" },
      t("overdue_count", queue.overdue))),
    h("span", { class: "soft" },
      queue.opens_text || t(queue.open ? "open_now" : "closed_now")))));
    this.queueChoice.replaceChildren(
      h("option", { value: "" }, t("all_queues")),
      ...mine.map((queue) => h("option", { value: queue.id }, queueTitle(queue.id))));
    this.queueChoice.value = chosen.queue;
    this.queueChoice.hidden = mine.length < 2;
    this.showViews();
  }

  showViews() {
    const waiting = desk.queues.filter((queue) => queue.mine !== false)
      .reduce((sum, queue) => sum + (queue.waiting || 0), 0);
    this.views.forEach((button) => {
      const { view } = button.dataset;
      button.setAttribute("aria-pressed", String(view === chosen.view));
      const count = view === "waiting" ? waiting : 0;
      button.replaceChildren(t(`view_${view}`),
        ...(count ? [h("span", { class: "count" }, String(count))] : []));
    });
  }

  // One request at a time; a change meanwhile asks again.
  async load() {
    this.showViews();
    if (this.loading) {
      this.stale = true;
      return;
    }
    this.loading = true;
    do {
      this.stale = false;
      try {
        await this.read();
      } catch (error) {
        if (!this.rows.length) this.state.textContent = error.message;
      }
    } while (this.stale && this.isConnected);
    this.loading = false;
  }

  async read() {
    const asked = { ...chosen };
    const { rows, full } = await this.pagesOf(asked);
    if (this.stale) return;
    this.rows = asked.view === "closed" ? rows : rows.sort(byUrgency);
    this.more.hidden = !full;
    const empty = asked.search ? "empty_search" : `empty_${asked.view}`;
    this.state.textContent = rows.length ? "" : t(empty);
    this.show();
  }

  // The daemon gives the newest first. Open tickets are read to the end,
  // because the most urgent may be the oldest.
  async pagesOf(asked) {
    const isClosed = asked.view === "closed";
    const limit = isClosed ? PAGE : LARGE_PAGE;
    const pages = isClosed ? this.pages : Math.max(this.pages, MOST_PAGES);
    const rows = new Map();
    let before = "";
    let full = false;
    for (let page = 0; page < pages; ++page) {
      const { tickets } = await get(
        `tickets${query({ ...asked, before, limit })}`);
      tickets.forEach((row) => rows.set(row.number, row));
      full = tickets.length === limit;
      if (!full) break;
      before = tickets.at(-1).number;
    }
    return { rows: [...rows.values()], full };
  }

  show() {
    reconcile(this.rowList, this.rows, {
      key: (row) => row.number,
      sign: (row) => JSON.stringify(row),
      render: (row) => this.row(row),
    });
    this.mark();
  }

  mark() {
    for (const item of this.rowList.children) {
      const link = item.firstElementChild;
      const isThis = item.dataset.key === String(this.number);
      if (isThis) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
      if (isThis && this.shown !== this.number) {
        this.shown = this.number;
        item.scrollIntoView({ block: "nearest" });
      }
    }
  }

  row(row) {
    const since = row.status === "waiting" ? row.waiting_since : row.last?.at;
    return h("li", null, h("a", {
      href: `#/tickets/${row.number}`,
      class: `row ${row.status} ${row.unread ? "has-unread" : ""}`,
    },
    h("span", { class: "row-top" },
      row.priority > 1 && h("span", { class: `priority p${row.priority}` },
        icon("flag", 13), codeName("priority", row.priority)),
      h("span", { class: "row-name" }, nameOf(row)),
      row.language && h("span", {
        class: "code", title: languageName(row.language),
      }, row.language.toUpperCase()),
      since && h("span", { class: "row-time" },
        h("span", { class: "unseen" },
          t(row.status === "waiting" ? "waits" : "last_message"), " "),
        h("time-ago", { at: since }))),
    h("span", { class: "row-text" },
      row.unread > 0 && h("span", { class: "unread" },
        h("span", { "aria-hidden": "true" }, String(row.unread)),
        h("span", { class: "unseen" }, t("unread", row.unread))),
      h("span", { class: "one-line" }, plain(row.last?.text))),
    h("span", { class: "row-facts" }, facts(row))));
  }
}

export function nameOf(row) {
  const { name, email, phone } = row.customer ?? {};
  return name || email || phone || t("anonymous", row.number);
}

// Markdown's marks are noise in one line.
const plain = (text) => (text ?? "")
  .replace(/\[([^\]]+)\]\([^)]*\)/g, "$1").replace(/\*\*|__|`/g, "")
  .replace(/\s+/g, " ");

function facts(row) {
  return [
    row.due_at && row.status !== "closed" && h("span", {
      class: `due ${row.overdue ? "overdue" : ""}`,
    }, icon("alarm", 13), h("time-left", { at: row.due_at })),
    h("span", null, `#${row.number}`),
    desk.queues.length > 1 && h("span", null, queueTitle(row.queue)),
    h("span", null, codeName("channel", row.channel)),
    row.agent && h("span", { class: "row-agent" }, icon("person", 13),
      row.agent === desk.agent.name ? t("you") : agentName(row.agent)),
  ];
}

customElements.define("desk-list", DeskList);

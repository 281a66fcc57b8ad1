// <desk-unanswered>: questions without an answer, grouped, for maintainers.
import { get, post, query } from "./api.js";
import { h, icon } from "./dom.js";
import { languageName } from "./format.js";
import { openNewEntry, openVariant } from "./patch_dialogs.js";
import { showProblem } from "./notices.js";
import { t } from "./words.js";

const STATES = ["open", "pending", "ignored"];

class DeskUnanswered extends HTMLElement {
  connectedCallback() {
    this.shown = "open";
    this.tabs = STATES.map((state) => h("button", {
      type: "button", "data-state": state, onclick: () => {
        this.shown = state;
        this.load();
      },
    }, t(`state_${state}`)));
    this.state = h("p", { class: "list-state", role: "status" });
    this.groups = h("ul", { class: "groups" });
    this.append(h("div", { class: "page" },
      h("header", { class: "page-head" },
        h("div", null, h("h1", null, t("unanswered")),
          h("p", { class: "soft" }, t("unanswered_intro"))),
        h("div", { class: "views", role: "group", "aria-label": t("state") },
          this.tabs)),
      this.state, this.groups));
    this.load();
  }

  async load() {
    const { shown } = this;
    this.tabs.forEach((tab) => tab.setAttribute(
      "aria-pressed", String(tab.dataset.state === shown)));
    try {
      const { groups, files = {} } =
        await get(`unanswered${query({ state: shown })}`);
      if (shown !== this.shown) return;
      this.files = files;
      this.groups.replaceChildren(...groups.map((group) => this.card(group)));
      this.state.textContent = groups.length ? "" : t("unanswered_empty");
    } catch (error) {
      this.state.textContent = error.message;
    }
  }

  card(group) {
    const { examples = [], suggestions = [] } = group;
    return h("li", { class: "card group" },
      h("div", { class: "group-head" },
        h("h2", { lang: group.language }, `«${group.text}»`),
        h("p", { class: "soft" },
          h("strong", null, t("conversations", group.conversations)), " · ",
          languageName(group.language), " · ", t("last_time"), ": ",
          h("time-ago", { at: group.last_at, long: true }))),
      examples.length > 0 && h("details", null,
        h("summary", null, t("examples", examples.length)),
        h("ul", { class: "examples", lang: group.language },
          examples.map((text) => h("li", null, text)))),
      suggestions.length > 0 && h("p", { class: "soft" },
        `${t("suggested")}: ${suggestions.map((one) => one.title || one.id)
          .join(" · ")}`),
      h("div", { class: "acts" }, this.acts(group)));
  }

  acts(group) {
    const reload = () => this.load();
    const mark = (action, words, sign) => this.act(words, sign, () =>
      this.mark(group, action));
    const acts = [
      this.act("add_variant", "list", () => openVariant(group, reload)),
      this.act("new_entry", "note", () => openNewEntry(
        group, this.files[group.language] ?? [], reload)),
    ];
    if (group.state !== "open") acts.push(mark("open", "reopen", "up"));
    if (group.state !== "pending") acts.push(mark("pending", "pending", "alarm"));
    if (group.state !== "ignored") acts.push(mark("ignore", "ignore", "close"));
    return acts;
  }

  act(words, sign, run) {
    return h("button", { type: "button", class: "quiet", onclick: run },
             icon(sign, 15), t(words));
  }

  async mark(group, action) {
    try {
      await post(`unanswered/${encodeURIComponent(group.key)}`, { action });
    } catch (error) {
      showProblem(error);
    }
    await this.load();
    this.tabs.find((tab) => tab.dataset.state === this.shown).focus();
  }
}

customElements.define("desk-unanswered", DeskUnanswered);

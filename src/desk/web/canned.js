// Canned replies: the FAQ entries in the customer's language, found while
// typing, inserted where the cursor was.
import { get, query } from "./api.js";
import { openDialog } from "./dialogs.js";
import { debounced, h } from "./dom.js";
import { announce } from "./notices.js";
import { renderMarkdown } from "../page/markdown.js";
import { t } from "./words.js";

// A list that follows what is typed in a box. `pick` gets the chosen entry;
// `moved`, when it is set, the one that is marked.
export class EntryFinder {
  constructor(language, label, pick) {
    this.language = language;
    this.pick = pick;
    this.entries = [];
    this.asked = null; // {q, found: a promise, kept when it is shown}
    this.options = h("ul", {
      role: "listbox", id: "entries", "aria-label": label, class: "entries",
    });
    this.state = h("p", { class: "soft" });
    this.box = h("input", {
      type: "search", role: "combobox", "aria-expanded": "true",
      "aria-controls": "entries", "aria-autocomplete": "list",
      "aria-label": label, placeholder: label, autocomplete: "off",
      maxlength: 200, oninput: debounced(150, () => this.search()),
      onkeydown: (event) => this.key(event),
    });
    this.node = h("div", { class: "finder" }, this.box, this.options, this.state);
    this.search();
  }

  get marked() {
    return this.entries[this.at];
  }

  key(event) {
    if (event.key === "ArrowDown") this.mark(this.at + 1);
    else if (event.key === "ArrowUp") this.mark(this.at - 1);
    else if (event.key === "Enter") this.choose();
    else return;
    event.preventDefault();
  }

  mark(to) {
    this.at = Math.max(0, Math.min(to, this.entries.length - 1));
    [...this.options.children].forEach((option, index) => {
      const isThis = index === this.at;
      option.setAttribute("aria-selected", String(isThis));
      if (!isThis) return;
      this.box.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    });
    this.moved?.(this.marked);
  }

  show(entries) {
    this.entries = entries;
    this.options.replaceChildren(...entries.map((entry, index) => h("li", {
      role: "option", id: `entry-${index}`, "aria-selected": "false",
      onclick: () => { this.mark(index); this.pick(entry); },
    }, h("span", null, entry.title || entry.id),
    h("span", { class: "code" }, entry.id))));
    this.options.hidden = !entries.length;
    this.box.setAttribute("aria-expanded", String(entries.length > 0));
    this.box.removeAttribute("aria-activedescendant");
    this.state.textContent = entries.length ? "" : t("canned_empty");
    announce(t("canned_count", entries.length));
    this.mark(0);
  }

  async read(mine) {
    try {
      const { language } = this;
      const { entries } = await get(`canned${query({ language, q: mine.q })}`);
      if (this.asked === mine) this.show(entries);
    } catch (error) {
      if (this.asked !== mine) return;
      this.asked = null;
      this.state.textContent = error.message;
    }
  }

  search() {
    const q = this.box.value.trim();
    if (this.asked?.q === q) return;
    this.asked = { q };
    this.asked.found = this.read(this.asked);
  }

  // Who types and presses Enter at once means what was typed.
  async choose() {
    this.search();
    const mine = this.asked;
    await mine.found;
    if (this.marked && this.asked === mine) this.pick(this.marked);
  }
}

export function openCanned(language, insert) {
  const shown = h("div", { class: "words entry-text" });
  let chosen = null;
  const finder = new EntryFinder(language, t("canned_search"), (entry) => {
    chosen = entry;
    dialog.close();
  });
  finder.moved = (entry) =>
    shown.replaceChildren(entry ? renderMarkdown(entry.text) : "");
  const dialog = openDialog(t("canned"),
    h("div", { class: "canned" }, finder.node, shown), {
      kind: "large", button: t("insert"),
      submit: () => { chosen = finder.marked; },
    });
  // After the dialog gave the focus back, so that it ends in the text.
  dialog.addEventListener("close", () => { if (chosen) insert(chosen.text); });
  finder.box.focus();
}

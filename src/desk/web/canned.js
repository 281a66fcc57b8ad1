// Canned replies: the FAQ entries in the customer's language, found while
// typing, inserted where the cursor was.
import { get, query } from "./api.js";
import { openDialog } from "./dialogs.js";
import { debounced, h } from "./dom.js";
import { announce } from "./notices.js";
import { renderMarkdown } from "../page/markdown.js";
import { t } from "./words.js";

// A list that follows what is typed in a box. `pick` gets the chosen entry.
export function entryFinder(language, label, pick) {
  const finder = { node: null, box: null, entries: [], at: 0 };
  const options = h("ul", {
    role: "listbox", id: "entries", "aria-label": label, class: "entries",
  });
  const state = h("p", { class: "soft" });
  const box = h("input", {
    type: "search", role: "combobox", "aria-expanded": "true",
    "aria-controls": "entries", "aria-autocomplete": "list",
    "aria-label": label, placeholder: label, autocomplete: "off", maxlength: 200,
  });
  const move = (to) => {
    finder.at = Math.max(0, Math.min(to, finder.entries.length - 1));
    [...options.children].forEach((option, index) => {
      const isThis = index === finder.at;
      option.setAttribute("aria-selected", String(isThis));
      if (!isThis) return;
      box.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    });
    finder.moved?.(finder.entries[finder.at]);
  };
  const show = (entries) => {
    finder.entries = entries;
    options.replaceChildren(...entries.map((entry, index) => h("li", {
      role: "option", id: `entry-${index}`, "aria-selected": "false",
      onclick: () => { move(index); pick(entry); },
    }, h("span", null, entry.title || entry.id),
    h("span", { class: "code" }, entry.id))));
    options.hidden = !entries.length;
    box.setAttribute("aria-expanded", String(entries.length > 0));
    box.removeAttribute("aria-activedescendant");
    state.textContent = entries.length ? "" : t("canned_empty");
    announce(t("canned_count", entries.length));
    move(0);
  };
  // What was asked last: {q, found: a promise, kept when it is shown}.
  let asked = null;
  const read = async (mine) => {
    try {
      const found = await get(`canned${query({ language, q: mine.q })}`);
      if (asked === mine) show(found.entries);
    } catch (error) {
      if (asked !== mine) return;
      asked = null;
      state.textContent = error.message;
    }
  };
  const search = () => {
    const q = box.value.trim();
    if (asked?.q !== q) {
      asked = { q };
      asked.found = read(asked);
    }
    return asked.found;
  };
  // Who types and presses Enter at once means what was typed.
  const choose = async () => {
    search();
    const mine = asked;
    await mine.found;
    const entry = finder.entries[finder.at];
    if (entry && asked === mine) pick(entry);
  };
  box.addEventListener("input", debounced(150, search));
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") move(finder.at + 1);
    else if (event.key === "ArrowUp") move(finder.at - 1);
    else if (event.key === "Enter") choose();
    else return;
    event.preventDefault();
  });
  finder.node = h("div", { class: "finder" }, box, options, state);
  finder.box = box;
  search();
  return finder;
}

export function openCanned(language, insert) {
  const shown = h("div", { class: "words entry-text" });
  const finder = entryFinder(language, t("canned_search"), (entry) => {
    dialog.close();
    insert(entry.text);
  });
  finder.moved = (entry) =>
    shown.replaceChildren(entry ? renderMarkdown(entry.text) : "");
  const dialog = openDialog(t("canned"),
    h("div", { class: "canned" }, finder.node, shown), {
      kind: "large", button: t("insert"),
      submit: () => {
        const entry = finder.entries[finder.at];
        if (entry) setTimeout(() => insert(entry.text));
      },
    });
  finder.box.focus();
}

// Dialogs: a frame for all of them, the help and the preferences.
import { desk, tell } from "./desk.js";
import { h, icon } from "./dom.js";
import { playSound } from "./notices.js";
import { applyTheme, pref, setPref } from "./prefs.js";
import { codeName, language, languages, t } from "./words.js";

// A modal dialog; the focus goes back to where it was when it closes.
// `submit` may be asynchronous; the dialog closes when it returns, unless
// it returns false, and shows the sentence of what it throws.
export function openDialog(title, body, { submit, button, kind = "" } = {}) {
  const problem = h("p", { class: "problem", role: "alert" });
  const go = submit && h("button", { class: "primary" }, button);
  const heading = h("h2", { id: "dialog-title" }, title);
  const form = h("form", null,
    h("header", null, heading, h("button", {
      type: "button", class: "bare", "aria-label": t("close_dialog"),
      onclick: () => dialog.close(),
    }, icon("close", 18))),
    h("div", { class: "dialog-body" }, body, problem),
    submit && h("footer", null,
      h("button", {
        type: "button", class: "quiet", onclick: () => dialog.close(),
      }, t("cancel")), go));
  const dialog = h("dialog", { class: kind, "aria-labelledby": "dialog-title" },
    form);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!submit || go.disabled) return;
    const label = go.textContent;
    go.disabled = true;
    go.textContent = t("loading");
    problem.textContent = "";
    try {
      if (await submit() !== false) dialog.close();
    } catch (error) {
      problem.textContent = error.message;
    }
    // `submit` may have given the button another word.
    if (go.textContent === t("loading")) go.textContent = label;
    go.disabled = false;
  });
  const back = document.activeElement;
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (back?.isConnected) back.focus();
  });
  // A press beside the dialog closes it.
  dialog.addEventListener("pointerdown", (event) => {
    if (event.target === dialog) dialog.close();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

let count = 0;

// A label above its field.
export function field(words, input, hint) {
  input.id ||= `field-${++count}`;
  const about = hint && h("span", { class: "soft", id: `${input.id}-hint` }, hint);
  if (about) input.setAttribute("aria-describedby", about.id);
  return h("div", { class: "field" },
    h("label", { for: input.id }, words), input, about);
}

// Radio buttons: [[value, text, hint]]. `read()` gives the chosen value.
export function choice(name, title, options, chosen) {
  const inputs = options.map(([value]) => h("input", {
    type: "radio", name, value, checked: value === chosen, required: true,
  }));
  const node = h("fieldset", { class: "choice" }, h("legend", null, title),
    options.map(([, text, hint], index) => h("label", null, inputs[index],
      h("span", null, text), hint && h("span", { class: "soft" }, hint))));
  return { node, read: () => inputs.find((input) => input.checked)?.value };
}

const KEYS = [
  ["j k", "help_move"], ["r", "help_reply"], ["n", "help_note"],
  ["c", "help_claim"], ["t", "help_transfer"], ["e", "help_close"],
  ["x", "help_canned"], ["/", "help_search"], ["u", "help_back"],
  ["?", "help_help"], ["Ctrl Enter", "help_send"], ["Esc", "help_leave"],
];

export function openHelp() {
  openDialog(t("help_title"), [
    h("dl", { class: "keys" }, KEYS.map(([keys, words]) => [
      h("dt", null, keys.split(" ").map((key) => h("kbd", null, key))),
      h("dd", null, t(words)),
    ])),
    h("p", { class: "soft" }, t("help_note_keys")),
  ]);
}

// One preference as radio buttons, set at once.
function preference(name, title, options, changed) {
  const { node, read } = choice(`pref-${name}`, title, options,
    name === "language" ? language() : pref(name));
  node.classList.add("in-line");
  node.addEventListener("change", () => {
    setPref(name, read());
    changed?.();
  });
  return node;
}

const nameIn = (code) =>
  new Intl.DisplayNames(code, { type: "language" }).of(code);

export function openPreferences() {
  const { display_name: name, role } = desk.agent;
  const onOff = [["on", t("on")], ["off", t("off")]];
  const dialog = openDialog(t("preferences"), [
    h("p", null, name, " ", h("span", { class: "badge" }, codeName("role", role))),
    preference("theme", t("theme"),
      ["auto", "light", "dark"].map((code) => [code, t(`theme_${code}`)]),
      applyTheme),
    preference("language", t("language"),
      languages.map((code) => [code, nameIn(code)]), () => {
        dialog.close();
        tell("language");
      }),
    preference("sound", t("sound"), onOff,
      () => { if (pref("sound") === "on") playSound(); }),
    preference("keys", t("keys_single"), onOff),
  ]);
}

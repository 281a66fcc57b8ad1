// What this browser remembers for its agent. Without storage (a private
// window) it lasts as long as the page.
const PREFIX = "sportello.desk.";
const DEFAULTS = { theme: "auto", language: "", sound: "off", keys: "on" };
const held = {};

export function pref(name) {
  try {
    held[name] ??= localStorage.getItem(PREFIX + name);
  } catch { /* no storage */ }
  return held[name] ?? DEFAULTS[name];
}

export function setPref(name, value) {
  held[name] = value;
  try {
    localStorage.setItem(PREFIX + name, value);
  } catch { /* no storage */ }
}

export function applyTheme() {
  const theme = pref("theme");
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

// A draft per ticket: {reply, note, message_id}. It survives a reload, not
// the closing of the window.
const draftKey = (number) => `${PREFIX}draft.${number}`;
const drafts = new Map();

export function draft(number) {
  if (!drafts.has(number)) {
    let found = null;
    try {
      found = JSON.parse(sessionStorage.getItem(draftKey(number)));
    } catch { /* no storage, or not ours */ }
    drafts.set(number, found ?? {});
  }
  return drafts.get(number);
}

export function saveDraft(number) {
  const value = draft(number);
  try {
    if (value.reply || value.note || value.message_id) {
      sessionStorage.setItem(draftKey(number), JSON.stringify(value));
    } else {
      sessionStorage.removeItem(draftKey(number));
    }
  } catch { /* no storage */ }
}

// At sign-out: the next person at this computer finds nothing of it.
export function forgetDrafts() {
  drafts.clear();
  try {
    Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX))
      .forEach((key) => sessionStorage.removeItem(key));
  } catch { /* no storage */ }
}

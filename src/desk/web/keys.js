// Single keys, when nobody is writing: each is an event on the page's body
// that the part concerned listens for ("desk-key", {key}).
import { openHelp } from "./dialogs.js";
import { desk } from "./desk.js";
import { pref } from "./prefs.js";

const KEYS = new Set("jkrnctexu/".split(""));

const isWriting = (node) =>
  node?.matches?.("input, textarea, select, [contenteditable]");

export function listenForKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.defaultPrevented || event.isComposing || !desk.agent) return;
    if (event.key === "Escape" && isWriting(event.target) &&
        !event.target.closest("dialog")) {
      event.target.blur();
      return;
    }
    if (pref("keys") !== "on" || isWriting(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "?") openHelp();
    else if (KEYS.has(event.key)) {
      document.dispatchEvent(
        new CustomEvent("desk-key", { detail: { key: event.key } }));
    } else return;
    event.preventDefault();
  });
}

// Listens while `node` is on the page; `runs` maps keys to functions.
export function onKeys(node, runs) {
  const listener = (event) => {
    if (!node.isConnected) {
      document.removeEventListener("desk-key", listener);
      return;
    }
    runs[event.detail.key]?.();
  };
  document.addEventListener("desk-key", listener);
}

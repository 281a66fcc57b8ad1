// What asks for attention: errors, spoken news, the number in the window's
// title, and a sound that is off until it is switched on.
import { bus, desk, may } from "./desk.js";
import { get } from "./api.js";
import { debounced, h, icon } from "./dom.js";
import { pref } from "./prefs.js";
import { t } from "./words.js";

// An error with its sentence; stays until dismissed or replaced.
export function showProblem(error) {
  if (error.status === 401) return; // the sign-in form says it
  showToast(error.message, "bad", 0);
}

export function showDone(text) {
  showToast(text, "good", 4000);
}

function showToast(text, kind, ms) {
  const box = document.getElementById("toasts");
  const toast = h("div", {
    class: `toast ${kind}`, role: kind === "bad" ? "alert" : "status",
  },
  icon(kind === "bad" ? "warn" : "check"), h("p", null, text),
  h("button", {
    type: "button", class: "bare", "aria-label": t("dismiss"),
    onclick: () => toast.remove(),
  }, icon("close")));
  box.replaceChildren(toast);
  if (ms) setTimeout(() => toast.remove(), ms);
}

// For screen readers only.
export function announce(text) {
  document.getElementById("news").textContent = text;
}

let audio = null;

// Two soft notes.
export function playSound() {
  audio ??= new AudioContext();
  audio.resume();
  [[660, 0], [880, 0.14]].forEach(([pitch, after]) => {
    const start = audio.currentTime + after;
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0.0001, start);
    volume.gain.exponentialRampToValueAtTime(0.12, start + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, start + 0.3);
    tone.connect(volume).connect(audio.destination);
    tone.start(start);
    tone.stop(start + 0.32);
  });
}

// Counts of unread messages of my tickets and numbers of waiting ones, as
// they were last seen; a higher number or a new one is work.
let waiting = null;
let mine = new Map();

function showTitle(count) {
  const name = `${t("desk")} · ${desk.shop?.name ?? ""}`;
  document.title = count ? `(${count}) ${name}` : name;
}

async function look() {
  const [queue, own] = await Promise.all([
    get("tickets?view=waiting&limit=100"), get("tickets?view=mine&limit=100"),
  ]);
  const isFirst = waiting === null;
  const numbers = new Set(queue.tickets.map((row) => row.number));
  const isNew = [...numbers].some((number) => !waiting?.has(number));
  const unread = new Map(own.tickets.map((row) => [row.number, row.unread]));
  const isAnswered = [...unread].some(
    ([number, count]) => count > (mine.get(number) ?? count));
  waiting = numbers;
  mine = unread;
  showTitle(numbers.size + [...unread.values()].filter(Boolean).length);
  if (isFirst || !(isNew || isAnswered)) return;
  if (isNew) announce(t("new_ticket"));
  if (pref("sound") === "on") playSound();
}

// Starts once, for all sign-ins of this page.
export function watchForWork() {
  let busy = false;
  let again = false;
  const run = async () => {
    again = busy;
    if (busy || !desk.agent) return;
    if (!may("tickets")) {
      showTitle(0);
      return;
    }
    busy = true;
    try { await look(); } catch { /* the next change tries again */ }
    busy = false;
    if (again) run();
  };
  bus.addEventListener("tickets", debounced(250, run));
  bus.addEventListener("me", () => { if (!may("tickets")) showTitle(0); });
  bus.addEventListener("signed-out", () => {
    waiting = null;
    mine = new Map();
  });
}

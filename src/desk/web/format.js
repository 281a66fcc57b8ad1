// Dates, durations and numbers in the reader's language, and two elements
// that keep the time: <time-ago at="…" [long]> and <time-left at="…">.
import { language, t } from "./words.js";

const makers = new Map();
function maker(kind, options) {
  const name = `${language()}${kind}${JSON.stringify(options)}`;
  if (!makers.has(name)) {
    makers.set(name, new Intl[kind](language(), options));
  }
  return makers.get(name);
}

const dateFormat = (options) => maker("DateTimeFormat", options);
export const number = (value, digits = 0) =>
  maker("NumberFormat", { maximumFractionDigits: digits }).format(value);
export const fixed = (value, digits) =>
  maker("NumberFormat", {
    minimumFractionDigits: digits, maximumFractionDigits: digits,
  }).format(value);
export const percent = (value) =>
  maker("NumberFormat", { style: "percent", maximumFractionDigits: 0 })
    .format(value);

export const fileSize = (bytes) => {
  const unit = bytes < 1e3 ? "byte" : bytes < 1e6 ? "kilobyte" : "megabyte";
  const size = bytes / { byte: 1, kilobyte: 1e3, megabyte: 1e6 }[unit];
  return maker("NumberFormat", {
    style: "unit", unit, maximumFractionDigits: size < 10 ? 1 : 0,
  }).format(size);
};

export const languageName = (code) => {
  try {
    return maker("DisplayNames", { type: "language" }).of(code);
  } catch {
    return code;
  }
};

const sameDay = (a, b) => a.toDateString() === b.toDateString();

export const clock = (at) =>
  dateFormat({ hour: "2-digit", minute: "2-digit" }).format(new Date(at));
export const moment = (at) =>
  dateFormat({ dateStyle: "medium", timeStyle: "short" }).format(new Date(at));
export const date = (at) =>
  dateFormat({ dateStyle: "medium" }).format(new Date(at));

export function shortDay(day) {
  return dateFormat({ day: "numeric", month: "short", timeZone: "UTC" })
    .format(new Date(`${day}T00:00:00Z`));
}

// "Today", "Yesterday" or the date.
export function dayName(at) {
  const day = new Date(at);
  const today = new Date();
  const yesterday = new Date(today);
  yesterday.setDate(today.getDate() - 1);
  if (sameDay(day, today)) return t("today");
  if (sameDay(day, yesterday)) return t("yesterday");
  return dateFormat({ weekday: "long", day: "numeric", month: "long" })
    .format(day);
}

// The clock today, else day and month.
export function shortTime(at) {
  const day = new Date(at);
  if (sameDay(day, new Date())) return clock(at);
  return dateFormat({ day: "numeric", month: "short" }).format(day);
}

const UNITS = [["day", 86400], ["hour", 3600], ["minute", 60]];

// Two units at most: "1 h 5 min", "3 d". Under a minute is "< 1 min".
export function duration(seconds) {
  const parts = [];
  let rest = Math.max(0, Math.round(seconds));
  if (rest < 60) return `< ${unit(1, "minute")}`;
  for (const [name, size] of UNITS) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count) parts.push(unit(count, name));
    else if (parts.length) break;
    if (parts.length === 2) break;
  }
  return parts.join(" ");
}

const unit = (count, name) =>
  maker("NumberFormat", { style: "unit", unit: name, unitDisplay: "short" })
    .format(count);

const shown = new Set();
setInterval(() => shown.forEach((node) => node.tick()), 10000);

class Ticking extends HTMLElement {
  connectedCallback() {
    shown.add(this);
    this.tick();
  }

  disconnectedCallback() {
    shown.delete(this);
  }
}

// How long ago.
class TimeAgo extends Ticking {
  tick() {
    const at = this.getAttribute("at");
    const seconds = (Date.now() - Date.parse(at)) / 1000;
    const text = duration(seconds);
    this.textContent = this.hasAttribute("long") ? t("ago", text) : text;
    this.title = moment(at);
  }
}

// How long until a deadline; says so when it is over.
class TimeLeft extends Ticking {
  tick() {
    const at = this.getAttribute("at");
    const seconds = (Date.parse(at) - Date.now()) / 1000;
    const over = seconds < 0;
    this.textContent = over ? t("overdue_since", duration(-seconds))
      : seconds < 3600 ? t("due_in", duration(seconds))
        : t("due_by", shortTime(at));
    this.title = moment(at);
    this.closest(".due")?.classList.toggle("overdue", over);
  }
}

customElements.define("time-ago", TimeAgo);
customElements.define("time-left", TimeLeft);

// DOM by calls, never by markup: text from outside stays text.

const SVG = "http://www.w3.org/2000/svg";

function place(node, attributes) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "value") node.value = value;
    else if (name === "checked") node.checked = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  return node;
}

const present = (child) =>
  child !== null && child !== undefined && child !== false && child !== "";

// An element. Attributes named on… are listeners; empty children are left out.
export function h(name, attributes, ...children) {
  const node = document.createElement(name);
  node.append(...children.flat().filter(present));
  return place(node, attributes);
}

export function svg(name, attributes, ...children) {
  const node = document.createElementNS(SVG, name);
  node.append(...children.flat().filter(present));
  return place(node, attributes);
}

// Strokes on a 24 × 24 sheet.
const ICONS = {
  alarm: "M12 8v5l3 2M12 21a8 8 0 1 0 0-16 8 8 0 0 0 0 16ZM5 3 2 6M19 3l3 3",
  back: "M15 5l-7 7 7 7",
  bell: "M6 16V11a6 6 0 1 1 12 0v5l2 2H4zM10 21h4",
  bold: "M8 5h5a3.5 3.5 0 0 1 0 7H8zM8 12h6a3.5 3.5 0 0 1 0 7H8z",
  bot: "M5 9h14v10H5zM12 9V5M9 13v2M15 13v2M12 4.5a.5.5 0 1 0 0 1",
  chart: "M4 20h16M7 16v-5M12 16V6M17 16v-8",
  check: "M5 12.5l4.5 4.5L19 7.5",
  chat: "M4 5h16v11H10l-5 4v-4H4z",
  close: "M6 6l12 12M18 6L6 18",
  down: "M12 5v14M6 13l6 6 6-6",
  flag: "M6 21V4h11l-2 4 2 4H6",
  gear: "M4 7h9M17 7h3M4 17h3M11 17h9M15 4.5v5M9 14.5v5",
  hand: "M7 12V6.5a1.5 1.5 0 0 1 3 0V11V4.5a1.5 1.5 0 0 1 3 0V11V5.5a1.5 1.5 0 0 1 3 0V12l1.5-2a1.5 1.5 0 0 1 2.5 1.7L17 18a5 5 0 0 1-4.5 3A5.5 5.5 0 0 1 7 15.5z",
  help: "M9 9a3 3 0 1 1 4.5 2.6c-1 .6-1.5 1.2-1.5 2.4M12 17.5v.5M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Z",
  info: "M12 11v6M12 7v.5M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Z",
  italic: "M10 5h7M7 19h7M14 5l-4 14",
  link: "M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1",
  list: "M9 6h11M9 12h11M9 18h11M4.5 6v.01M4.5 12v.01M4.5 18v.01",
  mail: "M4 6h16v12H4zM4 7l8 6 8-6",
  move: "M4 12h15M13 6l6 6-6 6",
  note: "M5 4h14v11l-5 5H5zM14 20v-5h5M9 9h6M9 13h3",
  out: "M14 4H5v16h9M10 12h11M17 8l4 4-4 4",
  people: "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM3 20a6 6 0 0 1 12 0M16 4.5a3.5 3.5 0 0 1 0 6M17 14a6 6 0 0 1 4 6",
  person: "M12 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM5 21a7 7 0 0 1 14 0",
  phone: "M6 3h4l1.5 5L9 10a12 12 0 0 0 5 5l2-2.5 5 1.5v4a2 2 0 0 1-2 2A16 16 0 0 1 4 5a2 2 0 0 1 2-2Z",
  question: "M4 5h16v11H10l-5 4v-4H4zM10 9a2 2 0 1 1 3 1.7c-.7.4-1 .8-1 1.3M12 14v.01",
  search: "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM16 16l5 5",
  send: "M4 12l16-8-5 16-3.2-6.2z",
  star: "M12 4l2.5 5.2 5.5.8-4 4 1 5.6-5-2.7-5 2.7 1-5.6-4-4 5.5-.8z",
  up: "M12 19V6M6 11l6-6 6 6",
  warn: "M12 4 2.5 20h19zM12 10v4M12 17v.5",
};

export function icon(name, size = 16) {
  return svg("svg", {
    class: "icon", viewBox: "0 0 24 24", width: size, height: size,
    "aria-hidden": "true",
  }, svg("path", { d: ICONS[name] }));
}

// Brings the children of `parent` in line with `items`. A child stays when the
// sign of its item is the same, so focus and selection stay too.
export function reconcile(parent, items, { key, sign, render }) {
  const old = new Map([...parent.children].map((n) => [n.dataset.key, n]));
  let before = null;
  for (const item of items) {
    const name = String(key(item));
    const mark = sign(item);
    let node = old.get(name);
    old.delete(name);
    if (!node || node.deskSign !== mark) {
      const fresh = render(item);
      fresh.dataset.key = name;
      fresh.deskSign = mark;
      if (node) replaceKeepingFocus(node, fresh);
      node = fresh;
    }
    const next = before ? before.nextElementSibling : parent.firstElementChild;
    if (next !== node) parent.insertBefore(node, next);
    before = node;
  }
  old.forEach((node) => node.remove());
}

function replaceKeepingFocus(node, fresh) {
  const held = node.contains(document.activeElement);
  node.replaceWith(fresh);
  if (held) fresh.querySelector("a, button")?.focus();
}

// Calls `run` once, `ms` after the last call.
export function debounced(ms, run) {
  let timer = 0;
  return (...rest) => {
    clearTimeout(timer);
    timer = setTimeout(() => run(...rest), ms);
  };
}

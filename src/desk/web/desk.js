// What the whole desk knows: who is signed in, queues, colleagues; and the
// bus on which its parts hear of changes.
//
//   me        the facts below were read anew
//   tickets   {numbers: Set or null}; null = anything may have changed
//   presence  who is writing where
//   link      {up: bool}: the connection to the daemon was lost or is back
//   signed-out

import { codeName } from "./words.js";

export const bus = new EventTarget();

export const desk = {
  agent: null,
  csrf: "",
  queues: [],
  agents: [],
  shop: { name: "" },
  presence: [],
  up: true,
};

export function tell(what, detail = {}) {
  bus.dispatchEvent(new CustomEvent(what, { detail }));
}

// Listens while `node` is on the page.
export function hear(node, what, run) {
  const listener = (event) => {
    if (node.isConnected) run(event.detail);
    else bus.removeEventListener(what, listener);
  };
  bus.addEventListener(what, listener);
}

const MAY = {
  tickets: ["agent", "supervisor", "admin"],
  priority: ["supervisor", "admin"],
  report: ["supervisor", "maintainer", "admin"],
  unanswered: ["maintainer", "admin"],
  agents: ["admin"],
};

export const may = (what) => MAY[what].includes(desk.agent?.role);

export const agentName = (name) =>
  desk.agents.find((agent) => agent.name === name)?.display_name || name;

export const queueOf = (id) => desk.queues.find((queue) => queue.id === id);

// A queue that nobody named has its id as title.
export function queueTitle(id) {
  const title = queueOf(id)?.title;
  return title && title !== id ? title : codeName("queue", id);
}

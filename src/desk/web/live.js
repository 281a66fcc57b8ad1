// Hears of changes by a long poll and repairs a lost connection by itself.
import { get, loadMe, query } from "./api.js";
import { desk, may, tell } from "./desk.js";

const WAIT_S = 25;
const LONGEST_PAUSE = 15000;

let run = null; // the AbortController of the poll that goes on

export function stopLive() {
  run?.abort();
  run = null;
}

export function startLive() {
  stopLive();
  if (!may("tickets")) return;
  run = new AbortController();
  poll(run.signal);
}

// Sleeps, but not longer than until the network or the page comes back.
function pause(ms) {
  return new Promise((done) => {
    const wake = () => {
      clearTimeout(timer);
      removeEventListener("online", wake);
      document.removeEventListener("visibilitychange", wake);
      done();
    };
    const timer = setTimeout(wake, ms);
    addEventListener("online", wake);
    document.addEventListener("visibilitychange", wake);
  });
}

function setUp(up) {
  if (desk.up === up) return;
  desk.up = up;
  tell("link", { up });
}

async function follow(signal) {
  // Whatever happens after this number is heard; before it, read anew.
  let { version } = await get("tickets?view=waiting&limit=1", { signal });
  await loadMe();
  setUp(true);
  tell("tickets", { numbers: null });
  while (!signal.aborted) {
    const news = await get(`events${query({ after: version, wait: WAIT_S })}`,
                           { signal, ms: (WAIT_S + 15) * 1000 });
    version = news.version;
    desk.presence = news.presence ?? [];
    tell("presence");
    if (news.tickets.length) {
      tell("tickets", { numbers: new Set(news.tickets) });
      refreshSoon();
    }
  }
}

let refreshing = 0;
function refreshSoon() {
  if (refreshing) return;
  refreshing = setTimeout(async () => {
    refreshing = 0;
    try { await loadMe(); } catch { /* the poll notices */ }
  }, 400);
}

async function poll(signal) {
  let wait = 1000;
  while (!signal.aborted) {
    try {
      const began = performance.now();
      await follow(signal).catch((error) => {
        if (performance.now() - began > 5000) wait = 1000;
        throw error;
      });
    } catch (error) {
      if (signal.aborted || error.status === 401) return;
      setUp(false);
      await pause(Math.max(wait, (error.retryAfter ?? 0) * 1000));
      wait = Math.min(wait * 2, LONGEST_PAUSE);
    }
  }
}

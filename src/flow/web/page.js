// The chat page: sends messages, shows replies, waits for people.
//
// A message is sent with an id of its own until an answer says that it is
// stored, so sending again never asks twice. Everything from outside becomes
// text nodes (markdown.js).
import { renderFiles } from "./files.js";
import { LINKS } from "./links.js";
import { renderMarkdown } from "./markdown.js";
import { chooseLanguage, wordsFor } from "./words.js";

const STORED = "sportello.conversation";
const TRIES = 4;

const query = new URLSearchParams(location.search);
const asked = query.get("language");
const language = chooseLanguage(asked, navigator.language);
const words = wordsFor(language);
const byId = (id) => document.getElementById(id);
const log = byId("log");
const text = byId("text");
const send = byId("send");

let conversation = null; // {id, owner, ticket}
let lastSeq = 0;
let round = 0; // counts conversations, so that old waits end
let sending = Promise.resolve(); // messages go one after the other
const titles = new Map(); // button value -> title, for the history
const shown = new Set(); // seq of messages on the page

// Some browsers have no storage in private windows.
const storage = {
  get: () => {
    try { return localStorage.getItem(STORED); } catch { return null; }
  },
  set: (id) => {
    try {
      if (id) localStorage.setItem(STORED, id);
      else localStorage.removeItem(STORED);
    } catch { /* the conversation lasts as long as the page */ }
  },
};

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

// crypto.randomUUID needs a secure page; random bytes do not.
function newMessageId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
}

function bubble(from, label) {
  const node = document.createElement("article");
  node.className = `message ${from}`;
  const who = document.createElement("span");
  who.className = from === "agent" ? "who" : "unseen";
  who.append(label);
  node.append(who);
  log.append(node);
  return node;
}

function scrollDown() {
  log.scrollTop = log.scrollHeight;
}

function dropButtons() {
  log.querySelectorAll(".choices").forEach((node) => node.remove());
}

// After an end by a person, once: a row of buttons from 1 to 5.
function askRating() {
  const title = showNotice(words.rate);
  const row = document.createElement("div");
  row.className = "choices";
  row.setAttribute("role", "group");
  row.setAttribute("aria-label", words.rate);
  for (let score = 1; score <= 5; ++score) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(`${score} ★`);
    button.setAttribute("aria-label", words.rateScore(score));
    button.addEventListener("click", async () => {
      row.remove();
      try {
        await call(`/v1/conversations/${encodeURIComponent(conversation.id)}/rating`, {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify({ score }),
        });
        title.replaceChildren(words.thanks);
      } catch {
        title.replaceChildren(words.failed);
      }
      text.focus();
    });
    row.append(button);
  }
  log.append(row);
  scrollDown();
}

function showRating(answer) {
  const isNew = answer.to_rate === true && !toRate;
  toRate = answer.to_rate === true;
  if (isNew) askRating();
}

function showChoices(buttons) {
  if (!buttons.length) return;
  const row = document.createElement("div");
  row.className = "choices";
  for (const { title, value } of buttons) {
    titles.set(value, title);
    const button = document.createElement("button");
    button.type = "button";
    button.append(title);
    button.addEventListener("click", () => say(value, title));
    row.append(button);
  }
  log.append(row);
}

function showCustomer(content) {
  const node = bubble("customer", words.fromYou);
  const paragraph = document.createElement("p");
  paragraph.append(content);
  node.append(paragraph);
  return node;
}

// A message of the API, once.
function show(message) {
  lastSeq = Math.max(lastSeq, message.seq);
  if (shown.has(message.seq)) return;
  shown.add(message.seq);
  dropButtons();
  if (message.from === "customer") {
    showCustomer(titles.get(message.text) ?? message.text);
    return;
  }
  const isAgent = message.from === "agent";
  const node = bubble(isAgent ? "agent" : "bot",
                      isAgent ? words.person : words.fromBot);
  const id = encodeURIComponent(conversation?.id ?? storage.get());
  node.append(renderMarkdown(message.text),
              renderFiles(message, `/v1/conversations/${id}`));
  showChoices(message.buttons);
}

function showNotice(content) {
  const node = document.createElement("p");
  node.className = "notice";
  node.append(content);
  log.append(node);
  return node;
}

function showStatus() {
  const { owner, ticket } = conversation ?? {};
  const state = words[owner] ?? words.bot;
  byId("status").textContent =
    typeof state === "function" ? state(ticket ?? "") : state;
  byId("ways").hidden = !conversation || LINKS.length === 0;
}

// Takes over what an answer says about the conversation.
function remember(answer) {
  const isNew = conversation?.id !== answer.conversation;
  conversation = {
    id: answer.conversation,
    owner: answer.owner,
    ticket: answer.ticket,
  };
  if (isNew) storage.set(conversation.id);
  showStatus();
  if (conversation.owner !== "bot") waitForPeople(round);
}

// The answer as JSON, or an error with `again` (seconds; undefined = no use).
async function call(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw Object.assign(new Error("network"), { again: 2 });
  }
  if (response.ok) return response.json();
  const wait = Number(response.headers.get("Retry-After")) || 2;
  const temporary = response.status === 429 || response.status >= 500;
  throw Object.assign(new Error(String(response.status)), {
    status: response.status,
    again: temporary ? Math.min(wait, 15) : undefined,
  });
}

async function post(body, notify) {
  const options = {
    method: "POST",
    headers: { "Content-Type": "application/json" },
  };
  for (let attempt = 1; ; ++attempt) {
    const current = { ...body, conversation: conversation?.id };
    try {
      return await call("/v1/chat",
                        { ...options, body: JSON.stringify(current) });
    } catch (error) {
      if (error.status === 404 && conversation) {
        showNotice(words.gone);
        forget();
        continue;
      }
      if (error.again === undefined || attempt === TRIES) throw error;
      notify();
      await pause(error.again * 1000 * attempt);
    }
  }
}

function say(value, title = value) {
  const node = showCustomer(title);
  dropButtons();
  scrollDown();
  const body = {
    message: value,
    message_id: newMessageId(),
    locale: navigator.language,
  };
  if (asked) body.language = language;
  sending = sending.then(() => deliver(body, node));
}

async function deliver(body, node) {
  const began = round;
  node.querySelector(".failed")?.remove();
  node.classList.add("pending");
  const writing = showNotice(words.writing);
  writing.classList.add("writing");
  try {
    const answer = await post(body, () => writing.replaceChildren(words.busy));
    if (began !== round) return;
    node.classList.remove("pending");
    shown.add(answer.message_seq);
    remember(answer);
    answer.replies.forEach(show);
  } catch (error) {
    if (began === round) showFailure(body, node, error);
  } finally {
    writing.remove();
    scrollDown();
  }
}

function showFailure(body, node, error) {
  node.classList.remove("pending");
  const line = document.createElement("p");
  line.className = "failed";
  line.append(words.failed + " ");
  if (error.again !== undefined) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(words.retry);
    // The same message_id: what was stored after all is not stored again.
    button.addEventListener("click", () => {
      sending = sending.then(() => deliver(body, node));
    });
    line.append(button);
  }
  node.append(line);
}

const messagesPath = (id, rest) =>
  `/v1/conversations/${encodeURIComponent(id)}/messages?${rest}`;

let toRate = false;
let waitingRound = -1;
async function waitForPeople(mine) {
  if (waitingRound === mine) return;
  waitingRound = mine;
  while (mine === round && conversation && conversation.owner !== "bot") {
    try {
      const news = await call(
        messagesPath(conversation.id, `after=${lastSeq}&wait_s=25`));
      await sending; // our own message gets its number first
      if (mine !== round) break;
      news.messages.forEach(show);
      if (news.messages.length) scrollDown();
      conversation.owner = news.owner;
      conversation.ticket = news.ticket;
      showStatus();
      showRating(news);
    } catch (error) {
      if (error.status === 404) break;
      await pause(5000);
    }
  }
  if (waitingRound === mine) waitingRound = -1;
}

async function restore(mine = round) {
  const id = conversation?.id ?? storage.get();
  if (!id) return;
  try {
    for (;;) {
      const page = await call(messagesPath(id, `after=${lastSeq}`));
      if (mine !== round) return;
      page.messages.forEach(show);
      if (page.messages.length) scrollDown();
      remember(page);
      if (!page.messages.length) {
        showRating(page);
        break;
      }
    }
  } catch (error) {
    if ([400, 404].includes(error.status) && storage.get() === id) {
      storage.set(null);
    }
  }
}

// The bot speaks unasked too: it closes what nobody answers. Whoever looks at
// the page sees it. What may have been stored or not is asked again first.
function lookForNews() {
  if (document.visibilityState !== "visible" || conversation?.owner !== "bot" ||
      log.querySelector(".failed")) {
    return;
  }
  const mine = round;
  sending = sending.then(() => mine === round ? restore(mine) : undefined);
}

// Back to no conversation; the page keeps what it shows.
function forget() {
  conversation = null;
  lastSeq = 0;
  shown.clear();
  storage.set(null);
  showStatus();
}

function restart() {
  ++round;
  sending = Promise.resolve();
  forget();
  log.replaceChildren();
  welcome();
  text.focus();
}

function welcome() {
  const node = bubble("bot", words.fromBot);
  node.classList.add("welcome");
  const paragraph = document.createElement("p");
  paragraph.append(words.welcome);
  node.append(paragraph);
}

// The conversation in another channel. The tab is opened within the press, or
// browsers would block it; some open none: so the link stands in the log too.
async function goOn(channel, name) {
  const tab = window.open("", "_blank");
  try {
    const id = encodeURIComponent(conversation.id);
    const { links } = await call(`/v1/conversations/${id}/links`, { method: "POST" });
    if (tab) {
      tab.opener = null;
      tab.location.replace(links[channel]);
    }
    const link = document.createElement("a");
    Object.assign(link, { href: links[channel], target: "_blank", rel: "noopener" });
    link.append(words.goOnOpen(name));
    showNotice(`${words.goOnAsk} `).append(link);
  } catch {
    tab?.close();
    showNotice(words.goOnFailed);
  }
  scrollDown();
}

for (const channel of LINKS) {
  const name = channel[0].toUpperCase() + channel.slice(1);
  const button = document.createElement("button");
  button.type = "button";
  button.append(words.goOn(name));
  button.addEventListener("click", () => goOn(channel, name));
  byId("ways").append(button);
}

function fitHeight() {
  text.style.height = "auto";
  text.style.height = `${Math.min(text.scrollHeight, 160)}px`;
}

function submit() {
  const value = text.value.trim();
  if (!value) return;
  text.value = "";
  fitHeight();
  text.focus();
  say(value);
}

document.documentElement.lang = language;
document.title = words.title;
byId("title").textContent = words.title;
byId("restart").textContent = words.restart;
byId("label").textContent = words.label;
text.placeholder = words.placeholder;
send.setAttribute("aria-label", words.send);
log.setAttribute("aria-label", words.log);
showStatus();
welcome();
text.addEventListener("input", fitHeight);
text.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  submit();
});
byId("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});
byId("restart").addEventListener("click", restart);
sending = restore();
document.addEventListener("visibilitychange", lookForNews);
setInterval(lookForNews, 60_000);
// A page of the FAQ links here with its question written already.
text.value = (query.get("ask") ?? "").slice(0, text.maxLength);
fitHeight();
text.focus();

// The desk's API: JSON, the CSRF token, and errors as the sentence they carry.
import { desk, tell } from "./desk.js";
import { t } from "./words.js";

const ROOT = "../v1/desk/";
const PATIENCE = 20000;

// `status` is 0 when no answer came; then the request may have been carried
// out all the same.
export class ApiError extends Error {
  constructor(status, sentence, retryAfter = 0) {
    super(sentence);
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

async function failure(response) {
  const wait = Number(response.headers.get("Retry-After")) || 0;
  let sentence = "";
  try {
    const problem = await response.json();
    sentence = problem.detail || problem.title || "";
  } catch { /* a proxy's page */ }
  return new ApiError(response.status,
                      sentence || t("error_status", response.status), wait);
}

export async function call(method, path, body, { signal, ms = PATIENCE } = {}) {
  const headers = {};
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (method !== "GET") headers["X-CSRF-Token"] = desk.csrf;
  const limits = [AbortSignal.timeout(ms)];
  if (signal) limits.push(signal);
  let response;
  let answer = null;
  try {
    response = await fetch(ROOT + path, {
      method, headers, signal: AbortSignal.any(limits),
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (response.ok && response.status !== 204) answer = await response.json();
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError(0, t("error_lost"));
  }
  if (response.ok) return answer;
  const error = await failure(response);
  if (error.status === 401 && path !== "login") tell("signed-out");
  throw error;
}

export const get = (path, options) => call("GET", path, undefined, options);
export const post = (path, body = {}, options) =>
  call("POST", path, body, options);

export function query(values) {
  const found = Object.entries(values)
    .filter(([, value]) => value !== "" && value !== null && value !== undefined);
  return found.length ? `?${new URLSearchParams(found)}` : "";
}

// Random enough for a message_id; crypto.randomUUID needs a secure page.
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
}

export async function loadMe() {
  const me = await get("me");
  Object.assign(desk, me);
  tell("me");
}

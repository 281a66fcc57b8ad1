// The desk's texts: two dictionaries with the same keys. A value is a text or
// a function that makes one.
import { en } from "./words_en.js";
import { it } from "./words_it.js";

const WORDS = { it, en };
let current = "en";

export const languages = Object.keys(WORDS);
export const language = () => current;

// The first of `wanted` that there is a dictionary for.
export function chooseLanguage(...wanted) {
  const codes = wanted.map((name) => (name || "").slice(0, 2).toLowerCase());
  current = codes.find((code) => WORDS[code]) ?? "en";
  document.documentElement.lang = current;
}

export function t(key, ...values) {
  const found = WORDS[current][key];
  return typeof found === "function" ? found(...values) : found ?? key;
}

// A text for a code of the API; a code that is not known is shown as it is.
export function codeName(kind, code) {
  const found = WORDS[current][`${kind}_${String(code).replaceAll(" ", "_")}`];
  return typeof found === "string" ? found : String(code).replaceAll("_", " ");
}

// nlp.js on the variants and questions of one folder: peer_nlpjs.mjs MODULES
// FOLDER. MODULES is where npm installed @nlpjs/basic (peer.py does). Prints
// one JSON object. Languages other than English need @nlpjs/lang-XX there.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const [modules, folder] = process.argv.slice(2);
if (!folder) {
  console.error("usage: peer_nlpjs.mjs MODULES FOLDER");
  process.exit(2);
}

function rows(name) {
  return readFileSync(join(folder, name), "utf8")
    .split("\n")
    .map((line) => line.split("\t"))
    .filter((cells) => cells.length >= 3);
}

// CPU time of this process so far, all its threads.
function cpuSeconds() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

const variants = rows("kb.tsv");
const questions = rows("queries.tsv").filter(([, id]) => id !== "OOS");
const languages = [...new Set(variants.map(([, language]) => language))];

const require = createRequire(join(modules, "node_modules", "x.js"));
const { dockStart } = require("@nlpjs/basic");
const dock = await dockStart({
  settings: {
    nlp: { languages, autoSave: false, nlu: { log: false } },
  },
  use: [
    "Basic",
    ...languages.map((code) => `Lang${code[0].toUpperCase()}${code.slice(1)}`),
  ],
});
const nlp = dock.get("nlp");
// Forced: the best id counts, as with `sportello eval`'s top-1.
nlp.settings.threshold = 0;
for (const [id, language, text] of variants) {
  nlp.addDocument(language, text, id);
}
await nlp.train();
const trained = cpuSeconds();

// Some to warm up the compiler, then all that count.
for (const [language, , text] of questions.slice(0, 100)) {
  await nlp.process(language, text);
}
const asked = cpuSeconds();
let right = 0;
for (const [language, expected, text] of questions) {
  const answer = await nlp.process(language, text);
  const best = answer.classifications?.[0]?.intent ?? answer.intent;
  if (expected.split("|").includes(best)) right += 1;
}
const seconds = cpuSeconds() - asked;

console.log(
  JSON.stringify({
    questions: questions.length,
    right,
    start_s: trained,
    messages_per_second: questions.length / seconds,
  }),
);

// A variant or a new entry for an unanswered question: first the patch is
// shown as the daemon would write it, then it is applied.
import { post } from "./api.js";
import { EntryFinder } from "./canned.js";
import { choice, field, openDialog } from "./dialogs.js";
import { h } from "./dom.js";
import { showDone } from "./notices.js";
import { t } from "./words.js";

// The daemon compiles all content for it.
const PATIENCE = { ms: 90000 };
const KINDS = { "+": "added", "-": "removed", "@": "place" };
const kindOf = (line) =>
  /^(\+\+\+|---) /.test(line) ? "place" : KINDS[line[0]] ?? "";

function patchView(patch) {
  return h("pre", {
    class: "patch", tabindex: "0", role: "region", "aria-label": t("patch"),
  }, patch.trimEnd().split("\n").map((line) =>
    h("span", { class: kindOf(line) }, `${line}\n`)));
}

// The dialog's second half: shows the patch of `body()`, then applies the
// same body.
function patchSteps(group, body, done) {
  const shown = h("div", { class: "patch-room", "aria-live": "polite" });
  const path = `unanswered/${encodeURIComponent(group.key)}/patch`;
  let ready = null;
  const label = (dialog) => {
    dialog.querySelector("footer .primary").textContent =
      t(ready ? "apply" : "see_patch");
  };
  // What is changed after it was shown has to be shown again.
  const forget = (dialog) => {
    ready = null;
    shown.replaceChildren();
    label(dialog);
  };
  const submit = async (dialog) => {
    if (ready) {
      const { applied, problems = [] } = await post(
        path, { ...ready, apply: true }, PATIENCE);
      if (!applied) throw new Error(problems.join("\n") || t("has_problems"));
      showDone(t("applied"));
      done();
      return true;
    }
    const asked = body();
    const { patch, problems = [] } = await post(
      path, { ...asked, apply: false }, PATIENCE);
    shown.replaceChildren(patchView(patch));
    if (problems.length) {
      shown.append(h("p", { class: "problem" }, t("has_problems")),
        h("ul", { class: "problem examples" },
          problems.map((text) => h("li", null, text))));
    } else {
      ready = asked;
    }
    label(dialog);
    shown.scrollIntoView({ block: "nearest" });
    return false;
  };
  return { shown, submit, forget };
}

function openSteps(title, fields, group, body, done) {
  const steps = patchSteps(group, body, done);
  const dialog = openDialog(title, [fields, steps.shown].flat(), {
    kind: "large", button: t("see_patch"),
    submit: () => steps.submit(dialog),
  });
  dialog.querySelector(".dialog-body").addEventListener("input", (event) => {
    if (!event.target.closest(".finder")) steps.forget(dialog);
  });
  return { dialog, forget: () => steps.forget(dialog) };
}

// What goes into the file may differ from what a customer wrote, who may have
// said who she is.
const sentenceBox = (group) => h("input", {
  required: true, maxlength: 200, value: group.text.replace(/\s+/g, " "),
  lang: group.language,
});

export function openVariant(group, done) {
  const { suggestions = [] } = group;
  const other = h("p", { class: "soft" });
  let found = null;
  const to = suggestions.length && choice("entry", t("suggested"),
    suggestions.map((one) => [one.id, one.title || one.id, one.id]),
    suggestions[0].id);
  const finder = new EntryFinder(group.language, t("find_entry"), (entry) => {
    found = entry.id;
    other.textContent = `${t("which_entry")}: ${entry.title} (${entry.id})`;
    if (to) to.node.querySelectorAll("input").forEach((input) => {
      input.checked = false;
      input.required = false;
    });
    forget();
  });
  if (to) to.node.addEventListener("change", () => {
    found = null;
    other.textContent = "";
  });
  const sentence = sentenceBox(group);
  const body = () => {
    const entry = found ?? (to && to.read());
    if (!entry) throw new Error(t("which_entry"));
    return { action: "variant", entry, sentence: sentence.value };
  };
  const { forget } = openSteps(t("add_variant"),
    [field(t("sentence"), sentence, t("sentence_hint")), to && to.node,
      h("details", { open: !to }, h("summary", null, t("find_entry")),
        finder.node), other].filter(Boolean),
    group, body, done);
}

// `files`: names of the FAQ files of the group's language.
export function openNewEntry(group, files, done) {
  const id = h("input", {
    required: true, pattern: "[a-z][a-z0-9_]*", maxlength: 64,
    autocapitalize: "none", spellcheck: "false",
  });
  const sentence = sentenceBox(group);
  const question = h("input", {
    required: true, maxlength: 300, value: sentence.value,
  });
  const answer = h("textarea", { required: true, rows: 5, maxlength: 4000 });
  const file = h("input", {
    required: true, maxlength: 80, pattern: "[a-z][a-z0-9_\\-]*(\\.yaml)?",
    list: "faq-files", autocapitalize: "none", spellcheck: "false",
  });
  const names = h("datalist", { id: "faq-files" },
    files.map((name) => h("option", { value: name })));
  openSteps(t("new_entry"), [
    field(t("sentence"), sentence, t("sentence_hint")),
    field(t("entry_question"), question),
    field(t("entry_answer"), answer, t("markdown_hint")),
    field(t("entry_id"), id, t("entry_id_hint")), field(t("entry_file"), file, t("entry_file_hint")), names,
  ], group, () => ({
    action: "entry", sentence: sentence.value, id: id.value, question: question.value.trim(),
    answer: answer.value.trim(), file: file.value.trim(),
  }), done);
}

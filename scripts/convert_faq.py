"""Turns FAQ tables into FAQ YAML that sportello reads.

IN_DIR holds tab-separated UTF-8 files without a header:
  kb*.tsv       id, language, question     the first question of an id is its
                                           title, the others are variants
  answers*.tsv  id, language, answer       optional
  tags*.tsv     id, language, a, b, c      optional

OUT_DIR gets faq/<language>/<name>.yaml, where <name> is that of IN_DIR, and an
empty folder intents/.  An id without an answer gets its question as answer.
One sentence can lead to one entry only, so a sentence that a second id claims
is dropped with a warning; an entry that has none left is dropped too.
"""

import argparse
import json
import re
import sys
import unicodedata
from pathlib import Path

MAX_ID_BYTES = 128


class Failure(Exception):
    """What stops the conversion, in one sentence."""


class Report:
    """Counts what was read and says what was passed over."""

    def __init__(self):
        self.warnings = 0

    def warn(self, text):
        self.warnings += 1
        print(f"warning: {text}", file=sys.stderr)


def read_rows(path, report):
    """The rows (id, language, text) of a file, with their line numbers."""
    try:
        content = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Failure(f"{path}: byte {error.start} is not UTF-8") from error
    except OSError as error:
        raise Failure(f"{path}: {error.strerror}") from error
    rows = []
    for number, line in enumerate(content.split("\n"), start=1):
        line = line.rstrip("\r")
        if not line.strip():
            continue
        where = f"{path}:{number}"
        columns = line.split("\t", 2)
        if len(columns) < 3:
            report.warn(f"{where}: {len(columns)} of 3 columns, passed over")
            continue
        key, language, text = (clean(column) for column in columns)
        if not re.fullmatch("[a-z]{2,3}", language):
            report.warn(f"{where}: '{language}' is no language code such as "
                        "'it', passed over")
        elif not key or len(key.encode()) > MAX_ID_BYTES or "/" in key \
                or "|" in key:
            report.warn(f"{where}: '{key}' cannot be an id, passed over")
        elif not text:
            report.warn(f"{where}: the text of '{key}' is empty, passed over")
        else:
            rows.append((where, key, language, text))
    return rows


def clean(text):
    """One line without control characters and double blanks."""
    kept = "".join(" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c
                   for c in text)
    return " ".join(kept.split())


class Sentences:
    """Tells whether two sentences are one to sportello's normaliser.

    Blunter than that, on purpose: blanks and punctuation do not count at all,
    so that what it would take for one sentence is never seen as two.
    """

    ELISION = ("it", "fr", "ca")
    WHOLE = {"it": {"dov": "dove", "com": "come", "cos": "cosa",
                    "quand": "quando", "quant": "quanto", "tutt": "tutto"},
             "fr": {"qu": "que", "jusqu": "jusque"}}

    def __init__(self, language):
        self.apart = " " if language in self.ELISION else ""
        self.words = dict(self.WHOLE.get(language, {}))
        self.words.update(self.abbreviations(language))

    @staticmethod
    def abbreviations(language):
        """Those that are built into sportello."""
        path = (Path(__file__).resolve().parent.parent / "src" / "knowledge" /
                "builtin" / f"{language}.yaml")
        if not path.is_file():
            return {}
        words = {}
        inside = False
        for line in path.read_text(encoding="utf-8").splitlines():
            if re.match(r"\w", line):
                inside = line.startswith("abbreviations:")
            row = re.match(r"""\s+["']?([^"':]+)["']?:\s*["']?([^"'#]+)""",
                           line)
            if inside and row:
                words[row[1].strip()] = fold(row[2].strip())
        return words

    def key(self, text):
        folded = re.sub("[\u2018\u2019\u02bc`\u00b4']", self.apart,
                        fold(text))
        tokens = re.findall(r"\w+", folded.replace("_", " "))
        tokens = [re.sub(r"([^\W\d])\1{2,}", r"\1", t) for t in tokens]
        whole = "".join(self.words.get(t, t) for t in tokens)
        return whole.replace(" ", "")


def fold(text):
    """No case, no accents."""
    text = unicodedata.normalize("NFKD", text.casefold())
    text = text.replace("\u20ac", " euro ").replace("%", " percent ")
    return "".join(c for c in text if not unicodedata.combining(c))


def collect(folder, report):
    """Entries by language, then by id, in the order of the files."""
    tables = sorted(folder.glob("kb*.tsv"))
    if not tables:
        raise Failure(f"{folder}: there is no kb*.tsv in it")
    entries = {}
    for path in tables:
        for _, key, language, text in read_rows(path, report):
            entry = entries.setdefault(language, {}).setdefault(
                key, {"questions": [], "answer": "", "tags": []})
            if text not in entry["questions"]:
                entry["questions"].append(text)
    attach(folder, "answers*.tsv", entries, report, add_answer)
    attach(folder, "tags*.tsv", entries, report, add_tags)
    return entries


def attach(folder, pattern, entries, report, add):
    for path in sorted(folder.glob(pattern)):
        for where, key, language, text in read_rows(path, report):
            entry = entries.get(language, {}).get(key)
            if entry is None:
                report.warn(f"{where}: no question has the id '{key}' in "
                            f"'{language}', passed over")
            else:
                add(entry, text)


def add_answer(entry, text):
    entry["answer"] += ("\n\n" if entry["answer"] else "") + text


def add_tags(entry, text):
    for tag in text.split(","):
        if tag.strip() and tag.strip() not in entry["tags"]:
            entry["tags"].append(tag.strip())


def drop_doubles(entries, report):
    """One sentence leads to one entry: the first id that says it keeps it."""
    for language, by_id in entries.items():
        owners = {}
        sentences = Sentences(language)
        for key in list(by_id):
            kept = []
            for question in by_id[key]["questions"]:
                sentence = sentences.key(question)
                owner = owners.setdefault(sentence, key)
                if not sentence:
                    report.warn(f"'{question}' of '{key}' holds no word, "
                                "dropped")
                elif owner != key:
                    report.warn(f"'{question}' of '{key}' belongs to "
                                f"'{owner}' already, dropped")
                else:
                    kept.append(question)
            by_id[key]["questions"] = kept
            if not kept:
                report.warn(f"'{key}' ({language}) has no question left, "
                            "dropped")
                del by_id[key]


def quote(text):
    """A double-quoted YAML scalar: JSON's escapes are a part of YAML's."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\x7f")


def escape_variables(text):
    """Braces around a name would be a variable of sportello."""
    return re.sub(r"\{(\w+)\}", r"{ \1 }", text)


def to_yaml(by_id):
    lines = ["# yaml-language-server: "
             "$schema=../../docs/schema/faq.schema.json",
             "# Made by scripts/convert_faq.", "faq:"]
    for key, entry in by_id.items():
        first, *others = entry["questions"]
        lines += [f"  - id: {quote(key)}", f"    question: {quote(first)}"]
        if others:
            lines.append("    variants:")
            lines += [f"      - {quote(other)}" for other in others]
        answer = escape_variables(entry["answer"] or first)
        lines.append(f"    answer: {quote(answer)}")
        if entry["tags"]:
            tags = ", ".join(quote(tag) for tag in entry["tags"])
            lines.append(f"    tags: [{tags}]")
    return "\n".join(lines) + "\n"


def write(folder, name, entries):
    """Returns the files that were written."""
    files = []
    (folder / "intents").mkdir(parents=True, exist_ok=True)
    for language, by_id in sorted(entries.items()):
        if not by_id:
            continue
        path = folder / "faq" / language / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(to_yaml(by_id), encoding="utf-8")
        files.append(path)
    return files


def describe(entries):
    for language, by_id in sorted(entries.items()):
        questions = sum(len(e["questions"]) for e in by_id.values())
        answers = sum(1 for e in by_id.values() if e["answer"])
        tags = sum(1 for e in by_id.values() if e["tags"])
        print(f"{language}: {len(by_id)} entries, {questions} questions, "
              f"{answers} with an answer, {tags} with tags")


def convert(arguments):
    source = Path(arguments.input)
    if not source.is_dir():
        raise Failure(f"{source}: there is no such folder")
    report = Report()
    entries = collect(source, report)
    drop_doubles(entries, report)
    if not any(entries.values()):
        raise Failure(f"{source}: no question could be read")
    describe(entries)
    if arguments.dry_run:
        print("dry run: nothing was written")
    else:
        name = re.sub(r"[^\w-]", "_", source.resolve().name).lstrip("_")
        for path in write(Path(arguments.output), name or "faq", entries):
            print(f"written: {path}")
    if report.warnings:
        print(f"{report.warnings} warnings")


def main():
    parser = argparse.ArgumentParser(
        prog="scripts/convert_faq", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("input", metavar="IN_DIR")
    parser.add_argument("output", metavar="OUT_DIR")
    parser.add_argument("--dry-run", action="store_true",
                        help="say what would be written, write nothing")
    try:
        convert(parser.parse_args())
    except Failure as failure:
        print(f"convert_faq: {failure}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"convert_faq: {error.filename}: {error.strerror}",
              file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""sportello and nlp.js side by side: peer.py SPORTELLO FOLDER.

FOLDER holds kb.tsv (id, language, variant) and queries.tsv (language, expected
id, question); both learn the same variants and answer the same in-scope
questions, each on one core. nlp.js comes from npm, once, into
$XDG_CACHE_HOME/sportello/peer; node 18 or later is needed.

Times are CPU times, so that a busy machine does not count. Start: from an
empty process to the first answer; ours is the program's run on one question.
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
RUNS = 3


def one_core(command, **options):
    """Runs on one core; returns output, CPU seconds and peak memory (MB)."""
    core = str(max(os.sched_getaffinity(0)))
    process = subprocess.Popen(["taskset", "-c", core, *map(str, command)],
                               stdout=subprocess.PIPE, text=True, **options)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{command[0]} ended with status {process.returncode}")
    return output, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def best(runs):
    """Least disturbed of several runs, figure by figure."""
    return {
        "accuracy": runs[0]["accuracy"],
        "speed": max(run["speed"] for run in runs),
        "start": min(run["start"] for run in runs),
        "memory": min(run["memory"] for run in runs),
    }


def install(languages):
    cache = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    modules = pathlib.Path(cache) / "sportello" / "peer"
    wanted = ["basic", *(f"lang-{code}" for code in sorted(languages))]
    missing = [f"@nlpjs/{name}@4" for name in wanted
               if not (modules / "node_modules" / "@nlpjs" / name).is_dir()]
    if missing:
        modules.mkdir(parents=True, exist_ok=True)
        subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund",
                        "--prefix", str(modules), *missing], check=True)
    return modules


def ask_ours(sportello, content, questions, first):
    command = [sportello, "eval", "--json", "--intents", content / "intents",
               "--faq", content / "faq"]
    output, whole, memory = one_core([*command, questions])
    figures = json.loads(output)
    _, start, _ = one_core([*command, first], stderr=subprocess.DEVNULL)
    return {"accuracy": figures["top1_accuracy"],
            "speed": (figures["in_scope"] - 1) / max(whole - start, 1e-3),
            "start": start, "memory": memory}


def ask_nlpjs(modules, folder):
    output, _, memory = one_core(
        ["node", "--no-warnings", HERE / "peer_nlpjs.mjs", modules, folder])
    figures = json.loads(output.splitlines()[-1])
    return {"accuracy": figures["right"] / figures["questions"],
            "speed": figures["messages_per_second"],
            "start": figures["start_s"], "memory": memory}


def print_table(ours, theirs):
    print(f"{'':24}{'sportello':>12}{'nlp.js':>12}{'ratio':>9}")
    rows = [("top-1 accuracy", "accuracy", "{:.3f}", False),
            ("messages a second", "speed", "{:,.0f}", False),
            ("start and learn, s", "start", "{:.2f}", True),
            ("peak memory, MB", "memory", "{:.0f}", True)]
    for title, key, form, small_is_good in rows:
        ratio = ours[key] / theirs[key]
        if small_is_good:
            ratio = 1 / ratio
        print(f"{title:24}{form.format(ours[key]):>12}"
              f"{form.format(theirs[key]):>12}{ratio:>8.1f}x")


def main():
    if len(sys.argv) != 3:
        sys.exit("usage: peer.py SPORTELLO FOLDER")
    sportello, folder = map(pathlib.Path, sys.argv[1:])
    with open(folder / "kb.tsv", encoding="utf-8") as file:
        languages = {line.split("\t")[1] for line in file if line.count("\t") > 1}
    modules = install(languages)
    with tempfile.TemporaryDirectory() as scratch:
        content = pathlib.Path(scratch)
        # The variants alone: nlp.js reads neither answers nor tags.
        bare = content / "bare"
        bare.mkdir()
        (bare / "kb.tsv").symlink_to((folder / "kb.tsv").resolve())
        subprocess.run([sys.executable, HERE.parents[1] / "scripts/convert_faq.py",
                        bare, content], check=True, stdout=subprocess.DEVNULL)
        with open(folder / "queries.tsv", encoding="utf-8") as file:
            lines = [line for line in file if line.split("\t")[1:2] != ["OOS"]]
        questions, first = content / "queries.tsv", content / "first.tsv"
        questions.write_text("".join(lines), encoding="utf-8")
        first.write_text(lines[0], encoding="utf-8")
        ours = best([ask_ours(sportello, content, questions, first)
                     for _ in range(RUNS)])
        theirs = best([ask_nlpjs(modules, folder) for _ in range(RUNS)])
    print(f"{len(lines)} questions, best of {RUNS} runs, one core")
    print_table(ours, theirs)


if __name__ == "__main__":
    main()

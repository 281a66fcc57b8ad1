#!/usr/bin/env python3
"""Runs abuse_run.py against the real daemon and counts.

    tests/e2e/abuse_daemon.py PROGRAM [OPTION OF ABUSE.PY...]

A build with sanitizers keeps what it freed: --max-rss-growth-mb 999
--max-peak-mb 2000. Rate limits are off, since the attack would only meet them; tests/e2e/run.py
tests them. Closes with 'N passed, N failed'. About two minutes.
"""
import pathlib
import json
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SETTINGS = """conversation_messages: 0
address_messages_per_minute: 0
address_conversations_per_minute: 0
log_level: error
watch_files: no
"""


def main():
    program = str(pathlib.Path(sys.argv[1]).resolve())
    with tempfile.TemporaryDirectory() as folder:
        settings = pathlib.Path(folder) / "settings.yaml"
        settings.write_text(SETTINGS)
        out = pathlib.Path(folder) / "report.json"
        run = subprocess.run(
            [sys.executable, str(HERE / "abuse_run.py"), "--body",
             '{"message":"{{TEXT}}"}', "--report", str(out),
             "--big", "/openapi.json", *sys.argv[2:], ":", program,
             "serve", "--settings", str(settings),
             "--listen", "127.0.0.1:{port}", "--data", "{dir}",
             "--intents", str(ROOT / "intents"), "--faq", str(ROOT / "faq")],
            capture_output=True, text=True)
        lines = run.stdout.splitlines()
        failed = [line for line in lines if "FAIL" in line]
        checks = sum(line.startswith(("ok ", "FAIL")) for line in lines)
        cases = json.loads(out.read_text()) if out.exists() else {}
    print("\n".join(lines[-40:]))
    total = count(cases) + checks
    bad = len(failed)
    if run.returncode != 0 and bad == 0:
        bad = 1
    print(f"{total - bad} passed, {bad} failed")
    return 1 if bad or run.returncode else 0


def count(report):
    """Cases in the report of abuse.py, whatever shape it has."""
    if isinstance(report, list):
        return len(report)
    for key in ("results", "cases"):
        if isinstance(report.get(key), list):
            return len(report[key])
    return sum(v for v in report.values() if isinstance(v, int))


if __name__ == "__main__":
    sys.exit(main())

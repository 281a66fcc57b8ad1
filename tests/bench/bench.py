#!/usr/bin/env python3
"""tests/bench/bench.py BUILD_DIR SECONDS: what scripts/bench prints.

Peers in the same run: a bare cpp-httplib echo (tuned: no-delay, unlimited
keep-alive, 64 threads), our own front as an echo, a bare group-commit loop.
Machines are shared and noisy: quote the ratios. Standard library and wrk.
"""
import contextlib
import json
import os
import pathlib
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
HERE = pathlib.Path(__file__).resolve().parent
SETTINGS = """conversation_messages: 0
address_messages_per_minute: 0
address_conversations_per_minute: 0
max_connections_per_address: 4096
log_level: warning
"""


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


@contextlib.contextmanager
def server(command, port):
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    try:
        end = time.monotonic() + 30
        while True:
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            if process.poll() is not None or time.monotonic() > end:
                raise SystemExit(f"bench: {command[0]} did not start")
            time.sleep(0.02)
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()


def wrk(port, connections, seconds, script, *headers):
    """(requests a second, p50 ms, p99 ms, errors)"""
    words = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}", "-s",
             str(HERE / script)]
    for header in headers:
        words += ["-H", header]
    run = subprocess.run(words + [f"http://127.0.0.1:{port}"],
                         capture_output=True, text=True)
    found = re.search(r"RESULT (\d+) ([\d.]+) ([\d.]+) (\d+)", run.stdout)
    if not found:
        raise SystemExit("bench: wrk: " + run.stdout + run.stderr)
    return (int(found[1]), float(found[2]), float(found[3]), int(found[4]))


def status(process, name):
    text = pathlib.Path(f"/proc/{process.pid}/status").read_text()
    return int(re.search(name + r":\s+(\d+)", text)[1])


def cpu_seconds(process):
    fields = pathlib.Path(f"/proc/{process.pid}/stat").read_text()
    fields = fields.rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def daemon(build, folder, *more):
    port = free_port()
    settings = pathlib.Path(folder) / "settings.yaml"
    settings.write_text(SETTINGS)
    data = pathlib.Path(folder) / f"data{port}"
    return port, server(
        [str(build / "sportello"), "serve", "--settings", str(settings),
         "--listen", f"127.0.0.1:{port}", "--data", str(data),
         "--intents", str(ROOT / "intents"), "--faq", str(ROOT / "faq"),
         *more], port)


def chat_against_echo(build, folder, seconds):
    print("POST /v1/chat, stored with durability full, against a bare "
          "cpp-httplib echo")
    print(f"{'connections':>12} {'echo/s':>9} {'own echo/s':>11} "
          f"{'chat/s':>9} {'ratio':>6} {'p50 ms':>7} {'p99 ms':>7} "
          f"{'CPU us':>7} errors")
    best = 0
    for connections in (1, 16, 64, 256):
        port = free_port()
        with server([str(build / "tests/bench/echo_httplib"), str(port)],
                    port):
            echo = wrk(port, connections, seconds, "echo.lua")
        port = free_port()
        with server([str(build / "tests/bench/http_echo"), str(port)], port):
            own = wrk(port, connections, seconds, "echo.lua")
        port, running = daemon(build, folder)
        with running as process:
            wrk(port, connections, 1, "chat.lua")
            before = cpu_seconds(process)
            chat = wrk(port, connections, seconds, "chat.lua")
            used = cpu_seconds(process) - before
        print(f"{connections:>12} {echo[0]:>9} {own[0]:>11} {chat[0]:>9} "
              f"{chat[0] / echo[0]:>6.2f} {chat[1]:>7.2f} {chat[2]:>7.2f} "
              f"{used * 1e6 / max(1, chat[0] * seconds):>7.1f} {chat[3]}")
        if connections == 64:
            best = chat[0]
    return best


def chat_beside_idle(build, folder, seconds):
    port, running = daemon(build, folder)
    with running:
        wrk(port, 64, 1, "chat.lua")
        alone = wrk(port, 64, seconds, "chat.lua")
        idle = [socket.create_connection(("127.0.0.1", port))
                for _ in range(1000)]
        beside = wrk(port, 64, seconds, "chat.lua")
        for connection in idle:
            connection.close()
        closing = wrk(port, 64, seconds, "chat.lua", "Connection: close")
    print(f"with 1,000 idle connections beside: {beside[0]}/s, "
          f"{beside[0] / alone[0]:.2f} of {alone[0]}/s without")
    print(f"with Connection: close: {closing[0]}/s, p99 {closing[2]} ms")


def chat_at_half_load(build, folder, seconds, most):
    rate = max(1, most // 2)
    port, running = daemon(build, folder)
    with running:
        wrk(port, 64, 1, "chat.lua")
        run = subprocess.run(
            [str(build / "tests/bench/open_loop"), str(port), str(rate),
             str(seconds)], capture_output=True, text=True)
    print(f"open loop at half of the most ({rate}/s): {run.stdout.strip()}")


def starts_and_reloads(build, folder):
    port = free_port()
    data = pathlib.Path(folder) / "start"
    content = pathlib.Path(folder) / "content"
    for name in ("intents", "faq"):
        shutil.copytree(ROOT / name, content / name)
    settings = pathlib.Path(folder) / "settings.yaml"
    command = [str(build / "sportello"), "serve", "--settings", str(settings),
               "--listen", f"127.0.0.1:{port}", "--data", str(data),
               "--intents", str(content / "intents"),
               "--faq", str(content / "faq"),
               "--reload-debounce-ms", "50", "--watch-interval-ms", "100"]
    for name in ("first start (compiles the content)",
                 "later start (loads the compiled file)"):
        begin = time.monotonic()
        with server(command, port) as process:
            print(f"{name}: {time.monotonic() - begin:.2f} s, "
                  f"{status(process, 'VmRSS') / 1024:.0f} MB resident")
    with server(command, port):
        def version():
            with urllib.request.urlopen(
                    f"http://127.0.0.1:{port}/metrics") as answer:
                return re.search(r'version="([0-9a-f]+)"',
                                 answer.read().decode())[1]
        before = version()
        entry = content / "faq" / "it" / "resi.yaml"
        entry.write_text(entry.read_text() + "# changed\n")
        begin = time.monotonic()
        while version() == before and time.monotonic() < begin + 30:
            time.sleep(0.01)
        print(f"changed file to changed answers: "
              f"{time.monotonic() - begin:.2f} s")


def synthetic(folder, entries):
    """FAQ content of `entries` entries with 10 variants each, and questions
    near them; the same at every run."""
    random.seed(7)
    words = ["".join(random.choice("bcdfglmnprstvz") + random.choice("aeiou")
                     for _ in range(random.randint(2, 4)))
             for _ in range(3000)]
    faq = pathlib.Path(folder) / f"faq{entries}" / "en"
    faq.mkdir(parents=True)
    (pathlib.Path(folder) / "none").mkdir(exist_ok=True)
    lines, queries = ["faq:"], []
    for number in range(entries):
        topic = random.sample(words, 5)
        sentences = []
        while len(sentences) < 11:
            sentence = " ".join(random.sample(topic, 3) +
                                random.sample(words, 4))
            if sentence not in sentences:
                sentences.append(sentence)
        lines.append(f'  - id: e{number}\n    question: "{sentences[0]}"\n'
                     f"    variants: {json.dumps(sentences[1:])}\n"
                     f'    answer: "Answer {number}."')
        if number < 2000:
            text = " ".join(random.sample(topic, 3) + random.sample(words, 4))
            queries.append(f"en\te{number}\t{text}")
    (faq / "all.yaml").write_text("\n".join(lines) + "\n")
    tsv = pathlib.Path(folder) / f"queries{entries}.tsv"
    tsv.write_text("\n".join(queries) + "\n")
    return faq.parent, tsv


def scale(build, folder):
    print("\nFAQ entries with 10 variants each: compile, memory, us a message")
    for entries in (100, 1000, 10000):
        faq, tsv = synthetic(folder, entries)
        common = ["--intents", str(pathlib.Path(folder) / "none"),
                  "--faq", str(faq)]
        begin = time.monotonic()
        process = subprocess.Popen(
            [str(build / "sportello"), "build", *common, "--out",
             str(pathlib.Path(folder) / "scale.db")],
            stdout=subprocess.DEVNULL)
        _, _, usage = os.wait4(process.pid, 0)
        built = time.monotonic() - begin
        run = subprocess.run(
            [str(build / "sportello"), "eval", *common, str(tsv)],
            capture_output=True, text=True)
        rate = int(re.search(r"(\d+) messages per second", run.stdout)[1])
        print(f"{entries:>6} entries: {built:.2f} s, "
              f"{usage.ru_maxrss / 1024:.0f} MB at most, "
              f"{1e6 / rate:.0f} us a message", flush=True)


def tables(build):
    for title, words in (
            ("patterns: us a message by number",
             [str(build / "tests/bench/matcher_bench")]),
            ("store: turns a second beside a bare group-commit loop",
             [str(build / "tests/bench/store_bench"), tempfile.gettempdir(),
              "2"])):
        print(f"\n{title}", flush=True)
        run = subprocess.run(words, capture_output=True, text=True)
        print(run.stdout.strip() or run.stderr.strip()[:500])


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    seconds = int(sys.argv[2])
    with tempfile.TemporaryDirectory(prefix="sportello-bench-") as folder:
        most = chat_against_echo(build, folder, seconds)
        chat_beside_idle(build, folder, seconds)
        chat_at_half_load(build, folder, seconds, most)
        starts_and_reloads(build, folder)
        scale(build, folder)
    tables(build)


if __name__ == "__main__":
    main()

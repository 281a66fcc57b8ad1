#!/usr/bin/env python3
"""What scripts/bench prints: speed and memory beside bare peers.

Peers in the same run: a bare cpp-httplib echo (tuned: no-delay, unlimited
keep-alive, 64 threads), our own front as an echo, a bare group-commit loop.
Machines are shared and noisy: quote the ratios. Standard library and wrk.
"""
import argparse
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
import threading
import time
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "e2e"))
import report
from daemon import free_port

VERDICTS = []
ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
HERE = pathlib.Path(__file__).resolve().parent
SETTINGS = """conversation_messages: 0
address_messages_per_minute: 0
address_conversations_per_minute: 0
max_connections_per_address: 4096
log_level: warning
"""


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
    data = pathlib.Path(folder) / f"data{port}"
    return port, server(
        [str(build / "sportello"), "serve", "--settings", str(settings),
         "--listen", f"127.0.0.1:{port}", "--data", str(data),
         "--intents", str(ROOT / "intents"), "--faq", str(ROOT / "faq"),
         *more], port)


def tell(what, value, ratio=None, bar=None, met=None):
    """One line of the report; without a bar it is only told."""
    verdict = "" if met is None else "ok" if met else "MISSED"
    VERDICTS.append(verdict)
    ratio = "" if ratio is None else f"{ratio:.2f}"
    print(f"{what:<46} {value:>34} {ratio:>6} {bar or '':>10} {verdict}",
          flush=True)


def bare_inserts(build, folder, connections, seconds):
    run = subprocess.run(
        [str(build / "tests/bench/store_bench"), str(folder), str(seconds),
         "bare", str(connections)], capture_output=True, text=True)
    return int(re.search(r"(\d+)/s", run.stdout)[1])


def echo(build, program, connections, seconds, *headers):
    port = free_port()
    with server([str(build / "tests/bench" / program), str(port)], port):
        wrk(port, connections, 1, "echo.lua", *headers)
        return wrk(port, connections, seconds, "echo.lua", *headers)


def chat_against_peers(build, folder, seconds):
    """Durable messages a second; the peers run before and after."""
    print("\nPOST /v1/chat, durability full; ratio: to the bare echo of "
          "cpp-httplib (64 threads, no-delay)")
    best = 0
    for connections in (1, 16, 64, 256):
        before = echo(build, "echo_httplib", connections, seconds)
        port, running = daemon(build, folder)
        with running as process:
            wrk(port, connections, 1, "chat.lua")
            begin = cpu_seconds(process)
            chat = wrk(port, connections, 2 * seconds, "chat.lua")
            used = cpu_seconds(process) - begin
        after = echo(build, "echo_httplib", connections, seconds)
        own = echo(build, "http_echo", connections, seconds)
        rows = bare_inserts(build, folder, connections, seconds)
        peer = (before[0] + after[0]) / 2
        ratio = chat[0] / peer
        bar = ">= 0.35" if connections == 64 else None
        tell(f"{connections} connections",
             f"{chat[0]}/s, p50 {chat[1]:.1f} p99 {chat[2]:.1f} ms", ratio,
             bar, ratio >= 0.35 if bar else None)
        print(f"    echo {before[0]} and {after[0]}/s, own front as an echo "
              f"{own[0]}/s, bare inserts {rows}/s (chat is "
              f"{chat[0] / rows:.2f} of them); CPU "
              f"{used * 1e6 / max(1, chat[0] * 2 * seconds):.0f} us a "
              f"message; {chat[3]} errors")
        if connections == 64:
            best = chat[0]
    return best


def idle_connections(port, number):
    """Kept alive after a first request."""
    links = []
    for _ in range(number):
        link = socket.create_connection(("127.0.0.1", port))
        link.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        links.append(link)
    for link in links:
        link.recv(4096)
    return links


def chat_beside_idle(build, folder, seconds):
    port, running = daemon(build, folder)
    alone, beside = [], []
    with running:
        wrk(port, 64, 1, "chat.lua")
        for _ in range(3):  # in turns: the machine's noise hits both
            alone.append(wrk(port, 64, seconds, "chat.lua")[0])
            links = idle_connections(port, 1000)
            beside.append(wrk(port, 64, seconds, "chat.lua")[0])
            for link in links:
                link.close()
        closing = wrk(port, 64, seconds, "chat.lua", "Connection: close")
    ratio = sum(beside) / sum(alone)
    tell("with 1,000 idle connections, to without",
         f"{sum(beside) // 3}/s to {sum(alone) // 3}/s", ratio, ">= 0.95",
         ratio >= 0.95)
    peer = echo(build, "echo_httplib", 64, seconds, "Connection: close")
    tell("Connection: close, to the echo's",
         f"{closing[0]}/s, p99 {closing[2]:.1f} ms", closing[0] / peer[0])


def open_loop(build, port, rate, seconds):
    run = subprocess.run(
        [str(build / "tests/bench/open_loop"), str(port), str(rate),
         str(seconds)], capture_output=True, text=True)
    found = re.search(r"(\d+)/s reached, p50 ([\d.]+) ms, p95 ([\d.]+) ms, "
                      r"p99 ([\d.]+) ms, (\d+) errors", run.stdout)
    if not found:
        raise SystemExit("bench: open_loop: " + run.stdout + run.stderr)
    return int(found[1]), float(found[2]), float(found[3]), float(found[4]), \
        int(found[5])


def chat_at_half_load(build, folder, seconds, most):
    """Each latency counts from the moment the message was due."""
    rate = max(1, most // 2)
    peer = free_port()
    with server([str(build / "tests/bench/echo_httplib"), str(peer)], peer):
        _, bare50, _, bare99, _ = open_loop(build, peer, rate, seconds)
    port, running = daemon(build, folder)
    with running:
        wrk(port, 64, 1, "chat.lua")
        reached, p50, _, p99, errors = open_loop(build, port, rate,
                                                 2 * seconds)
    tell(f"open loop at {rate}/s, half of the most",
         f"{reached}/s, p50 {p50:.1f} p99 {p99:.1f} ms", None, "p99 < 10 ms",
         p99 < 10 and errors == 0 and reached > 0.95 * rate)
    print(f"    the bare echo at that rate: p50 {bare50:.1f} p99 {bare99:.1f} "
          "ms")


class Drips(threading.Thread):
    """Connections that send a request byte by byte, begun anew when cut."""

    def __init__(self, port, number):
        super().__init__(daemon=True)
        self.port, self.number = port, number
        self.ended = threading.Event()
        self.links = [self.begin(i) for i in range(number)]

    def begin(self, number):
        return socket.create_connection(
            ("127.0.0.1", self.port), 5, (f"127.0.1.{number % 4 + 1}", 0))

    def run(self):
        text = b"POST /v1/chat HTTP/1.1\r\nHost: x\r\nX-Slow: " + b"a" * 999
        at = 0
        while not self.ended.wait(0.2):
            for i, link in enumerate(self.links):
                try:
                    link.send(text[at % len(text):at % len(text) + 1])
                except OSError:
                    with contextlib.suppress(OSError):
                        self.links[i] = self.begin(i)
            at += 1


def chat_beside_drips(build, folder, seconds):
    port, running = daemon(build, folder)
    with running:
        wrk(port, 64, 1, "chat.lua")
        drips = Drips(port, 200)
        drips.start()
        _, _, p95, _, errors = open_loop(build, port, 500, 2 * seconds)
        drips.ended.set()
    tell("200 slow connections; others' 500/s", f"p95 {p95:.1f} ms", None,
         "< 100 ms", p95 < 100 and errors == 0)


def soak(build, folder, messages):
    """Every conversation gets its next message when all had one."""
    conversations = max(64, messages // 10)
    port, running = daemon(build, folder)
    wal = pathlib.Path(folder) / f"data{port}" / "sportello.db-wal"
    samples = []

    def sample(process):
        samples.append((
            status(process, "VmRSS") / 1024,
            len(os.listdir(f"/proc/{process.pid}/fd")),
            status(process, "Threads"),
            wal.stat().st_size / 1e6 if wal.exists() else 0))

    with running as process:
        load = subprocess.Popen(
            [str(build / "tests/bench/chat_load"), str(port), "64",
             str(messages), str(conversations)], stdout=subprocess.PIPE,
            text=True)
        last = ""
        for last in load.stdout:
            if last.strip() in ("10 %", "50 %", "100 %"):
                sample(process)
        load.wait()
        if load.returncode != 0 or len(samples) != 3:
            raise SystemExit("bench: soak: " + last)
    print(f"\nsoak: {last.strip()}; after 10, 50 and 100 %: MB resident, "
          f"descriptors, threads, MB of log")
    for rss, fds, threads, log in samples:
        print(f"    {rss:.0f} MB, {fds}, {threads}, {log:.0f} MB")
    begin, middle, end = samples
    tell(f"memory after {messages} messages", f"{end[0]:.0f} MB",
         end[0] / begin[0], "< 150 MB", end[0] < 150)
    tell("memory from the middle to the end",
         f"{end[0] - middle[0]:+.1f} MB", end[0] / middle[0], "<= 1.10",
         end[0] <= 1.1 * middle[0])
    tell("log of the store", f"{end[3]:.0f} MB", None, "< 256 MB",
         max(s[3] for s in samples) < 256)
    tell("descriptors, begin to end", f"{begin[1]} to {end[1]}", None, "flat",
         end[1] <= begin[1] + 4)


def starts_and_reloads(build, folder):
    print()
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
    for name in ("first start, compiles the content",
                 "later start, loads what was compiled"):
        begin = time.monotonic()
        with server(command, port) as process:
            tell(name, f"{time.monotonic() - begin:.2f} s, "
                 f"{status(process, 'VmRSS') / 1024:.0f} MB resident")
    with server(command, port):
        def version():
            with urllib.request.urlopen(
                    f"http://127.0.0.1:{port}/readyz") as answer:
                return json.load(answer)["knowledge_version"]
        before = version()
        entry = content / "faq" / "it" / "resi.yaml"
        entry.write_text(entry.read_text() + "# changed\n")
        begin = time.monotonic()
        while version() == before and time.monotonic() < begin + 30:
            time.sleep(0.01)
        tell("changed file to changed answers",
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
        tell(f"{entries} entries", f"{built:.2f} s, "
             f"{usage.ru_maxrss / 1024:.0f} MB, {1e6 / rate:.0f} us")


def report_beside_chat(build):
    figures = report.measure(build / "sportello")
    seconds, memory = figures["command"]
    print(f"\nreport of 30 days: {figures['rows']}")
    tell("sportello report", f"{seconds:.2f} s, {memory:.0f} MB")
    took = sorted(figures["endpoint"])
    tell("GET /v1/desk/report, five times",
         f"{took[0]:.2f} to {took[-1]:.2f} s, +{figures['growth']:.0f} MB",
         None, "< 5 s", took[-1] < 5 and figures["same"])
    for who, at, bar in (("a customer's turn", 0, 25), ("an agent's list", 1, 100)):
        (p50, p99, most), (_, alone, _) = figures["busy"][at], \
            figures["quiet"][at]
        tell(f"{who} meanwhile (alone p99 {alone:.1f} ms)",
             f"p50 {p50:.1f} p99 {p99:.1f} most {most:.1f} ms", p99 / alone,
             f"< {bar} ms", p99 < bar)


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
    words = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    words.add_argument("build", type=pathlib.Path)
    words.add_argument("seconds", type=int, nargs="?", default=4)
    words.add_argument("--soak", type=int, default=200_000)
    words.add_argument("--only", default="",
                       help="peers, idle, half, drips, soak, start, scale or "
                       "report")
    given = words.parse_args()
    build, seconds = given.build.resolve(), given.seconds
    wanted = lambda part: given.only in ("", part)
    load = ", ".join(f"{n:.1f}" for n in os.getloadavg())
    print(f"{os.cpu_count()} cores shared with the load; load before: {load}")
    print(f"{'what':<46} {'value':>34} {'ratio':>6} {'bar':>10}")
    with tempfile.TemporaryDirectory(prefix="sportello-bench-") as folder:
        (pathlib.Path(folder) / "settings.yaml").write_text(SETTINGS)
        most = 0
        if wanted("peers") or wanted("half"):
            most = chat_against_peers(build, folder, seconds)
        if wanted("idle"):
            chat_beside_idle(build, folder, seconds)
        if most:
            chat_at_half_load(build, folder, seconds, most)
        if wanted("drips"):
            chat_beside_drips(build, folder, seconds)
        if wanted("soak") and given.soak > 0:
            soak(build, folder, given.soak)
        if wanted("start"):
            starts_and_reloads(build, folder)
        if wanted("scale"):
            scale(build, folder)
        if wanted("report"):
            report_beside_chat(build)
    if wanted("scale"):
        tables(build)
    print(f"\n{VERDICTS.count('ok')} ok, {VERDICTS.count('MISSED')} MISSED")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""tests/bench/report.py PROGRAM: how long the report takes on a large store
(200,000 messages, 20,000 conversations, each with a ticket), and whether
customers wait meanwhile. Prints figures; no assertion."""
import http.client
import json
import pathlib
import random
import sqlite3
import subprocess
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "e2e"))
from daemon import Daemon  # noqa: E402
from desk_client import Desk, add_agent  # noqa: E402

TICKETS = 20_000
MESSAGES_EACH = 10
DAY = 86_400_000


def fill(path):
    """Thirty days of work, written beside the stopped daemon."""
    chance = random.Random(6)
    now = int(time.time() * 1000)
    with sqlite3.connect(path) as db:
        for n in range(1, TICKETS + 1):
            begin = now - chance.randrange(30 * DAY)
            reply = begin + chance.randrange(60_000, 4 * 3_600_000)
            end = reply + chance.randrange(60_000, 3_600_000)
            db.execute(
                "INSERT INTO conversation (key, id, channel, language, owner,"
                " name, email, state, last_seq, ticket, created_at_ms,"
                " updated_at_ms, phone) VALUES (?, ?, 'web', 'it', 'closed',"
                " 'Lucia', '', '', ?, 0, ?, ?, '')",
                (n, f"{n:032x}", MESSAGES_EACH, begin, end))
            for seq in range(1, MESSAGES_EACH + 1):
                author = ("customer", "bot", "customer", "agent")[seq % 4]
                reason = (("faq", "answer", f"entry_{n % 85}", "high", 0.9,
                           "faq/it/x.yaml:1", "abc")
                          if author == "bot" else (None,) * 7)
                db.execute(
                    "INSERT INTO message (conversation, seq, author, owner,"
                    " text, at_ms, stage, decision, id, confidence, score,"
                    " source, knowledge_version)"
                    " VALUES (?, ?, ?, 'bot', ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (n, seq, author, "Vorrei sapere dov'è il mio pacco. " * 4,
                     begin + (end - begin) * seq // MESSAGES_EACH, *reason))
            db.execute(
                "INSERT INTO ticket (number, conversation, queue, reason,"
                " summary, status, created_at_ms, priority, agent, due_at_ms,"
                " language, claimed_at_ms, first_reply_at_ms, closed_at_ms,"
                " outcome, version) VALUES (?, ?, ?, 'asked for a person', '',"
                " 'closed', ?, 1, ?, ?, 'it', ?, ?, ?, 'solved', ?)",
                (n, n, f"queue{n % 4}", begin, f"agent{n % 16}",
                 begin + 4 * 3_600_000, reply, reply, end, n))
            if n % 3 == 0:
                db.execute(
                    "INSERT INTO rating (conversation, ticket, score, comment,"
                    " at_ms, by) VALUES (?, ?, ?, '', ?, ?)",
                    (n, n, 1 + n % 5, end, f"agent{n % 16}"))


def talk(d, until, seconds):
    """A customer who never stops."""
    link = http.client.HTTPConnection("127.0.0.1", d.port)
    conversation = None
    while not until.is_set():
        body = {"message": "dov'è il mio pacco?"}
        if conversation:
            body["conversation"] = conversation
        begin = time.monotonic()
        link.request("POST", "/v1/chat", json.dumps(body),
                     {"Content-Type": "application/json"})
        answer = json.loads(link.getresponse().read())
        seconds.append(time.monotonic() - begin)
        conversation = answer.get("conversation")


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def main():
    Daemon.program = str(pathlib.Path(sys.argv[1]).resolve())
    with Daemon("--conversation-messages", "0") as d:
        add_agent(d, "capo", "supervisor")
        d.stop()
        fill(d.folder / "data" / "sportello.db")
        begin = time.monotonic()
        subprocess.run([d.program, "report", "--json", "--data",
                        str(d.folder / "data")], check=True,
                       stdout=subprocess.DEVNULL)
        print(f"sportello report: {time.monotonic() - begin:.2f} s")
        d.start()
        desk = Desk(d, "capo")
        for what in ("quiet", "during reports"):
            seconds, until = [], threading.Event()
            customer = threading.Thread(target=talk, args=(d, until, seconds))
            customer.start()
            if what == "quiet":
                time.sleep(5)
            else:
                for _ in range(5):
                    begin = time.monotonic()
                    report = desk.get("report")
                    assert report.status == 200, report.body
                    print("GET /v1/desk/report: "
                          f"{time.monotonic() - begin:.2f} s")
            until.set()
            customer.join()
            print(f"POST /v1/chat, {what}: {len(seconds)} turns, median "
                  f"{percentile(seconds, .5) * 1000:.1f} ms, p99 "
                  f"{percentile(seconds, .99) * 1000:.1f} ms, slowest "
                  f"{max(seconds) * 1000:.1f} ms")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""tests/bench/report.py PROGRAM: how long the report takes on a large store
(100,000 conversations, a million messages, 10,000 tickets, 8,000 ratings in
30 days), what memory it needs, and whether customers and agents wait
meanwhile. bench.py prints it with its bars."""
import http.client
import json
import os
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

CONVERSATIONS = 100_000
MESSAGES_EACH = 10
DAY = 86_400_000
TEXT = "Vorrei sapere dov'è il mio pacco. " * 4


def messages(key, with_person, begin, end):
    """The bot answers; in every tenth conversation a person comes in."""
    writers = (("agent", "customer", "bot", "customer") if with_person
               else ("bot", "customer"))
    for seq in range(1, MESSAGES_EACH + 1):
        author = writers[seq % len(writers)]
        reason = (("faq", "answer" if key % 7 else "fallback",
                   f"entry_{key % 85}", "high", 0.9, "faq/it/x.yaml:1", "abc")
                  if author == "bot" else (None,) * 7)
        yield (key, seq, author, TEXT,
               begin + (end - begin) * seq // MESSAGES_EACH, *reason)


def fill(path):
    """Thirty days of work, written beside the stopped daemon. Conversations
    lie among each other, as customers write at the same time."""
    chance = random.Random(6)
    now = int(time.time() * 1000)
    rows, talks, tickets, ratings = [], [], [], []
    for n in range(1, CONVERSATIONS + 1):
        begin = now - chance.randrange(30 * DAY)
        reply = begin + chance.randrange(60_000, 4 * 3_600_000)
        end = reply + chance.randrange(60_000, 3_600_000)
        talks.append((n, f"{n:032x}", MESSAGES_EACH, begin, end))
        rows += messages(n, n % 10 == 0, begin, end)
        if n % 10 == 0:
            opened = begin + (end - begin) * 2 // MESSAGES_EACH
            reply = begin + (end - begin) * 4 // MESSAGES_EACH
            tickets.append((n, n, f"queue{n % 4}", opened, f"agent{n % 16}",
                            begin + 4 * 3_600_000, reply, reply, end, n))
        if n % 25 == 0 or n % 10 == 0 and n % 4 == 0:
            number = 0 if n % 10 else n
            ratings.append((n, number, 1 + n // 7 % 5, end,
                            f"agent{n % 16}" if number else "bot"))
    rows.sort(key=lambda row: row[4])
    with sqlite3.connect(path) as db:
        db.executemany(
            "INSERT INTO conversation (key, id, channel, language, owner,"
            " name, email, state, last_seq, ticket, created_at_ms,"
            " updated_at_ms) VALUES (?, ?, 'web', 'it', 'closed', 'Lucia', '',"
            " '', ?, 0, ?, ?)", talks)
        db.executemany(
            "INSERT INTO message (conversation, seq, author, owner, text,"
            " at_ms, stage, decision, id, confidence, score, source,"
            " knowledge_version)"
            " VALUES (?, ?, ?, 'bot', ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
        db.executemany(
            "INSERT INTO ticket (number, conversation, queue, reason, summary,"
            " status, created_at_ms, priority, agent, due_at_ms, language,"
            " claimed_at_ms, first_reply_at_ms, closed_at_ms, outcome,"
            " version) VALUES (?, ?, ?, 'asked for a person', '', 'closed', ?,"
            " 1, ?, ?, 'it', ?, ?, ?, 'solved', ?)", tickets)
        db.executemany(
            "INSERT INTO rating (conversation, ticket, score, comment, at_ms,"
            " by) VALUES (?, ?, ?, '', ?, ?)", ratings)
    return f"{len(rows)} messages, {len(tickets)} tickets, " \
        f"{len(ratings)} ratings"


def timed(command):
    """(seconds, MB at most, output)"""
    begin = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    output = process.stdout.read()
    _, code, usage = os.wait4(process.pid, 0)
    if code != 0:
        raise SystemExit(f"bench: {command[1]} failed")
    return time.monotonic() - begin, usage.ru_maxrss / 1024, output


def until_told(ended, seconds, act):
    """What somebody does again and again, and how long each time takes."""
    while not ended.is_set():
        begin = time.monotonic()
        act()
        seconds.append(time.monotonic() - begin)


class Customer:
    def __init__(self, port):
        self.link = http.client.HTTPConnection("127.0.0.1", port)
        self.conversation = None

    def __call__(self):
        body = {"message": "dov'è il mio pacco?"}
        if self.conversation:
            body["conversation"] = self.conversation
        self.link.request("POST", "/v1/chat", json.dumps(body),
                          {"Content-Type": "application/json"})
        self.conversation = json.loads(
            self.link.getresponse().read())["conversation"]


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def high_water(process):
    text = pathlib.Path(f"/proc/{process.pid}/status").read_text()
    return int(text.split("VmHWM:")[1].split()[0]) / 1024


def beside(d, desk, act):
    """Milliseconds of chat turns and of an agent's list while `act` runs."""
    ended = threading.Event()
    turns, lists = [], []
    people = [threading.Thread(target=until_told, args=(ended, *one))
              for one in ((turns, Customer(d.port)),
                          (lists, lambda: desk.get("tickets?view=waiting")))]
    for person in people:
        person.start()
    took = act()
    ended.set()
    for person in people:
        person.join()
    ms = lambda values: tuple(percentile(values, share) * 1000
                              for share in (.5, .99, 1))
    return took, ms(turns), ms(lists)


def measure(program):
    """A dict of figures."""
    Daemon.program = str(pathlib.Path(program).resolve())
    with Daemon("--conversation-messages", "0",
                "--address-messages-per-minute", "0") as d:
        add_agent(d, "capo", "supervisor")
        d.stop()
        # In a process of its own: what a child has at most begins with what
        # its parent has.
        rows = subprocess.run(
            [sys.executable, __file__, "--fill",
             str(d.folder / "data" / "sportello.db")], check=True,
            capture_output=True, text=True).stdout
        figures = {"rows": rows.strip()}
        command = [d.program, "report", "--json", "--data",
                   str(d.folder / "data")]
        timed(command)  # the disk's cache
        *figures["command"], output = timed(command)
        d.start()
        desk = Desk(d, "capo")
        memory = high_water(d.process)

        def reports():
            took = []
            for _ in range(5):
                begin = time.monotonic()
                report = desk.get("report")
                assert report.status == 200, report.body
                took.append(time.monotonic() - begin)
            figures["same"] = json.loads(report.body)["first_reply"] == \
                json.loads(output)["first_reply"]
            return took

        _, *figures["quiet"] = beside(d, Desk(d, "capo"),
                                      lambda: time.sleep(5))
        took, *figures["busy"] = beside(d, Desk(d, "capo"), reports)
        figures["endpoint"] = took
        figures["growth"] = high_water(d.process) - memory
    return figures


def main():
    if sys.argv[1] == "--fill":
        print(fill(sys.argv[2]))
        return
    for name, value in measure(sys.argv[1]).items():
        print(name, value)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Power cuts and broken disks: the real daemon, 8 customers with logs.

    tests/e2e/disk_run.py PROGRAM [KILLS [FAULTS]]     (default 4 and 10)

KILLS times the daemon is killed with SIGKILL in traffic; FAULTS times each
with EIO and ENOSPC the Nth write or sync of the store fails, N = 1, 2, 3...;
a small file system is filled up. Each time: what a customer got an answer to
is stored, once, with the replies that he got; what he sends again is not
stored twice; the daemon works again without a restart (but for the kills).
Closes with 'N passed, N failed'. The full run is 200 and 200.
"""
import contextlib
import errno
import http.client
import mmap
import os
import pathlib
import random
import sqlite3
import struct
import subprocess
import sys
import tempfile
import threading
import time
import uuid

import runner
from daemon import Daemon, eventually

HERE = pathlib.Path(__file__).resolve().parent
WRITERS = 8
TEXTS = ("dove il mio paco? nn è arrivato", "quanto costa la spedizione",
         "accettate paypal", "how do I return a pair of shoes", "xyzzy")
FLAGS = ("--conversation-messages", "0", "--watch-files", "no",
         "--log-level", "error")


class Customers:
    """Each sends a message until it is answered, then the next one. Every
    seventh answered message is sent once more, as a customer's page does."""

    def __init__(self, daemon):
        self.daemon = daemon
        self.answers = [[] for _ in range(WRITERS)]  # of each customer
        self.wrong = []
        self.stopping = threading.Event()
        self.threads = [threading.Thread(target=self.talk, args=(own,))
                        for own in self.answers]
        for thread in self.threads:
            thread.start()

    def count(self):
        return sum(len(own) for own in self.answers)

    def stop(self):
        self.stopping.set()
        for thread in self.threads:
            thread.join(60)

    def talk(self, own):
        link, body = None, None
        while not self.stopping.is_set():
            if body is None:
                body = {"message": random.choice(TEXTS),
                        "message_id": str(uuid.uuid4())}
                if own and len(own) % 6:
                    body["conversation"] = own[-1]["conversation"]
            try:
                link = link or self.daemon.connect(timeout=20)
                answer = self.daemon.post(body, link)
                if answer.status == 200:
                    own.append({**answer.json, "message_id":
                                body["message_id"]})
                    if len(own) % 7 == 0:
                        again = self.daemon.post(body, link)
                        if again.status == 200 and again.body != answer.body:
                            self.wrong.append((answer.body, again.body))
                    body = None
                elif answer.status == 503:
                    self.stopping.wait(0.01)
                else:
                    self.wrong.append((answer.status, answer.body))
                    return
            except (OSError, EOFError, http.client.HTTPException):
                link = None
                self.stopping.wait(0.01)


def check_store(folder, answers):
    """Compares what customers were told with what is stored."""
    with contextlib.closing(sqlite3.connect(
            f"file:{folder}/sportello.db?mode=ro", uri=True)) as store:
        ask = lambda sql: store.execute(sql).fetchall()
        assert ask("PRAGMA integrity_check") == [("ok",)]
        rows = ask("SELECT c.id, m.seq, m.text, m.external_id FROM message m "
                   "JOIN conversation c ON c.key = m.conversation")
        gaps = ask("SELECT c.id FROM conversation c LEFT JOIN message m ON "
                   "m.conversation = c.key GROUP BY c.key HAVING "
                   "count(m.seq) != c.last_seq OR max(m.seq) != c.last_seq")
    assert not gaps, gaps[:3]
    by_seq = {(row[0], row[1]): row for row in rows}
    ids = [row[3] for row in rows if row[3]]
    assert len(ids) == len(set(ids)), "a message is stored twice"
    for answer in answers:
        conversation = answer["conversation"]
        own = by_seq.get((conversation, answer["message_seq"]))
        assert own and own[3] == answer["message_id"], ("lost", answer)
        for reply in answer["replies"]:
            stored = by_seq.get((conversation, reply["seq"]))
            assert stored and stored[2] == reply["text"], ("lost", reply)
    return len(ids)


def finish(daemon, customers):
    customers.stop()
    assert not customers.wrong, customers.wrong[:2]
    answers = [answer for own in customers.answers for answer in own]
    stored = check_store(daemon.folder / "data", answers)
    acknowledged = len({answer["message_id"] for answer in answers})
    return f"{acknowledged} acknowledged, {stored} stored"


def killed_in_traffic(rounds):
    slowest = 0
    with Daemon(*FLAGS) as daemon:
        customers = Customers(daemon)
        try:
            for _ in range(rounds):
                before = customers.count()
                eventually(lambda: customers.count() > before)
                time.sleep(random.uniform(0, 0.3))
                daemon.process.kill()
                daemon.process.wait()
                begin = time.monotonic()
                daemon.start()
                slowest = max(slowest, time.monotonic() - begin)
        finally:
            customers.stop()
        return (f"{rounds} kills, {finish(daemon, customers)}, none lost, "
                f"none twice, slowest start {slowest:.2f} s")


class FailingDisk:
    """The switch of failing_disk.c."""

    def __init__(self, folder):
        self.library = pathlib.Path(folder) / "failing_disk.so"
        subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o",
                        str(self.library), str(HERE / "failing_disk.c"),
                        "-ldl"], check=True)
        path = pathlib.Path(folder) / "failing_disk"
        path.write_bytes(bytes(4096))
        with open(path, "r+b") as file:
            self.map = mmap.mmap(file.fileno(), 4096)
        self.environment = {"LD_PRELOAD": str(self.library),
                            "SPORTELLO_FAILING_DISK": str(path)}

    def calls(self):
        return struct.unpack_from("Q", self.map, 0)[0]

    def hang(self):
        """Every call from now on waits until heal()."""
        self.fail(1, 1 << 40, 0)

    def heal(self):
        struct.pack_into("Q", self.map, 8, 0)

    def fail(self, nth, count, error):
        """From the nth call on from now."""
        struct.pack_into("QQ", self.map, 16, count, error)
        first = self.calls() + nth
        struct.pack_into("Q", self.map, 8, first)
        return first


def broken_disk(faults):
    told = []
    for error in (errno.EIO, errno.ENOSPC):
        with tempfile.TemporaryDirectory() as folder:
            disk = FailingDisk(folder)
            with Daemon(*FLAGS, start=False) as daemon:
                daemon.environment.update(disk.environment)
                daemon.start()
                process = daemon.process
                customers = Customers(daemon)
                try:
                    for nth in range(1, faults + 1):
                        break_once(disk, customers, process, nth, error)
                finally:
                    customers.stop()
                told.append(f"{errno.errorcode[error]}: {faults} times, "
                            f"{finish(daemon, customers)}")
    return "; ".join(told) + "; none lost, none twice, no restart"


def break_once(disk, customers, process, nth, error):
    # Mostly one call fails; sometimes a disk that is gone for a while.
    count = 40 if nth % 5 == 0 else 1
    first = disk.fail(nth, count, error)
    assert eventually(lambda: disk.calls() >= first + count - 1, 30), \
        f"the daemon writes no more (call {nth})"
    before = customers.count()
    assert eventually(lambda: customers.count() > before + WRITERS, 30), \
        f"nobody is answered after call {nth} failed with {error}"
    assert process.poll() is None, process.returncode


def full_disk():
    """A real file system that is full, and has room again."""
    folder = tempfile.mkdtemp(prefix="sportello_full_")
    # Customers write all the time: the log alone would soon fill less.
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m",
                              "sportello-test", folder], capture_output=True)
    if mounted.returncode != 0:
        os.rmdir(folder)
        return "skip"  # this user may not mount a file system
    try:
        with Daemon(*FLAGS, "--data", folder + "/data") as daemon:
            (daemon.folder / "data").symlink_to(folder + "/data")
            customers = Customers(daemon)
            try:
                for _ in range(3):
                    fill_and_free(daemon, customers, pathlib.Path(folder))
            finally:
                customers.stop()
            return finish(daemon, customers) + ", none lost, none twice"
    finally:
        subprocess.run(["umount", "-l", folder], check=True)
        os.rmdir(folder)


def fill_and_free(daemon, customers, folder):
    ballast = folder / "ballast"
    with open(ballast, "ab", buffering=0) as file:
        def is_full():
            with contextlib.suppress(OSError):
                while file.write(bytes(4096)):
                    pass
            # What a failed commit leaves in the log has room for a short one.
            return (daemon.post({"message": "ciao"}).status == 503 and
                    daemon.get("/readyz").status == 503)
        assert eventually(is_full, 30), "a full disk is not noticed"
    assert daemon.get("/healthz").status == 200
    ballast.unlink()
    before = customers.count()
    assert eventually(lambda: customers.count() > before + WRITERS, 30), \
        "nobody is answered though the disk has room again"
    assert eventually(lambda: daemon.get("/readyz").status == 200, 30)


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[2:]]
    kills, faults = given + [4, 10][len(given):]
    runner.run([("killed in traffic", lambda: killed_in_traffic(kills)),
                ("broken disk", lambda: broken_disk(faults)),
                ("full disk", full_disk)], __doc__, [])

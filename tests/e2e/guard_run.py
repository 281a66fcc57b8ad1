#!/usr/bin/env python3
"""What the daemon's guards promise, while something goes wrong around it.

    tests/e2e/guard_run.py PROGRAM [WORD...]     only tests with a WORD

Names in brackets are of reliability.md's catalogue. Closes with
'N passed, N failed'.
"""
import collections
import contextlib
import ctypes
import http.client
import mmap
import os
import pathlib
import re
import signal
import socket
import sqlite3
import struct
import subprocess
import tempfile
import threading
import time
import uuid

import runner
from disk_run import FailingDisk
from daemon import Daemon, eventually, free_port

FAST = ("--conversation-messages", "0")


def in_parallel(number, work):
    """The results of work(0), work(1)..., each in a thread of its own."""
    results = [None] * number

    def run(i):
        results[i] = work(i)

    threads = [threading.Thread(target=run, args=(i,)) for i in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


# [OP-04]
def test_reloads_under_load_never_mix_two_versions_in_one_answer():
    entry = ('intents:\n  probe_intent:\n    phrases: ["parola magica"]\n'
             '    reply: "testo %d"\n    buttons:\n'
             '      - {title: "bottone %d", to: menu}\n'
             '    tests: ["parola magica"]\n')
    with Daemon(*FAST, "--watch-files", "no") as d:
        d.edit("intents/it/_probe.yaml", entry % (0, 0))
        d.process.send_signal(signal.SIGHUP)
        ask = lambda link=None: d.post({"message": "parola magica",
                                        "language": "it"}, link).json
        assert eventually(lambda: "testo 0" in str(ask())), d.log()
        seen, mixed, done = set(), [], threading.Event()

        def talk(_):
            link = d.connect()
            while not done.is_set():
                answer = ask(link)
                reply = answer["replies"][-1]
                said = re.findall(r"(?:testo|bottone) (\d+)", str(reply))
                if len(said) != 2 or said[0] != said[1]:
                    mixed.append(reply)
                seen.add(said[0] if said else None)
                done.wait(0.005)

        def reload(_):
            try:
                for number in range(1, 4):
                    d.edit("intents/it/_probe.yaml", entry % (number, number))
                    d.process.send_signal(signal.SIGHUP)
                    eventually(lambda: str(number) in seen)
            finally:
                done.set()

        in_parallel(4, lambda i: reload(i) if i == 3 else talk(i))
        assert not mixed, mixed[:2]
        assert seen == {str(number) for number in range(4)}, seen


# [LD-07]
def test_a_hundred_messages_at_once_in_one_conversation_are_stored_in_order():
    with Daemon(*FAST) as d:
        conversation = d.say("ciao")["conversation"]
        answers = in_parallel(100, lambda i: d.say(
            f"messaggio {i}", conversation, message_id=str(uuid.uuid4())))
        messages = {m["seq"]: m for m in d.messages(conversation)}
        assert sorted(messages) == list(range(1, len(messages) + 1))
        for i, answer in enumerate(answers):
            own = answer["message_seq"]
            assert messages[own]["text"] == f"messaggio {i}", messages[own]
            for number, reply in enumerate(answer["replies"], own + 1):
                assert reply["seq"] == number, answer
                assert messages[number]["text"] == reply["text"]


def test_a_disk_that_hangs_holds_up_neither_readers_nor_the_health_check():
    with tempfile.TemporaryDirectory() as folder:
        disk = FailingDisk(folder)
        with Daemon(*FAST, start=False) as d:
            d.environment.update(disk.environment)
            d.start()
            conversation = d.say("ciao")["conversation"]
            disk.hang()
            statuses = []
            waiting = threading.Thread(target=lambda: statuses.extend(
                in_parallel(20, lambda i: d.post(
                    {"message": "dove il mio paco?"}).status)))
            waiting.start()
            waiting.join(1)
            assert not statuses, statuses
            begin = time.monotonic()
            assert d.get("/healthz").status == 200
            assert len(d.messages(conversation)) >= 2
            assert time.monotonic() - begin < 5
            disk.heal()
            waiting.join(60)
            assert statuses == [200] * 20, statuses
            assert d.stop()[0] == 0


# [FT-11]
def test_a_lock_that_another_process_holds_costs_an_error_and_no_message():
    with Daemon(*FAST) as d:
        conversation = d.say("ciao")["conversation"]
        with contextlib.closing(sqlite3.connect(
                d.folder / "data/sportello.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            text = str(uuid.uuid4())
            assert eventually(lambda: d.post(
                {"message": text, "conversation": conversation,
                 "message_id": text}).status == 503, 40)
            assert d.get("/healthz").status == 200
            other.execute("ROLLBACK")
        assert eventually(lambda: d.post(
            {"message": text, "conversation": conversation,
             "message_id": text}).status == 200, 30), d.log()
        stored = [m["text"] for m in d.messages(conversation)]
        assert stored.count(text) == 1, stored


# [FT-18]
def test_a_daemon_that_was_stopped_for_a_while_goes_on():
    with Daemon(*FAST) as d:
        conversation = d.say("ciao")["conversation"]
        link = d.connect()
        assert d.post({"message": "ciao"}, link).status == 200
        d.process.send_signal(signal.SIGSTOP)
        late = []
        asker = threading.Thread(target=lambda: late.append(
            d.say("dov'è il mio pacco?", conversation)))
        asker.start()
        asker.join(2)
        assert not late
        d.process.send_signal(signal.SIGCONT)
        asker.join(60)
        assert late and late[0]["replies"], late
        assert d.post({"message": "ciao"}, link).status == 200


# [LD-14]
def test_more_connections_than_descriptors_end_no_daemon():
    with Daemon(*FAST, start=False) as d:
        limited = ["prlimit", "--nofile=64:64", "--"]
        command = d.command
        d.command = lambda: limited + command()
        d.start()
        links = []
        for _ in range(120):
            with contextlib.suppress(OSError):
                links.append(socket.create_connection(
                    ("127.0.0.1", d.port), 2))
        for link in links:
            link.close()
        assert eventually(lambda: answers(d), 5), d.log()
        assert d.process.poll() is None
        before = cpu(d)
        time.sleep(0.5)
        assert cpu(d) - before < 0.25, "it spins"


def answers(d):
    try:
        return d.post({"message": "ciao"}).status == 200
    except OSError:
        return False


def cpu(d):
    stat = pathlib.Path(f"/proc/{d.process.pid}/stat").read_text()
    fields = stat.rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


# [OP-14]
def test_a_log_that_nobody_reads_stops_nobody():
    with Daemon(*FAST, "--log-level", "debug", start=False) as d:
        reader, writer = os.pipe()
        d.process = subprocess.Popen(d.command(), stdout=writer,
                                     stderr=writer)
        os.close(writer)
        os.close(reader)
        assert eventually(lambda: answers(d)), d.process.poll()
        for _ in range(20):
            assert d.say("ciao")["replies"]
        assert d.post(b"{").status == 400
        assert d.stop()[0] == 0


# [OP-01]
def test_a_second_sigterm_changes_nothing():
    with Daemon(*FAST) as d:
        slow = []
        for _ in range(64):
            link = socket.create_connection(("127.0.0.1", d.port))
            link.sendall(b"POST /v1/chat HTTP/1.1\r\nHost: x\r\nContent-")
            slow.append(link)
        d.process.send_signal(signal.SIGTERM)
        status, seconds = d.stop()
        assert status == 0 and seconds < 10, (status, seconds)
        for link in slow:
            link.close()


# [FT-12]
def test_a_damaged_store_is_refused_and_kept():
    with Daemon(*FAST) as d:
        for _ in range(30):
            d.say("dov'è il mio pacco?")
        d.stop()
        file = d.folder / "data/sportello.db"
        good = file.read_bytes()
        flipped = bytearray(good)
        flipped[2 * 4096 + 5] ^= 0xff
        for bad in (good[:len(good) // 2], b"no database" * 400,
                    bytes(flipped)):
            file.write_bytes(bad)
            done = subprocess.run(d.command(), capture_output=True, text=True,
                                  timeout=60)
            assert done.returncode == 1, (done.returncode, done.stderr)
            assert "cannot start" in done.stderr, done.stderr
            assert file.read_bytes() == bad, "the file was changed"
        file.write_bytes(good)
        d.start()
        assert answers(d)


class FailingMemory:
    """The switch of failing_memory.cc."""

    def __init__(self, folder):
        library = pathlib.Path(folder) / "failing_memory.so"
        source = pathlib.Path(__file__).with_name("failing_memory.cc")
        subprocess.run(["c++", "-std=c++20", "-shared", "-fPIC", "-O1", "-o",
                        str(library), str(source), "-ldl"], check=True)
        path = pathlib.Path(folder) / "failing_memory"
        path.write_bytes(bytes(4096))
        with open(path, "r+b") as file:
            self.map = mmap.mmap(file.fileno(), 4096)
        self.environment = {"LD_PRELOAD": str(library),
                            "SPORTELLO_FAILING_MEMORY": str(path)}

    def allocations(self):
        return struct.unpack_from("Q", self.map, 0)[0]

    def fail(self, nth):
        """The nth allocation from now."""
        struct.pack_into("Q", self.map, 16, 1)
        struct.pack_into("Q", self.map, 8, self.allocations() + nth)

    def heal(self):
        struct.pack_into("Q", self.map, 8, 0)


def try_to_say(d, body):
    """The answer's status; None when there is none within three seconds."""
    try:
        return d.post(body, d.connect(timeout=3)).status
    except (OSError, http.client.HTTPException):
        return None


# [FT-10] A process that ends by its own abort() is started again by systemd.
def test_whichever_allocation_fails_nothing_is_lost_and_nothing_doubled():
    seen = collections.Counter()
    with tempfile.TemporaryDirectory() as folder:
        memory = FailingMemory(folder)
        with Daemon(*FAST, "--watch-files", "no", start=False) as d:
            d.environment.update(memory.environment)
            d.start()
            before = memory.allocations()
            conversation = d.say("dov'è il mio pacco?")["conversation"]
            most = memory.allocations() - before + 50
            assert most > 150, most
            for nth in range(1, most):
                body = {"message": "dov'è il mio pacco?",
                        "conversation": conversation, "message_id": f"m{nth}"}
                memory.fail(nth)
                seen[try_to_say(d, body)] += 1
                memory.heal()
                # Sent again, as a customer's page does, until it is answered.
                def answered():
                    if d.process.poll() is not None:
                        assert d.process.returncode == -signal.SIGABRT, nth
                        d.start()
                    return try_to_say(d, body) == 200
                assert eventually(answered), (nth, d.log()[-2000:])
            assert set(seen) <= {200, 500, 503, None}, seen
            assert seen[500] + seen[503] > 50, seen
            stored = [m["seq"] for m in d.messages(conversation)
                      if m["from"] == "customer"]
            assert len(stored) == most, (len(stored), most)
            d.stop()
            with sqlite3.connect(d.folder / "data/sportello.db") as store:
                assert store.execute("PRAGMA integrity_check").fetchone() \
                    == ("ok",)


class Frozen:
    """Threads of a daemon that stand still, as in a deadlock."""

    libc = ctypes.CDLL(None, use_errno=True)
    libc.ptrace.argtypes = [ctypes.c_long] * 4
    SEIZE, INTERRUPT, DETACH = 0x4206, 0x4207, 17

    def __init__(self, threads):
        self.threads = threads

    def trace(self, request, thread):
        if self.libc.ptrace(request, thread, 0, 0) != 0:
            raise OSError(ctypes.get_errno(), "ptrace")

    def __enter__(self):
        for thread in self.threads:
            self.trace(self.SEIZE, thread)
            self.trace(self.INTERRUPT, thread)
        for thread in self.threads:
            assert os.waitpid(thread, 0x40000000)[0] == thread  # __WALL

    def __exit__(self, *_):
        for thread in self.threads:
            self.trace(self.DETACH, thread)


def threads_of(process):
    """All but the main one, and the one that waits for sockets."""
    tasks = pathlib.Path(f"/proc/{process.pid}/task")
    others = [int(task.name) for task in tasks.iterdir()
              if int(task.name) != process.pid]

    def loops():
        calls = {one: (tasks / str(one) / "syscall").read_text().split()[0]
                 for one in others}
        return [one for one, call in calls.items() if call in ("232", "281")]

    assert eventually(lambda: len(loops()) == 1), "no event loop"
    return others, loops()[0]


def feeds(systemd, seconds):
    """How often systemd hears that the daemon lives."""
    end, heard = time.monotonic() + seconds, 0
    while (left := end - time.monotonic()) > 0:
        systemd.settimeout(left)
        with contextlib.suppress(TimeoutError):
            heard += systemd.recv(4096) == b"WATCHDOG=1"
    systemd.settimeout(60)
    return heard


# [OP-09] systemd then kills the daemon and starts it again.
def test_the_watchdog_is_not_fed_while_the_workers_hang():
    with Daemon(*FAST, "--workers", "2", "--max-queued-requests", "1",
                start=False) as d, \
            socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(d.folder / "notify"))
        systemd.settimeout(60)
        d.environment.update(NOTIFY_SOCKET=str(d.folder / "notify"),
                             WATCHDOG_USEC="600000")  # asked each 0.2 s
        d.start()
        while systemd.recv(4096) != b"WATCHDOG=1":
            pass
        everything, loop = threads_of(d.process)
        for hanging in ([one for one in everything if one != loop],
                        everything):
            with contextlib.ExitStack() as stack, Frozen(hanging):
                if loop not in hanging:
                    # One request waits for ever, the others are turned away.
                    link = stack.enter_context(
                        socket.create_connection(("127.0.0.1", d.port)))
                    link.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
                    assert eventually(
                        lambda: d.get("/healthz").status == 503)
                # One may be under way, and one was answered and not counted.
                assert feeds(systemd, 5) <= 2
            while systemd.recv(4096) != b"WATCHDOG=1":
                pass
        assert d.get("/healthz").status == 200


def with_everything(d):
    """Flags of mail, a webhook and a channel whose other ends are away."""
    files = {}
    for name, line in (("token", "42:token"), ("password", "p"),
                       ("secret", "whsec_" + "c2Vj" * 8)):
        files[name] = str(d.folder / name)
        pathlib.Path(files[name]).write_text(line + "\n")
    away = f"127.0.0.1:{free_port()}"
    return ["--telegram-token-file", files["token"],
            "--telegram-api-base", f"http://{away}",
            "--webhook-url", f"http://{away}/", "--webhook-secret-file",
            files["secret"], "--mail-from", "help@shop.example",
            "--smtp-url", f"smtp://{away}", "--smtp-password-file",
            files["password"]]


def test_a_daemon_with_mail_webhook_and_channel_ends_in_order():
    d = Daemon(start=False)
    d.flags = with_everything(d)
    try:
        d.start()
        d.say("vorrei parlare con una persona")
        status, _ = d.stop()
        assert status == 0, (status, d.log())
        assert '"event":"stopped"' in d.log(), d.log()
    finally:
        d.__exit__()


def test_an_occupied_port_is_said_in_a_sentence_and_nothing_else_happens():
    with Daemon(start=False) as d, socket.socket() as other:
        d.flags = with_everything(d)
        other.bind(("127.0.0.1", d.port))
        other.listen()
        # Before the content is looked at: of its faults nothing is said.
        d.edit("intents/it/_broken.yaml", "no: content\n")
        ended = subprocess.run(d.command(), capture_output=True, text=True,
                               timeout=60)
        assert ended.returncode == 1, (ended.returncode, ended.stderr)
        assert f"127.0.0.1:{d.port}: the port is in use" in ended.stderr
        assert "_broken.yaml" not in ended.stderr, ended.stderr


def test_who_gets_in_first_finds_everything_ready():
    with Daemon(start=False) as d:
        d.process = subprocess.Popen(d.command(), stdout=subprocess.DEVNULL,
                                     stderr=subprocess.DEVNULL)

        answers = []

        def let_in():
            assert d.process.poll() is None, d.process.returncode
            with contextlib.suppress(ConnectionRefusedError):
                answers.append(d.get("/readyz"))
            return answers

        assert eventually(let_in, 180)
        assert answers[0].status == 200, answers[0].body
        assert d.say("ciao")["replies"]


if __name__ == "__main__":
    runner.run(runner.tests_of(globals()), __doc__)

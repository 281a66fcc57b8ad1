"""A daemon with mail, an SMTP server that misbehaves, and what tests of mail
say again and again."""
import os
import pathlib
import shutil
import sqlite3
import subprocess
import tempfile

from daemon import Daemon, eventually, free_port
from mail_servers import is_open

HERE = pathlib.Path(__file__).resolve().parent
TEAM = "Anna <anna@team.example>"
LUCIA = "Lucia Verdi <lucia@mail.example>"
ASK = "vorrei parlare con una persona"


class MailDaemon(Daemon):
    """A daemon with mail; `hand-over` to team@team.example."""

    def __init__(self, *flags, start=True):
        super().__init__(start=False)
        (self.folder / "password").write_text("secret\n")
        (self.folder / "handoff.yaml").write_text(
            "queues:\n  general:\n    title: {it: Assistenza}\n"
            "    team: [team@team.example]\n")
        self.flags = [
            "--handoff-file", str(self.folder / "handoff.yaml"),
            "--mail-from", "help@shop.example", "--mail-name", "Negozio",
            "--mail-agents", "@team.example", "--mail-reply-delay-s", "0",
            "--imap-interval-s", "1", *flags]
        if start:
            self.start()

    def outbox(self):
        """What the stopped daemon's outbox holds, in order."""
        with sqlite3.connect(self.folder / "data" / "sportello.db") as store:
            store.row_factory = sqlite3.Row
            return store.execute("SELECT * FROM outbox ORDER BY key").fetchall()

    def number(self, query):
        """What the stopped daemon's store answers."""
        with sqlite3.connect(self.folder / "data" / "sportello.db") as store:
            return store.execute(query).fetchone()[0]

    def let_time_pass(self):
        """The stopped daemon's mails are due again."""
        with sqlite3.connect(self.folder / "data" / "sportello.db") as store:
            store.execute("UPDATE outbox SET next_try_at_ms = 0")

    def metric(self, name):
        for line in self.get("/metrics").body.decode().splitlines():
            if line.startswith("sportello_" + name + " "):
                return float(line.split()[1])
        return None

    def mail_in(self, data):
        return subprocess.run(
            [self.program, "mail-in", "--data", str(self.folder / "data")],
            input=data, capture_output=True,
            env={**os.environ, **self.environment}).returncode


def with_servers(servers, folder_of, *flags):
    return ["--smtp-url", f"smtp://127.0.0.1:{servers.smtp_port}",
            "--smtp-user", "bot", "--imap-user", "help",
            "--imap-url", f"imap://127.0.0.1:{servers.imap_port}",
            "--smtp-password-file", str(folder_of / "password"),
            "--imap-password-file", str(folder_of / "password"),
            "--mail-ca-file", str(servers.cert), *flags]


class FaultySmtp:
    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="sportello_smtp_"))
        self.port = free_port()
        self.process = None

    def __enter__(self):
        return self

    def start(self):
        self.process = subprocess.Popen(
            ["/usr/bin/python3", str(HERE / "fault_smtp.py"), str(self.port),
             str(self.folder)], stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL)
        assert eventually(lambda: is_open(self.port), 60)

    def stop(self):
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None

    def __exit__(self, *_):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def flags(self):
        return ["--smtp-url", f"smtp://127.0.0.1:{self.port}", "--mail-tls",
                "no"]

    def mails(self, recipient):
        return sorted(self.folder.glob(recipient + "-*.eml"))


def message_id(path):
    for line in path.read_text(errors="replace").splitlines():
        if line.startswith("Message-ID: "):
            return line[12:].strip("<> ")
    return None


def ask(daemon, email=None):
    fields = {"customer": {"name": "Lucia Verdi", "email": email}} if email \
        else {"customer": {"name": "Lucia Verdi"}}
    return daemon.say(ASK, **fields)["conversation"]

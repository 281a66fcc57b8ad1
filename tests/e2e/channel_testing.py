"""A daemon with providers' channels, and a desk to answer from."""
import hashlib
import hmac
import json
import sqlite3

from daemon import Daemon, eventually

SECRET = "S3cret_of-the-webhook"


class ChannelDaemon(Daemon):
    def __init__(self, *flags, start=True, burst_ms=0):
        super().__init__(start=False)
        self.flags = ["--channel-burst-ms", str(burst_ms), *flags]
        if start:
            self.start()

    def file(self, name, line):
        """Flags' values that are files with one line."""
        (self.folder / name).write_text(line + "\n")
        return str(self.folder / name)

    def query(self, sql, *values):
        path = self.folder / "data" / "sportello.db"
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as store:
            store.row_factory = sqlite3.Row
            return store.execute(sql, values).fetchall()

    def outbox(self, state):
        return self.query("SELECT * FROM outbox WHERE kind = 'channel' AND "
                          "state = ? ORDER BY key", state)

    def webhook(self, channel, body, headers=None):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.request("POST", f"/webhooks/{channel}", data, {
            "Content-Type": "application/json", **(headers or {})})


def signature(secret, data):
    return hmac.new(secret.encode(), data, hashlib.sha256).hexdigest()


def telegram_flags(daemon, emulator, *more):
    return ["--telegram-token-file", daemon.file("token", emulator.token),
            "--telegram-api-base", emulator.base, *more]


def polling_daemon(emulator, *more, burst_ms=0):
    daemon = ChannelDaemon(start=False, burst_ms=burst_ms)
    daemon.flags += telegram_flags(daemon, emulator, *more)
    daemon.start()
    return daemon


def webhook_daemon(emulator, *more):
    daemon = ChannelDaemon(start=False)
    daemon.flags += telegram_flags(
        daemon, emulator, "--telegram-mode", "webhook",
        "--telegram-secret-file", daemon.file("secret", SECRET),
        "--public-url", f"http://127.0.0.1:{daemon.port}", *more)
    daemon.start()
    return daemon


def wait_for(what, patience=60):
    assert eventually(what, patience), "it did not happen"

"""The bridge, through the example of docs/."""
import json
import pathlib
import subprocess
import sys
import time
import urllib.error
import urllib.request

from channel_testing import ChannelDaemon, signature, wait_for
from daemon import ROOT, eventually, free_port

SECRET = "a-bridge-secret-of-many-signs"
EXAMPLE = ROOT / "docs" / "bridge_example.py"


class ExampleBridge:
    """docs/bridge_example.py, beside a daemon that knows it."""

    def __enter__(self):
        self.port = free_port()
        self.daemon = ChannelDaemon(start=False)
        self.secret_file = self.daemon.file("bridge", SECRET)
        self.daemon.flags += [
            "--bridge-url", f"http://127.0.0.1:{self.port}/reply",
            "--bridge-secret-file", self.secret_file]
        self.out = self.daemon.folder / "sent"
        self.process = None
        self.start()
        self.daemon.start()
        return self

    def start(self):
        with open(self.out, "ab") as out:
            self.process = subprocess.Popen(
                [sys.executable, str(EXAMPLE), self.secret_file,
                 f"http://127.0.0.1:{self.daemon.port}", str(self.port)],
                stdout=out, stderr=subprocess.DEVNULL)

    def stop(self):
        self.process.kill()
        self.process.wait()

    def __exit__(self, *_):
        self.stop()
        self.daemon.__exit__()

    def gateway(self, **message):
        """The status that the provider's gateway gets; 0: nobody answers."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/gateway",
            json.dumps(message).encode())
        try:
            return urllib.request.urlopen(request, timeout=20).status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def sent(self, chat):
        lines = [json.loads(line)
                 for line in pathlib.Path(self.out).read_text().splitlines()]
        return [line for line in lines if line["to"] == chat]


def test_the_example_is_short():
    lines = [line for line in EXAMPLE.read_text().splitlines() if line.strip()]
    assert len(lines) <= 60, len(lines)


def test_a_customer_of_the_example_is_answered():
    with ExampleBridge() as bridge:
        wait_for(lambda: eventually(lambda: bridge.gateway(
            id="1", chat="+39333", text="dov'è il mio pacco?") == 200, 20))
        wait_for(lambda: bridge.sent("+39333"))
        assert bridge.gateway(id="1", chat="+39333",
                              text="dov'è il mio pacco?") == 200
        assert bridge.gateway(id="2", chat="+39444", text="/menu") == 200
        wait_for(lambda: any(r["buttons"] for r in bridge.sent("+39444")))
        rows = bridge.daemon.query(
            "SELECT * FROM message WHERE author = 'customer'")
        assert len(rows) == 2, [row["text"] for row in rows]


def test_what_is_not_signed_or_is_played_again_later_is_refused():
    with ExampleBridge() as bridge:
        body = json.dumps({"id": "1", "chat": "c", "text": "ciao"}).encode()

        def post(stamp, secret=SECRET, data=body):
            sign = signature(secret, stamp.encode() + b"." + body)
            return bridge.daemon.webhook("bridge", data, {
                "Sportello-Timestamp": stamp,
                "Sportello-Signature": sign}).status

        now = int(time.time())
        assert post(str(now), secret="another-secret-of-many-signs") == 401
        assert post(str(now), data=body + b" ") == 401
        assert post(str(now - 301)) == 401
        assert post(str(now + 400)) == 401
        assert post("") == 401
        assert bridge.daemon.webhook("bridge", body).status == 401
        assert post(str(now)) == 200


def test_a_bridge_that_is_down_gets_its_replies_later():
    with ExampleBridge() as bridge:
        wait_for(lambda: bridge.gateway(id="0", chat="a", text="ciao") == 200)
        wait_for(lambda: bridge.sent("a"))
        bridge.stop()
        body = json.dumps({"id": "1", "chat": "b",
                           "text": "dov'è il mio pacco?"}).encode()
        stamp = str(int(time.time()))
        answer = bridge.daemon.webhook("bridge", body, {
            "Sportello-Timestamp": stamp, "Sportello-Signature": signature(
                SECRET, stamp.encode() + b"." + body)})
        assert answer.status == 200
        wait_for(lambda: bridge.daemon.outbox("due"))
        bridge.daemon.kill()
        bridge.daemon.start()
        bridge.start()
        wait_for(lambda: bridge.sent("b"))

#!/usr/bin/env python3
"""tests/e2e/webhook_run.py PROGRAM: a company's system, which refuses, does not
answer or is not there, hears of every deed. Prints 'N passed, N failed'."""
import base64
import hashlib
import hmac
import http.server
import json
import threading
import time

import runner
from daemon import Daemon, eventually, free_port
from desk_client import Desk, add_agent


class Crm:
    """Answers the first calls as `first` says: a status, or 'hang'."""

    def __init__(self, first=(), port=None):
        self.calls = []
        self.release = threading.Event()
        first = list(first)
        lock = threading.Lock()
        crm = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                with lock:
                    answer = first.pop(0) if first else 204
                    crm.calls.append((answer, dict(self.headers), body))
                if answer == "hang":
                    crm.release.wait(60)
                    return
                self.send_response(answer)
                self.send_header("Location", "/elsewhere")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(
            ("127.0.0.1", port or free_port()), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}/hooks?a=1"
        threading.Thread(target=self.server.serve_forever,
                         daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.release.set()
        self.server.shutdown()
        self.server.server_close()

    def taken(self):
        return [json.loads(body) for answer, _, body in list(self.calls)
                if answer == 204]

    def types(self):
        return [call["type"] for call in self.taken()]


def is_signed(secret, headers, body):
    """As docs/integrators.md says."""
    if abs(time.time() - int(headers["webhook-timestamp"])) > 300:
        return False
    signed = b".".join([headers["webhook-id"].encode(),
                        headers["webhook-timestamp"].encode(), body])
    code = hmac.new(base64.b64decode(secret.removeprefix("whsec_")), signed,
                    hashlib.sha256).digest()
    return hmac.compare_digest("v1," + base64.b64encode(code).decode(),
                               headers["webhook-signature"])


def flags(crm):
    return ["--webhook-url", crm.url, "--webhook-retry-s", "1"]


def ask(d):
    said = d.say("vorrei parlare con una persona",
                 customer={"name": "Lucia", "email": "lucia@mail.example"})
    return said["conversation"], said["ticket"]


def metric(d, name):
    for line in d.get("/metrics").body.decode().splitlines():
        if line.startswith("sportello_" + name + " "):
            return float(line.split()[1])
    return None


def test_every_deed_arrives_signed_though_the_first_calls_fail():
    with Crm([500, 302, "hang"]) as crm, Daemon(*flags(crm)) as d:
        add_agent(d, "anna")
        conversation, number = ask(d)
        desk = Desk(d, "anna")
        desk.do(number, "reply", text="eccomi, il pacco riparte")
        desk.do(number, "close", outcome="solved")
        rated = d.request(
            "POST", f"/v1/conversations/{conversation}/rating",
            json.dumps({"score": 4, "comment": "bene"}).encode(),
            {"Content-Type": "application/json"})
        assert rated.status == 201, rated.body
        wanted = ["ticket.answered", "ticket.closed", "ticket.opened",
                  "ticket.rated"]
        assert eventually(lambda: sorted(crm.types()) == wanted), crm.types()
        assert len(crm.calls) == 7, crm.calls
        secret = (d.folder / "data" / "webhook.secret").read_text().strip()
        for _, headers, body in crm.calls:
            assert is_signed(secret, headers, body)
            assert not is_signed(secret, headers, body + b" ")
        ids = {}
        for _, headers, body in crm.calls:
            ids.setdefault(headers["webhook-id"], set()).add(body)
        assert len(ids) == 4 and all(len(b) == 1 for b in ids.values()), ids
        by_type = {call["type"]: call["data"] for call in crm.taken()}
        assert by_type["ticket.rated"]["rating"]["score"] == 4
        answered = by_type["ticket.answered"]
        assert answered["message"]["text"] == "eccomi, il pacco riparte"
        assert answered["customer"]["email"] == "lucia@mail.example"
        assert by_type["ticket.closed"]["ticket"]["outcome"] == "solved"
        assert metric(d, "webhook_tries_failed_total") == 3
        log = d.log()
        for private in ("lucia@", "riparte", secret):
            assert private not in log, private


def test_a_system_that_is_down_and_a_killed_daemon_lose_no_call():
    port = free_port()
    with Crm(port=port) as crm:
        url = crm.url
    with Daemon("--webhook-url", url, "--webhook-retry-s", "1") as d:
        _, number = ask(d)
        assert eventually(
            lambda: (metric(d, "webhook_tries_failed_total") or 0) >= 2)
        d.kill()
        with Crm(["hang"], port=port) as crm:
            d.start()
            assert eventually(lambda: len(crm.calls) == 1)
            d.kill()  # in the middle of the call
            d.start()
            assert eventually(lambda: crm.types() == ["ticket.opened"])
            ids = {headers["webhook-id"] for _, headers, _ in crm.calls}
            assert len(ids) == 1, ids
            assert crm.taken()[0]["data"]["ticket"]["number"] == number
            assert eventually(lambda: metric(d, "outbox_due") == 0)


def test_a_stop_does_not_wait_for_a_call():
    with Crm(["hang"]) as crm, Daemon(*flags(crm)) as d:
        ask(d)
        assert eventually(lambda: len(crm.calls) == 1)
        status, _ = d.stop()
        assert status == 0
        d.start()
        assert eventually(lambda: crm.types() == ["ticket.opened"])


if __name__ == "__main__":
    runner.run(runner.tests_of(globals()), __doc__)

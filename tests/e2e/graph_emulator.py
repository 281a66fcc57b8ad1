"""A strict Graph API for Messenger and WhatsApp: what Meta refuses, this
refuses. The last digits of a recipient choose an error (…551 answers 551), so
that a test says what happens where it happens. Deliveries are signed over the
very bytes, with other than ASCII escaped as Meta does.
"""
import http.server
import json
import threading
import time

from channel_testing import signature
from emulator_server import EmulatorServer

WINDOW_S = 24 * 3600


class GraphEmulator:
    version = "v25.0"

    def __init__(self, sender, token="EAAtest", app_secret="app-secret",
                 verify_token="verify-word"):
        self.sender, self.token = sender, token
        self.app_secret, self.verify_token = app_secret, verify_token
        self.lock = threading.Lock()
        self.sent = []         # what customers see
        self.refused = []      # (recipient, code)
        self.failures = []     # (status, error) of the next calls
        self.last_inbound = {}  # by customer, seconds
        self.templates = {"c_e_una_risposta"}
        self.count = 0
        emulator = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                raw = self.rfile.read(int(self.headers["Content-Length"]))
                status, answer = emulator.serve(self.path, self.headers, raw)
                data = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_):
                pass

        self.server = EmulatorServer(("127.0.0.1", 0), Handler)
        self.base = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def signed(self, body):
        """The bytes and headers of a delivery."""
        data = json.dumps(body, ensure_ascii=True).encode()
        return data, {"X-Hub-Signature-256":
                      "sha256=" + signature(self.app_secret, data)}

    def to(self, customer):
        with self.lock:
            return [m for m in self.sent if m["to"] == customer]

    def serve(self, path, headers, raw):
        if headers.get("Authorization") != "Bearer " + self.token:
            return self.error(401, 190)
        if path != f"/{self.version}/{self.sender}/messages":
            return self.error(404, 100)
        try:
            body = json.loads(raw)
            to, message = self.check(body)
        except (KeyError, TypeError, ValueError, AssertionError) as wrong:
            with self.lock:
                self.refused.append(("?", repr(wrong)))
            return self.error(400, 100)
        with self.lock:
            if self.failures:
                status, error = self.failures.pop(0)
                self.refused.append((to, error["code"]))
                return status, {"error": error}
            code = self.trouble_of(to, body)
            if code:
                self.refused.append((to, code[0]))
                return self.error(400, *code)
            self.count += 1
            self.sent.append({"to": to, "at": time.monotonic(), **message})
        return 200, self.taken(to)

    @staticmethod
    def error(status, code, subcode=0):
        return status, {"error": {"message": f"(#{code})", "code": code,
                                  "error_subcode": subcode,
                                  "type": "OAuthException",
                                  "fbtrace_id": "x"}}

    def in_window(self, to):
        return time.time() - self.last_inbound.get(to, 0) < WINDOW_S


class MessengerEmulator(GraphEmulator):
    def check(self, body):
        message = body["message"]
        assert 0 < len(message["text"]) < 2000
        assert len(message.get("metadata", "")) < 1000
        assert body["messaging_type"] in ("RESPONSE", "MESSAGE_TAG")
        replies = message.get("quick_replies", [])
        assert len(replies) <= 13
        for reply in replies:
            assert reply["content_type"] == "text"
            assert 0 < len(reply["title"]) <= 20
            assert 0 < len(reply["payload"]) <= 1000
        return body["recipient"]["id"], {
            "text": message["text"], "tag": body.get("tag"),
            "metadata": message.get("metadata"),
            "buttons": [reply["payload"] for reply in replies],
            "titles": [reply["title"] for reply in replies]}

    def trouble_of(self, to, body):
        if to.endswith("551"):
            return (551,)
        if not self.in_window(to) and body.get("tag") != "HUMAN_AGENT":
            return 10, 2018278
        return None

    def taken(self, to):
        return {"recipient_id": to, "message_id": f"m_{self.count}"}

    def delivery(self, *items):
        return self.signed({"object": "page", "entry": [
            {"id": self.sender, "time": 1, "messaging": list(items)}]})

    def item(self, customer, at=None, **payload):
        at = time.time() if at is None else at
        self.last_inbound[customer] = max(at,
                                          self.last_inbound.get(customer, 0))
        return {"sender": {"id": customer}, "recipient": {"id": self.sender},
                "timestamp": int(at * 1000), **payload}

    def text(self, customer, mid, text, at=None):
        return self.item(customer, at, message={"mid": mid, "text": text})


class WhatsAppEmulator(GraphEmulator):
    def check(self, body):
        assert body["messaging_product"] == "whatsapp"
        to, kind = body["to"], body["type"]
        shown = {"type": kind, "buttons": [], "text": "",
                 "callback": body.get("biz_opaque_callback_data", "")}
        assert len(shown["callback"]) <= 512
        if kind == "text":
            shown["text"] = body["text"]["body"]
            assert 0 < len(shown["text"]) <= 4096
        elif kind == "template":
            shown["template"] = body["template"]["name"]
            assert body["template"]["language"]["code"]
        else:
            assert kind == "interactive"
            interactive = body["interactive"]
            shown["text"] = interactive["body"]["text"]
            shown["kind"] = interactive["type"]
            assert 0 < len(shown["text"]) <= 1024
            action = interactive["action"]
            if interactive["type"] == "button":
                assert 1 <= len(action["buttons"]) <= 3
                for button in action["buttons"]:
                    assert 0 < len(button["reply"]["title"]) <= 20
                    shown["buttons"].append(button["reply"]["id"])
                titles = [b["reply"]["title"] for b in action["buttons"]]
            else:
                assert interactive["type"] == "list"
                assert 0 < len(action["button"]) <= 20
                rows = [row for section in action["sections"]
                        for row in section["rows"]]
                assert 1 <= len(rows) <= 10
                for row in rows:
                    assert 0 < len(row["title"]) <= 24
                    assert 0 < len(row["id"]) <= 200
                    shown["buttons"].append(row["id"])
                titles = [row["title"] for row in rows]
            assert len(set(titles)) == len(titles)
            assert len(set(shown["buttons"])) == len(shown["buttons"])
        return to, shown

    def trouble_of(self, to, body):
        if to.endswith("026"):
            return (131026,)
        if body["type"] == "template":
            known = body["template"]["name"] in self.templates
            return None if known else (132001,)
        return None if self.in_window(to) else (131047,)

    def taken(self, to):
        return {"messaging_product": "whatsapp",
                "contacts": [{"input": to, "wa_id": to}],
                "messages": [{"id": f"wamid.{self.count}"}]}

    def failed(self, message, code):
        """What becomes of a message that was taken: nothing."""
        wamid = f"wamid.{self.sent.index(message) + 1}"
        return {"id": wamid, "status": "failed", "timestamp": "1",
                "recipient_id": message["to"],
                "biz_opaque_callback_data": message["callback"],
                "errors": [{"code": code, "title": "Message failed"}]}

    def delivery(self, *messages, statuses=(), number=None):
        value = {"messaging_product": "whatsapp",
                 "metadata": {"display_phone_number": "1555",
                              "phone_number_id": number or self.sender},
                 "contacts": [{"profile": {"name": "Perché José"},
                               "wa_id": m["from"]} for m in messages],
                 "messages": list(messages), "statuses": list(statuses)}
        return self.signed({"object": "whatsapp_business_account", "entry": [
            {"id": "1", "changes": [{"field": "messages", "value": value}]}]})

    def message(self, customer, wamid, at=None, **payload):
        at = time.time() if at is None else at
        self.last_inbound[customer] = max(at,
                                          self.last_inbound.get(customer, 0))
        return {"from": customer, "id": wamid, "timestamp": str(int(at)),
                **payload}

    def text(self, customer, wamid, text, at=None):
        return self.message(customer, wamid, at, type="text",
                            text={"body": text})

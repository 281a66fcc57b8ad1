#!/usr/bin/env python3
"""A bridge in 60 lines: customers' messages from a gateway go to sportello, its
replies go back. Replace send_to_customer() and the path /gateway by those of
your provider.

    bridge_example.py SECRET_FILE http://127.0.0.1:8080 9000
"""
import hashlib
import hmac
import http.server
import json
import sys
import time
import urllib.request

SECRET = open(sys.argv[1], "rb").readline().strip()
SPORTELLO, PORT = sys.argv[2], int(sys.argv[3])
seen = set()  # ids of replies that were sent; keep them on disk


def sign(stamp, body):
    return hmac.new(SECRET, stamp.encode() + b"." + body,
                    hashlib.sha256).hexdigest()


def to_sportello(message):
    """True when it is stored. Otherwise send the same again later."""
    body = json.dumps(message).encode()
    stamp = str(int(time.time()))
    request = urllib.request.Request(SPORTELLO + "/webhooks/bridge", body, {
        "Content-Type": "application/json", "Sportello-Timestamp": stamp,
        "Sportello-Signature": sign(stamp, body)})
    try:
        return urllib.request.urlopen(request, timeout=10).status == 200
    except OSError:
        return False


def send_to_customer(chat, text, buttons):
    print(json.dumps({"to": chat, "text": text, "buttons": buttons}),
          flush=True)


class Bridge(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(self.gateway(body) if self.path == "/gateway"
                           else self.reply(body))
        self.end_headers()

    def gateway(self, body):
        return 200 if to_sportello(json.loads(body)) else 503

    def reply(self, body):
        stamp = self.headers.get("Sportello-Timestamp", "")
        signature = self.headers.get("Sportello-Signature", "")
        if not hmac.compare_digest(sign(stamp, body), signature) or \
                abs(time.time() - int(stamp)) > 300:
            return 401
        message = json.loads(body)
        if message["id"] not in seen:
            send_to_customer(message["chat"], message["text"],
                             message["buttons"])
            seen.add(message["id"])
        return 204


http.server.ThreadingHTTPServer(("127.0.0.1", PORT), Bridge).serve_forever()

"""A strict Bot API server: what Telegram refuses, this refuses.

Facts: Bot API 10.1 and the source of tdlib/telegram-bot-api. It keeps the
offset of getUpdates, polls for long, ends the older of two polls with 409,
sends the secret header, repeats deliveries until they are taken, and checks
lengths, entities, ids of buttons and of callback queries.
"""
import html.parser
import http.client
import http.server
import json
import threading
import time
import urllib.parse

from emulator_server import EmulatorServer

TAGS = {"b", "strong", "i", "em", "u", "s", "code", "pre", "a", "blockquote"}


class EntityParser(html.parser.HTMLParser):
    """The text without tags; raises ValueError where Telegram answers 400."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open = []
        self.text = ""

    def handle_starttag(self, tag, attrs):
        if tag not in TAGS:
            raise ValueError(f'Unsupported start tag "{tag}"')
        self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            raise ValueError(f'Unexpected end tag "{tag}"')

    def handle_data(self, data):
        self.text += data

    @classmethod
    def parse(cls, text):
        parser = cls()
        parser.feed(text)
        parser.close()
        if parser.open:
            raise ValueError("Can't find end tag")
        return parser.text


def utf16(text):
    return len(text.encode("utf-16-le")) // 2


class Refusal(Exception):
    def __init__(self, code, description, **parameters):
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


class TelegramEmulator:
    def __init__(self, token="42:test-token"):
        self.token = token
        self.lock = threading.Condition()
        self.updates = []          # not confirmed yet
        self.next_update = 1000
        self.next_message = 1
        self.webhook = None        # (url, secret)
        self.sent = []             # what customers see
        self.calls = []            # (method, body), all of them
        self.commands = {}         # by language
        self.blocked = set()
        self.known = set()
        self.callbacks = {}        # id -> answered
        self.failures = {}         # method -> list of Refusal or "lose"
        self.refused_at = []       # when, by the monotonic clock
        self.poll_serial = 0
        self.deliveries = []       # (update_id, status)
        emulator = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                emulator.serve(self)

            do_GET = do_POST

            def log_message(self, *_):
                pass

        self.server = EmulatorServer(("127.0.0.1", 0), Handler)
        self.base = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    # The customer's side.

    def says(self, chat, text, **message):
        """A text in the chat; its update_id."""
        return self.push("message", {
            "message_id": self.count_message(), "date": int(time.time()),
            "chat": {"id": chat, "type": "private"},
            "from": {"id": chat, "is_bot": False, "first_name": "Lucia",
                     "language_code": "it"},
            "text": text, **message})

    def sends(self, chat, **message):
        """Something that is no text."""
        return self.push("message", {
            "message_id": self.count_message(), "date": int(time.time()),
            "chat": {"id": chat, "type": "private"},
            "from": {"id": chat, "is_bot": False, "first_name": "Lucia",
                     "language_code": "it"}, **message})

    def presses(self, chat, data):
        query = f"query{self.next_update}"
        self.callbacks[query] = False
        self.push("callback_query", {
            "id": query, "data": data, "chat_instance": "1",
            "from": {"id": chat, "is_bot": False, "first_name": "Lucia",
                     "language_code": "it"},
            "message": {"message_id": 1, "date": 0,
                        "chat": {"id": chat, "type": "private"}}})
        return query

    def push(self, kind, payload, update_id=None):
        with self.lock:
            if update_id is None:
                update_id = self.next_update
                self.next_update += 1
            update = {"update_id": update_id, kind: payload}
            chat = payload.get("chat") or payload.get("message", {}).get("chat")
            if chat:
                self.known.add(chat["id"])
            if self.webhook:
                threading.Thread(target=self.deliver, args=(update,),
                                 daemon=True).start()
            else:
                self.updates.append(update)
                self.lock.notify_all()
        return update_id

    def count_message(self):
        self.next_message += 1
        return self.next_message

    def to(self, chat):
        """The texts that the customer of a chat sees, in order."""
        with self.lock:
            return [message["plain"] for message in self.sent
                    if message["chat_id"] == chat]

    def messages_to(self, chat):
        with self.lock:
            return [message for message in self.sent
                    if message["chat_id"] == chat]

    # Trouble, for the next calls of a method, in this order.

    def fail(self, method, code, description, times=1, **parameters):
        self.failures.setdefault(method.lower(), []).extend(
            Refusal(code, description, **parameters) for _ in range(times))

    def lose_answer(self, method, times=1):
        """The call is done, and its answer is lost."""
        self.failures.setdefault(method.lower(), []).extend(["lose"] * times)

    # The server.

    def deliver(self, update, secret=None):
        """As Telegram does: again and again until it is taken."""
        url, own_secret = self.webhook
        parts = urllib.parse.urlsplit(url)
        for attempt in range(200):
            status = 0
            try:
                link = http.client.HTTPConnection(parts.netloc, timeout=10)
                link.request("POST", parts.path, json.dumps(update), {
                    "Content-Type": "application/json",
                    "X-Telegram-Bot-Api-Secret-Token": secret or own_secret})
                status = link.getresponse().status
                link.close()
            except OSError:
                pass
            self.deliveries.append((update["update_id"], status))
            if 200 <= status < 300 or secret:
                return status
            time.sleep(min(0.05 * 2 ** attempt, 1))
        return status

    def serve(self, request):
        length = int(request.headers.get("Content-Length") or 0)
        raw = request.rfile.read(length)
        parts = request.path.split("/")
        method = parts[-1].lower()
        lose = False
        try:
            if len(parts) != 3 or parts[1] != "bot" + self.token:
                raise Refusal(401, "Unauthorized")
            try:
                body = json.loads(raw or b"{}")
            except ValueError:
                raise Refusal(400, "Bad Request: can't parse JSON") from None
            with self.lock:
                self.calls.append((method, body))
                trouble = self.failures.get(method)
                trouble = trouble.pop(0) if trouble else None
                if isinstance(trouble, Refusal):
                    self.refused_at.append(time.monotonic())
            if isinstance(trouble, Refusal):
                raise trouble
            lose = trouble == "lose"
            handler = getattr(self, "do_" + method, None)
            if handler is None:
                raise Refusal(404, "Not Found")
            answer = {"ok": True, "result": handler(body)}
            status = 200
        except Refusal as refusal:
            status = refusal.code
            answer = {"ok": False, "error_code": status,
                      "description": refusal.description}
            if refusal.parameters:
                answer["parameters"] = refusal.parameters
        if lose:
            request.close_connection = True
            request.connection.close()
            return
        data = json.dumps(answer).encode()
        try:
            request.send_response(status)
            request.send_header("Content-Type", "application/json")
            request.send_header("Content-Length", str(len(data)))
            if status == 429:
                request.send_header(
                    "Retry-After", str(answer["parameters"]["retry_after"]))
            request.end_headers()
            request.wfile.write(data)
        except OSError:
            pass

    def do_getupdates(self, body):
        end = time.monotonic() + min(body.get("timeout", 0), 50)
        offset = body.get("offset", 0)
        with self.lock:
            if self.webhook:
                raise Refusal(409, "Conflict: can't use getUpdates method "
                                   "while webhook is active")
            self.poll_serial += 1
            serial = self.poll_serial
            self.lock.notify_all()
            self.updates = [update for update in self.updates
                            if update["update_id"] >= offset]
            while not self.updates and time.monotonic() < end:
                self.lock.wait(0.05)
                if serial != self.poll_serial:
                    raise Refusal(409, "Conflict: terminated by other "
                                       "getUpdates request")
            return self.updates[:min(body.get("limit", 100), 100)]

    def do_setwebhook(self, body):
        secret = body.get("secret_token", "")
        if not body.get("url", "").startswith("http"):
            raise Refusal(400, "Bad Request: bad webhook")
        with self.lock:
            self.webhook = (body["url"], secret)
            waiting, self.updates = self.updates, []
        for update in waiting:
            self.deliver(update)
        return True

    def do_deletewebhook(self, body):
        self.webhook = None
        return True

    def do_setmycommands(self, body):
        for command in body["commands"]:
            name = command["command"]
            if not (1 <= len(name) <= 32 and name.islower()) or \
                    not 1 <= len(command["description"]) <= 256:
                raise Refusal(400, "Bad Request: BOT_COMMAND_INVALID")
        self.commands[body.get("language_code", "")] = body["commands"]
        return True

    def do_answercallbackquery(self, body):
        query = body.get("callback_query_id")
        if query not in self.callbacks or self.callbacks[query]:
            raise Refusal(400, "Bad Request: query is too old and response "
                               "timeout expired or query ID is invalid")
        self.callbacks[query] = True
        return True

    def do_sendmessage(self, body):
        chat = body.get("chat_id")
        text = body.get("text", "")
        if chat not in self.known:
            raise Refusal(400, "Bad Request: chat not found")
        if chat in self.blocked:
            raise Refusal(403, "Forbidden: bot was blocked by the user")
        plain = text
        if body.get("parse_mode") == "HTML":
            try:
                plain = EntityParser.parse(text)
            except ValueError as error:
                raise Refusal(400, "Bad Request: can't parse entities: " +
                              str(error)) from None
        if not plain.strip():
            raise Refusal(400, "Bad Request: message text is empty")
        if utf16(plain) > 4096 or len(text.encode()) > 32768:
            raise Refusal(400, "Bad Request: message is too long")
        rows = body.get("reply_markup", {}).get("inline_keyboard", [])
        for button in (button for row in rows for button in row):
            if not 1 <= len(button["callback_data"].encode()) <= 64:
                raise Refusal(400, "Bad Request: BUTTON_DATA_INVALID")
            if not button["text"]:
                raise Refusal(400, "Bad Request: text buttons are unallowed")
        message = {"message_id": self.count_message(), "chat_id": chat,
                   "text": text, "plain": plain, "at": time.monotonic(),
                   "buttons": [button for row in rows for button in row]}
        with self.lock:
            self.sent.append(message)
        return {"message_id": message["message_id"], "date": int(time.time()),
                "chat": {"id": chat, "type": "private"}, "text": plain}

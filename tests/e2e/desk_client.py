"""An agent at the desk, by HTTP."""
import http.cookies
import json
import subprocess
import time

PASSWORD = "una password lunga"

# Opening hours that are not now, whenever now is.
CLOSED = time.strftime("%A 03:00-03:01",
                       time.gmtime(time.time() + 3 * 86400)).lower()


def add_agent(d, name, role="agent", *more):
    """Beside the running daemon; the password comes from standard input."""
    subprocess.run(
        [d.program, "agent", "add", name, "--role", role, "--data",
         str(d.folder / "data"), *more],
        input=PASSWORD + "\n", text=True, check=True, capture_output=True)


class Desk:
    def __init__(self, d, name, password=PASSWORD):
        self.d = d
        self.cookie = ""
        self.csrf = ""
        answer = self.post("login", {"name": name, "password": password})
        assert answer.status == 200, (answer.status, answer.body)
        cookie = http.cookies.SimpleCookie(answer.headers["Set-Cookie"])
        [(key, value)] = cookie.items()
        self.cookie = f"{key}={value.value}"
        self.csrf = answer.json["csrf"]

    def call(self, method, path, body=None, headers=None):
        sent = {"Cookie": self.cookie, **(headers or {})}
        if method == "POST":
            sent.setdefault("X-CSRF-Token", self.csrf)
            sent.setdefault("Content-Type", "application/json")
        data = None if body is None else json.dumps(body).encode()
        return self.d.request(method, "/v1/desk/" + path, data, sent)

    def get(self, path):
        return self.call("GET", path)

    def post(self, path, body=None, **rest):
        return self.call("POST", path, {} if body is None else body, **rest)

    def do(self, number, what, **body):
        """A step with a ticket; fails when it is refused."""
        answer = self.post(f"tickets/{number}/{what}", body)
        assert answer.status in (200, 201, 204), (answer.status, answer.body)
        return answer.json if answer.body else None

    def numbers(self, view):
        answer = self.get(f"tickets?view={view}")
        assert answer.status == 200, (answer.status, answer.body)
        return [ticket["number"] for ticket in answer.json["tickets"]]

    def ticket(self, number):
        answer = self.get(f"tickets/{number}")
        assert answer.status == 200, (answer.status, answer.body)
        return answer.json

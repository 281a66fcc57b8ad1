"""Starts the real daemon on a free loopback port and talks to it."""
import fcntl
import http.client
import json
import os
import pathlib
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]


class Answer:
    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.body = body

    @property
    def json(self):
        return json.loads(self.body)


PORTS = range(20000, 32000)


def free_port():
    """Not one that the kernel gives to clients: a client that connects to its
    own port, before the daemon listens there, would talk to itself. And none
    that another test got lately, here or in another process: it may not
    listen there yet, or start again there."""
    turn = pathlib.Path(tempfile.gettempdir(), f"sportello_port_{os.getuid()}")
    with open(turn, "a+", encoding="ascii") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        last = file.read()
        port = int(last) if last.isdigit() else random.choice(PORTS)
        while True:
            port = port + 1 if port + 1 in PORTS else PORTS[0]
            with socket.socket() as probe:
                try:
                    probe.bind(("127.0.0.1", port))
                    break
                except OSError:
                    pass
        file.truncate(0)
        file.write(str(port))
    return port


class Daemon:
    """One daemon with a data folder and a copy of the content of its own.

    `with Daemon() as daemon:` starts it and waits until it is ready.
    """

    program = "sportello"
    knowledge = None  # as the first daemon compiled it, for those after it

    def __init__(self, *flags, start=True):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="sportello_e2e_"))
        for name in ("intents", "faq"):
            shutil.copytree(ROOT / name, self.folder / name)
        self.flags = list(flags)
        self.environment = {}  # beside what it inherits
        self.port = free_port()
        self.process = None
        if start:
            self.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def command(self):
        return [self.program, "serve", "--listen", f"127.0.0.1:{self.port}",
                "--data", str(self.folder / "data"),
                "--intents", str(self.folder / "intents"),
                "--faq", str(self.folder / "faq"),
                "--reload-debounce-ms", "50", "--watch-interval-ms", "100",
                *self.flags]

    def start(self, patience=180):
        """`patience` in seconds; a build with sanitizers takes long."""
        compiled = self.folder / "data" / "knowledge.db"
        own_data = "--data" not in self.flags
        if own_data and Daemon.knowledge and not compiled.exists():
            compiled.parent.mkdir(mode=0o700, exist_ok=True)
            compiled.write_bytes(Daemon.knowledge)
        log = open(self.folder / "log", "ab")
        self.process = subprocess.Popen(self.command(), stdout=log, stderr=log,
                                        env={**os.environ, **self.environment})
        log.close()
        end = time.monotonic() + patience
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise RuntimeError("the daemon ended: " + self.log())
            try:
                if self.get("/healthz").status == 200:
                    break
            except OSError:
                time.sleep(0.02)
        else:
            raise RuntimeError("the daemon does not answer: " + self.log())
        if own_data and not Daemon.knowledge:
            Daemon.knowledge = compiled.read_bytes()

    def log(self):
        return (self.folder / "log").read_text(errors="replace")

    def stop(self, patience=15):
        """Ends it with SIGTERM; its exit status and the seconds it took."""
        begin = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(patience)
        return status, time.monotonic() - begin

    def kill(self):
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def connect(self, source="127.0.0.1", timeout=30):
        return http.client.HTTPConnection(
            "127.0.0.1", self.port, timeout=timeout, source_address=(source, 0))

    def request(self, method, path, body=None, headers=None, connection=None,
                source="127.0.0.1"):
        link = connection or self.connect(source)
        try:
            link.request(method, path, body, headers or {})
            response = link.getresponse()
            return Answer(response.status, response.headers, response.read())
        finally:
            if connection is None:
                link.close()

    def get(self, path, **rest):
        return self.request("GET", path, **rest)

    def post(self, body, connection=None, source="127.0.0.1"):
        """POST /v1/chat with bytes or a dictionary."""
        if not isinstance(body, bytes):
            body = json.dumps(body).encode()
        return self.request("POST", "/v1/chat", body,
                            {"Content-Type": "application/json"}, connection,
                            source)

    def say(self, text, conversation=None, **fields):
        """The answer's JSON; fails when it is no 200."""
        body = {"message": text, **fields}
        if conversation:
            body["conversation"] = conversation
        answer = self.post(body)
        assert answer.status == 200, (answer.status, answer.body)
        return answer.json

    def messages(self, conversation):
        found = []
        while True:
            after = found[-1]["seq"] if found else 0
            answer = self.get(f"/v1/conversations/{conversation}/messages"
                              f"?after={after}&limit=200")
            assert answer.status == 200, (answer.status, answer.body)
            if not answer.json["messages"]:
                return found
            found += answer.json["messages"]

    def edit(self, name, text):
        """At once: the daemon never reads half of it."""
        aside = self.folder / "edited"
        aside.write_text(text)
        aside.rename(self.folder / name)


def eventually(is_true, patience=60):
    """Waits as long as it needs, up to `patience` seconds."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if is_true():
            return True
        time.sleep(0.02)
    return False

#!/usr/bin/env python3
"""Starts a server of ours, runs abuse.py against it, and stops it.

  abuse_run.py [--chat PATH] [options of abuse.py] : COMMAND...

COMMAND is the server; {port} in it becomes a free port, {dir} an empty folder
that is removed afterwards:

  abuse_run.py : build/dev/tests/bench/http_echo {port}
  abuse_run.py : build/dev/sportello serve --listen 127.0.0.1:{port} --data {dir}

Besides the groups of abuse.py: few descriptors (LD-14), a second server on the
same port, and SIGTERM amid slow and waiting clients. Exit 0: all passed.
Standard library only.
"""
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

from daemon import free_port

PATIENCE = 180  # seconds; a build with sanitizers starts slowly
HERE = os.path.dirname(os.path.abspath(__file__))


class Server:
    """A running server; ends with the `with` block."""

    def __init__(self, command, health, port=None, descriptors=None):
        self.port = port or free_port()
        self.health = health
        self.folder = tempfile.mkdtemp(prefix="abuse-")
        self.log = open(os.path.join(self.folder, "log"), "wb")
        os.mkdir(os.path.join(self.folder, "data"))
        command = [part.replace("{port}", str(self.port)).replace(
            "{dir}", os.path.join(self.folder, "data")) for part in command]

        def limit():
            if descriptors:
                resource.setrlimit(resource.RLIMIT_NOFILE,
                                   (descriptors, descriptors))
        self.process = subprocess.Popen(command, stdout=self.log,
                                        stderr=self.log, preexec_fn=limit)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def is_healthy(self, within):
        end = time.monotonic() + within
        while time.monotonic() < end and self.process.poll() is None:
            try:
                url = "http://127.0.0.1:%d%s" % (self.port, self.health)
                with urllib.request.urlopen(url, timeout=2) as answer:
                    return answer.status == 200
            except OSError:
                time.sleep(0.05)
        return False

    def connect(self):
        return socket.create_connection(("127.0.0.1", self.port), 5)

    def cpu_seconds(self):
        with open("/proc/%d/stat" % self.process.pid) as f:
            fields = f.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def stop(self, within):
        """Exit status after SIGTERM; None when it did not end in time."""
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(within)
        except subprocess.TimeoutExpired:
            return None


def report(name, good, detail):
    print("%-4s %-40s %s" % ("ok" if good else "FAIL", name, detail),
          flush=True)
    return good


def few_descriptors(command, health):
    with Server(command, health, descriptors=64) as server:
        if not server.is_healthy(PATIENCE):
            return report("few descriptors", False, "did not start")
        # Lower than what the server counted on: accept() itself will fail.
        resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE, (20, 64))
        clients = [server.connect() for _ in range(100)]
        begin, cpu = time.monotonic(), server.cpu_seconds()
        while time.monotonic() < begin + 1.5:
            time.sleep(0.1)
        busy = (server.cpu_seconds() - cpu) / (time.monotonic() - begin)
        for client in clients:
            client.close()
        begin = time.monotonic()
        healthy = server.is_healthy(2)
        return report("few descriptors", healthy and busy < 0.3,
                      "100 connections with 20 descriptors: %.0f %% CPU, "
                      "healthy after %.2f s" % (busy * 100,
                                                time.monotonic() - begin))


def second_instance(command, health):
    with Server(command, health) as first:
        if not first.is_healthy(PATIENCE):
            return report("second instance", False, "did not start")
        with Server(command, health, port=first.port) as second:
            try:
                status = second.process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                status = None
        return report("second instance on the port",
                      status not in (0, None) and first.is_healthy(1),
                      "exit status %s" % status)


def terminate_amid_clients(command, health, wait):
    with Server(command, health) as server:
        if not server.is_healthy(PATIENCE):
            return report("SIGTERM", False, "did not start")
        clients = []
        for first in (b"", b"GET /x HTTP/1.1\r\nX-Slow: ",
                      b"POST /v1/chat HTTP/1.1\r\nHost: a\r\n"
                      b"Content-Length: 500\r\n\r\n{",
                      b"GET " + (wait or health).encode() +
                      b" HTTP/1.1\r\nHost: a\r\n\r\n"):
            for _ in range(25):
                clients.append(server.connect())
                clients[-1].sendall(first)
        begin = time.monotonic()
        status = server.stop(10)
        return report("SIGTERM amid 100 slow clients", status == 0,
                      "exit status %s after %.1f s"
                      % (status, time.monotonic() - begin))


def main():
    if ":" not in sys.argv:
        print(__doc__)
        return 2
    mark = sys.argv.index(":")
    options, command = sys.argv[1:mark], sys.argv[mark + 1:]
    body = '{"conversation":"{{CONV}}","message":"{{TEXT}}"}'

    def option(name, default):
        return options[options.index(name) + 1] if name in options else default
    health = option("--health", "/healthz")
    with Server(command, health) as server:
        if not server.is_healthy(PATIENCE):
            return 0 if report("start", False, "no health answer") else 1
        if "--body" not in options:
            options += ["--body", body]
        abuse = subprocess.call(
            [sys.executable, os.path.join(HERE, "abuse.py"),
             "http://127.0.0.1:%d" % server.port, option("--chat", "/v1/chat"),
             "--static", "/widget", "--pid", str(server.process.pid)] +
            [o for i, o in enumerate(options)
             if o != "--chat" and options[i - 1:i] != ["--chat"]])
        status = server.stop(10)
        good = [abuse == 0, report("SIGTERM", status == 0,
                                   "exit status %s" % status)]
    if "--only" not in options:
        good.append(few_descriptors(command, health))
        good.append(second_instance(command, health))
        good.append(terminate_amid_clients(command, health,
                                           option("--wait", "")))
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""End-to-end tests: how the real daemon starts, reloads and stops.

    tests/e2e/lifecycle_run.py PROGRAM [WORD...]   only tests with a WORD

Prints what failed and closes with 'N passed, N failed'.
"""
import signal
import socket
import subprocess
import threading
import time

import runner
from daemon import Daemon, eventually
from run import talk


# --- Reload ------------------------------------------------------------------


def test_a_broken_edit_keeps_the_old_answers_and_a_good_one_changes_them():
    with Daemon() as d:
        name = "intents/it/_probe.yaml"
        good = ('intents:\n  probe_intent:\n    phrases: ["parola magica"]\n'
                '    reply: "%s"\n    tests: ["parola magica"]\n')
        d.edit(name, good % "prima")
        ask = lambda: d.say("parola magica")["replies"][-1]["text"]
        assert eventually(lambda: ask() == "prima"), d.log()
        version = d.get("/readyz").json["knowledge_version"]

        d.edit(name, good.replace(
            "    tests", '    replie: "x"\n    tests') % "rotto")
        ready = lambda: d.get("/readyz").json
        assert eventually(lambda: ready()["status"] == "degraded"), d.log()
        assert d.get("/readyz").status == 200
        assert "_probe.yaml:5:5: " in ready()["reasons"][0]["detail"], ready()
        assert ready()["knowledge_version"] == version
        assert ask() == "prima"
        assert "_probe.yaml:5:5" in d.log()
        assert eventually(lambda: b"sportello_knowledge_stale 1"
                          in d.get("/metrics").body)

        d.edit(name, good % "dopo")
        assert eventually(lambda: ask() == "dopo"), d.log()
        assert ready()["status"] == "ready"


def test_reloads_under_load_take_no_memory_and_lose_no_answer():
    with Daemon("--conversation-messages", "0", "--watch-files", "no") as d:
        def resident_mb():
            with open(f"/proc/{d.process.pid}/status") as status:
                for line in status:
                    if line.startswith("VmRSS"):
                        return int(line.split()[1]) / 1024
        def version():
            return d.get("/readyz").json["knowledge_version"]
        probe = ('intents:\n  probe_intent:\n    phrases: ["parola magica"]\n'
                 '    reply: "numero %d"\n    tests: ["parola magica"]\n')
        # One conversation: what the daemon remembers of many is not the point.
        talk = d.say("ciao")["conversation"]
        sizes = []
        for count in range(25):
            before = version()
            d.edit("intents/it/_probe.yaml", probe % count)
            d.process.send_signal(signal.SIGHUP)
            while version() == before:
                assert d.say("dov'è il mio pacco?", talk)["replies"]
            assert d.say("parola magica", talk)["replies"][-1]["text"] == \
                f"numero {count}"
            sizes.append(resident_mb())
        # The old knowledge goes when its last reader has gone.
        assert eventually(
            lambda: resident_mb() < max(sizes[5:10]) + 10), sizes


def test_sighup_reloads_where_files_are_not_watched():
    with Daemon("--watch-files", "no") as d:
        before = d.get("/readyz").json["knowledge_version"]
        d.edit("intents/it/_probe.yaml",
               'intents:\n  probe_intent:\n    phrases: ["parola magica"]\n'
               '    reply: "ecco"\n    tests: ["parola magica"]\n')
        time.sleep(0.3)
        assert d.get("/readyz").json["knowledge_version"] == before
        d.process.send_signal(signal.SIGHUP)
        assert eventually(
            lambda: d.get("/readyz").json["knowledge_version"] != before)


# --- Start and stop ----------------------------------------------------------


def run_until_end(d, *flags):
    done = subprocess.run(d.command() + list(flags), capture_output=True,
                          text=True, timeout=60)
    return done.returncode, done.stderr


def test_a_second_instance_on_the_same_data_refuses_and_the_first_goes_on():
    with Daemon() as d:
        status, said = run_until_end(d, "--listen", "127.0.0.1:0")
        assert status == 1, (status, said)
        assert "cannot start" in said and str(d.folder / "data") in said, said
        assert d.say("ciao")["replies"]


def test_a_port_in_use_is_said():
    with Daemon() as d:
        status, said = run_until_end(d, "--data", str(d.folder / "other"))
        assert status == 1 and str(d.port) in said, (status, said)


def test_broken_content_at_the_first_start_names_file_and_line():
    with Daemon(start=False) as d:
        d.edit("intents/it/_probe.yaml", "intents:\n\t- oops\n")
        status, said = run_until_end(d)
        assert status == 1, (status, said)
        assert "intents/it/_probe.yaml:2:" in said, said


def test_wrong_settings_are_said_all_at_once_with_their_places():
    with Daemon(start=False) as d:
        file = d.folder / "settings.yaml"
        file.write_text("max_body_byte: 5\nworkers: 0\n")
        status, said = run_until_end(d, "--settings", str(file))
        assert status == 1, (status, said)
        assert f"{file}:1:1: unknown setting 'max_body_byte', did you mean " \
               f"'max_body_bytes'?" in said, said
        assert f"{file}:2:1: workers: '0' is not between 1 and 256" in said


def test_printed_settings_can_be_used():
    with Daemon(start=False) as d:
        printed = subprocess.run([d.program, "config"], capture_output=True,
                                 text=True, check=True).stdout
        (d.folder / "settings.yaml").write_text(printed)
        d.flags = ["--settings", str(d.folder / "settings.yaml")]
        d.start()
        assert d.say("ciao")["replies"]


def test_a_wrong_command_line_is_status_2():
    for words in ([], ["serv"], ["serve", "--no-such-flag"]):
        done = subprocess.run([Daemon.program, *words], capture_output=True)
        assert done.returncode == 2, (words, done.returncode)


def test_sigterm_under_load_loses_nothing_and_ends_within_ten_seconds():
    with Daemon("--conversation-messages", "0") as d:
        acknowledged, stop = [], threading.Event()
        threads = [threading.Thread(target=talk,
                                    args=(d, n, acknowledged, stop))
                   for n in range(20)]
        slow = []
        for _ in range(64):
            link = socket.create_connection(("127.0.0.1", d.port))
            link.sendall(b"POST /v1/chat HTTP/1.1\r\nHost: x\r\n")
            slow.append(link)
        for thread in threads:
            thread.start()
        eventually(lambda: len(acknowledged) > 50)
        status, seconds = d.stop()
        stop.set()
        for thread in threads:
            thread.join(30)
        assert status == 0 and seconds < 10, (status, seconds, d.log()[-500:])
        d.start()
        for conversation, text, _ in list(acknowledged):
            texts = [m["text"] for m in d.messages(conversation)]
            assert texts.count(text) == 1, text


def test_sigterm_ends_waiting_requests_at_once():
    with Daemon() as d:
        conversation = d.say("ciao")["conversation"]
        link = socket.create_connection(("127.0.0.1", d.port))
        link.sendall(f"GET /v1/conversations/{conversation}/messages?after=99"
                     f"&wait_s=25 HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        # Served after it was read, since it was sent before.
        assert d.get("/healthz").status == 200
        status, seconds = d.stop()
        assert status == 0 and seconds < 3, (status, seconds)
        assert b"200 OK" in link.recv(4096)


def test_systemd_is_told_of_the_start_the_reload_the_watchdog_and_the_end():
    with Daemon(start=False) as d:
        path = str(d.folder / "notify")
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
            systemd.bind(path)
            systemd.settimeout(60)
            d.process = subprocess.Popen(
                d.command(), stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={"NOTIFY_SOCKET": path, "WATCHDOG_USEC": "600000"})
            heard = lambda: systemd.recv(4096).decode()
            assert heard().startswith("READY=1")
            assert heard() == "WATCHDOG=1"
            d.process.send_signal(signal.SIGHUP)
            # The watchdog goes on meanwhile, for as long as it takes.
            said = [heard()]
            while said[-1] == "WATCHDOG=1":
                said.append(heard())
            assert said[-1].startswith("RELOADING=1\nMONOTONIC_USEC="), said
            said = [heard()]
            while said[-1] == "WATCHDOG=1":
                said.append(heard())
            assert said[-1] == "READY=1", said
            d.process.send_signal(signal.SIGTERM)
            while heard() != "STOPPING=1":
                pass
            assert d.process.wait(15) == 0


if __name__ == "__main__":
    runner.run(runner.tests_of(globals()), __doc__)

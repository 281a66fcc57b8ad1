#!/usr/bin/env python3
"""tests/e2e/story_run.py PROGRAM [SCREENSHOT_FOLDER]: a request from its first
word to the report, with everything real: Chromium for the customer's widget
and the desk, exim and dovecot for the mail, the daemon between them. Once with
a closed shop and a customer who goes, once with a file, once live. Prints 'N passed, N failed'."""
import base64
import datetime
import functools
import http.server
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import threading
import time

import runner
from daemon import ROOT, Daemon, eventually, free_port
from desk_client import PASSWORD, Desk, add_agent
from mail_daemon import LUCIA, TEAM, MailDaemon, with_servers
from mail_servers import MailServers, answer, text_of, with_text

SHOTS = pathlib.Path(sys.argv[2] if len(sys.argv) > 2
                     else tempfile.mkdtemp(prefix="sportello_shots_"))


def modules():
    """Where npm put the browser's driver."""
    cache = subprocess.run(
        ["bash", "-ec", ". tests/e2e/browsing.sh; browser_cache"], cwd=ROOT,
        check=True, capture_output=True, text=True).stdout.strip()
    return pathlib.Path(cache) / "node_modules"


class Shop:
    """The page of a shop with the widget in it, at an origin of its own."""

    def __init__(self):
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"

    def show(self, daemon_url):
        page = (ROOT / "tests" / "e2e" / "widget.html").read_text().replace(
            "WIDGET_URL", daemon_url + "/widget.js").encode()

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(page)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(
            ("127.0.0.1", self.port), Handler)
        threading.Thread(target=self.server.serve_forever,
                         daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class Browsers:
    """Orders for tests/e2e/story.mjs: browsers.agent_closes(name="marco")."""

    def __init__(self, desk_url, shop_url):
        self.process = subprocess.Popen(
            ["node", str(ROOT / "tests" / "e2e" / "story.mjs"), desk_url,
             shop_url, str(SHOTS)], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True,
            env={**os.environ, "MODULES": str(modules())})

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def call(self, order, **given):
        self.process.stdin.write(json.dumps({"order": order, **given}) + "\n")
        self.process.stdin.flush()
        answered = json.loads(self.process.stdout.readline())
        assert "error" not in answered, (order, given, answered["error"])
        return answered["ok"]

    def __getattr__(self, order):
        return functools.partial(self.call, order)


def test_a_holiday_a_mailbox_a_second_agent_a_rating_and_the_report():
    today = datetime.datetime.now(datetime.timezone.utc).date()
    days = f"{today}/{today + datetime.timedelta(days=2)}"
    shop = Shop()
    with MailServers() as servers, MailDaemon(start=False) as d:
        url = f"http://127.0.0.1:{d.port}"
        d.flags += with_servers(
            servers, d.folder, "--opening-hours",
            "monday-sunday 09:00-18:00", "--holidays", "none", "--time-zone",
            "UTC", "--closures", days, "--public-url", url,
            "--allowed-origins", shop.url)
        d.start()
        shop.show(url)
        add_agent(d, "marco", "supervisor", "--display-name", "Marco Bassi")
        with Browsers(url + "/", shop.url) as b:
            # A holiday: nobody is there, and the customer hears until when.
            b.customer_opens()
            b.customer_says(text="vorrei parlare con una persona")
            told = b.customer_sees(part="Riapriamo")
            assert "09:00" in told or "9:00" in told, told
            b.customer_picture(name="story_widget")
            b.customer_says(text="la mia mail è lucia@mail.example")
            b.customer_sees(part="@mail.example")
            kept = b.customer_sees(part="ti rispondiamo a")
            assert "lucia@" not in kept, kept
            b.customer_leaves()

            # The team's mailbox has the ticket; the agent answers from there.
            ticket = with_text(servers.wait_for("team", 2),
                               "vorrei parlare con una persona")
            assert "[#1]" in ticket["Subject"], ticket["Subject"]
            noted = servers.wait_for("lucia", 1)[0]
            assert "numero 1" in text_of(noted), text_of(noted)
            servers.send(answer(ticket, TEAM, "Certo, la richiamo domani."))

            # The customer is gone and has it by mail, in one thread.
            reply = servers.wait_for("lucia", 2)[1]
            assert "la richiamo domani" in text_of(reply)
            assert str(noted["Message-ID"]) in str(reply["References"])
            assert reply["In-Reply-To"] == noted["Message-ID"]
            servers.send(answer(reply, LUCIA, "Grazie, dopo le 10."))

            # A second agent sees all of it at the desk, and closes.
            servers.wait_for("team", 3)
            b.agent_signs_in(name="marco", password=PASSWORD, number=1)
            seen = b.agent_sees(name="marco", part="dopo le 10")
            all_of_it = "\n".join(seen)
            for part in ("vorrei parlare con una persona", "Riapriamo",
                         "la richiamo domani", "dopo le 10"):
                assert part in all_of_it, (part, all_of_it)
            b.agent_takes_over(name="marco")
            b.agent_closes(name="marco")

            # The customer rates by the link of the last mail, once.
            last = servers.wait_for("lucia", 3)[2]
            links = re.findall(r"(http://\S+/rating/\S+?score=4)",
                               text_of(last))
            assert links, text_of(last)
            path = links[0].split(str(d.port), 1)[1]
            assert d.get(path).status == 200  # a program that follows links
            assert Desk(d, "marco").ticket(1).get("rating") is None
            thanks = b.customer_rates(link=links[0], score=4,
                                      comment="Gentili")
            assert thanks.startswith("Grazie"), thanks
            assert d.get(path).status == 410

            report = b.agent_reads_report(name="marco")
            assert "4" in report and "Marco Bassi" in report, report
            figures = Desk(d, "marco").get("report").json
            assert figures["csat"]["count"] == 1, figures
            assert figures["csat"]["mean"] == 4, figures
            assert figures["promises"]["kept"] == 1, figures
            assert sum(figures["outcomes"]["handed_over"].values()) == 1
        shop.close()
        log = d.log()
        for private in ("richiamo", "dopo le 10", "lucia@", "Gentili"):
            assert private not in log, private


def test_a_file_that_an_agent_mails_is_saved_from_the_chat():
    bill = b"%PDF-1.7\n" + bytes(range(256)) * 400
    name = "Bolla n° 12 – più IVA.pdf"
    shop = Shop()
    with MailServers() as servers, MailDaemon(start=False) as d:
        url = f"http://127.0.0.1:{d.port}"
        d.flags += with_servers(servers, d.folder, "--allowed-origins",
                                shop.url)
        d.start()
        shop.show(url)
        with Browsers(url + "/", shop.url) as b:
            b.customer_opens()
            b.customer_says(text="vorrei parlare con una persona")
            [ticket] = servers.wait_for("team", 1)
            reply = answer(ticket, "Anna <team@team.example>",
                           "Ecco la bolla.")
            reply.add_attachment(bill, maintype="application", subtype="pdf",
                                 filename=name)
            servers.send(reply)
            for again in (False, True):
                if again:  # he comes back
                    b.customer_opens()
                b.customer_sees(part="Ecco la bolla.")
                b.customer_picture(name="story_file")
                saved = b.customer_saves(part="Bolla")
                assert base64.b64decode(saved["content"]) == bill, again
                assert saved["name"] == name, saved["name"]
                assert saved["shown"].startswith(name + " (1"), saved["shown"]
        shop.close()


def test_live_both_hear_each_other_without_a_reload():
    shop = Shop()
    with Daemon(start=False) as d:
        url = f"http://127.0.0.1:{d.port}"
        d.flags += ["--allowed-origins", shop.url]
        d.start()
        shop.show(url)
        add_agent(d, "marco", "supervisor", "--display-name", "Marco Bassi")
        with Browsers(url + "/", shop.url) as b:
            b.customer_opens()
            b.customer_says(text="vorrei parlare con una persona")
            b.customer_sees(part="richiesta")
            b.agent_signs_in(name="marco", password=PASSWORD, number=1)
            b.agent_claims(name="marco")
            seconds = []
            for i in range(3):
                begin = time.monotonic()
                b.agent_answers(name="marco", text=f"Eccomi, numero {i}.")
                b.customer_sees(part=f"Eccomi, numero {i}.")
                seconds.append(time.monotonic() - begin)
                begin = time.monotonic()
                b.customer_says(text=f"Grazie {i} volte")
                b.agent_sees(name="marco", part=f"Grazie {i} volte")
                seconds.append(time.monotonic() - begin)
            # A figure for people: a busy machine says nothing of the program.
            print("live, from one browser to the other: "
                  + ", ".join(f"{s:.2f}" for s in sorted(seconds)) + " s",
                  flush=True)
            b.agent_closes(name="marco")
            b.customer_rates_in_chat(score=5)
            assert eventually(lambda: (Desk(d, "marco").get("report").json
                                       ["csat"]["count"]) == 1, 60)
        shop.close()


if __name__ == "__main__":
    SHOTS.mkdir(parents=True, exist_ok=True)
    runner.run(runner.tests_of(globals()), __doc__, sys.argv[3:])

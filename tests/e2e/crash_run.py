#!/usr/bin/env python3
"""tests/e2e/crash_run.py PROGRAM [POINT]: a hand-over with mail, in which the
daemon is killed with -9 at every step (base/fail_point.h): before and after
every commit of the store, before and after every mail that is sent or read.
Then everything must be there once. Prints 'N passed, N failed'."""
import concurrent.futures
import contextlib
import http.client
import random
import subprocess
import sys

import runner
from daemon import Daemon, eventually
from desk_client import CLOSED, Desk, add_agent
from mail_daemon import FaultySmtp, MailDaemon, message_id

ANNA = b"Anna <anna@team.example>"
LUCIA = b"Lucia <lucia@mail.example>"
HOURS = ["--opening-hours", CLOSED, "--time-zone", "UTC"]


class Broken(Exception):
    """The daemon died on the way."""


class Story:
    """The steps of a hand-over. Each can be told again after a crash, as
    people, pages and mail programs do."""

    def __init__(self, d, smtp):
        self.d = d
        self.smtp = smtp
        self.conversation = None
        self.said = {}   # message_id -> the replies that the customer saw
        self.desk = None

    def steps(self):
        return [self.asks, self.gives_address, self.team_answers,
                self.customer_answers, self.agent_answers, self.agent_closes]

    def say(self, text, key):
        body = {"message": text, "message_id": key,
                "customer": {"name": "Lucia"}}
        if self.conversation:
            body["conversation"] = self.conversation
        answer = self.d.post(body)
        assert answer.status == 200, (answer.status, answer.body)
        # Told twice, the answer is the same.
        seen = self.said.setdefault(key, answer.json["replies"])
        assert answer.json["replies"] == seen, (answer.json["replies"], seen)
        return answer.json

    def asks(self):
        said = self.say("vorrei parlare con una persona",
                        "5d1f6c0e-6f0a-4f2b-9d2e-1b7a3c9e8f10")
        self.conversation = said["conversation"]
        assert said["ticket"] == 1, said

    def gives_address(self):
        self.say("la mia mail è lucia@mail.example", "m-2")

    def mails(self, who):
        return {message_id(path): path.read_bytes()
                for path in self.smtp.mails(who)}

    def pipe(self, mail):
        """As a mail server does: until it is taken."""
        for _ in range(3):
            code = self.d.mail_in(mail)
            if code == 0:
                return
            assert code in (75, -9), code
        raise AssertionError("mail-in takes nothing")

    def reply_to(self, mail, sender, text, key):
        head = mail.decode().split("\r\n\r\n")[0].replace("\r\n ", " ")
        fields = dict(line.split(": ", 1) for line in head.split("\r\n"))
        return (b"From: " + sender + b"\r\nTo: "
                + fields["Reply-To"].encode() + b"\r\nSubject: Re: x\r\n"
                + b"Message-ID: <" + key + b"@mail.example>\r\nIn-Reply-To: "
                + fields["Message-ID"].encode() + b"\r\n\r\n" + text + b"\r\n")

    def texts(self):
        """As the desk shows them: what the customer's page fetches is taken
        for seen, and not mailed."""
        return [m["text"] for m in self.at_desk().ticket(1)["messages"]]

    def wait(self, is_true):
        """Until it is true, as long as the daemon lives."""
        def check():
            if self.d.process.poll() is not None:
                raise Broken()
            return is_true()
        assert eventually(check, 60)

    def team_answers(self):
        self.wait(lambda: self.mails("team@team.example"))
        first = sorted(self.smtp.mails("team@team.example"),
                       key=lambda path: path.stat().st_mtime)[0].read_bytes()
        self.pipe(self.reply_to(first, ANNA, b"La richiamo domani.", b"a1"))
        self.wait(lambda: "La richiamo domani." in self.texts())

    def customer_answers(self):
        self.wait(lambda: len(self.mails("lucia@mail.example")) >= 2)
        mails = self.mails("lucia@mail.example").values()
        reply = [m for m in mails if b"richiamo domani" in m][0]
        self.pipe(self.reply_to(reply, LUCIA, b"Dopo le dieci, grazie.",
                                b"l1"))
        self.wait(lambda: "Dopo le dieci, grazie." in self.texts())

    def at_desk(self):
        if self.desk is None:
            self.desk = Desk(self.d, "capo")
        return self.desk

    def agent_answers(self):
        desk = self.at_desk()
        desk.do(1, "transfer", agent="capo")
        desk.do(1, "reply", text="Va bene, alle undici.", message_id="d-1")

    def agent_closes(self):
        answer = self.at_desk().post("tickets/1/close", {"outcome": "solved"})
        assert answer.status in (200, 409), (answer.status, answer.body)

    def all_sent(self):
        self.wait(lambda: self.d.metric("outbox_due") == 0)

    def check(self):
        """Nothing is lost, nothing is there twice."""
        texts = self.texts()
        for text in ("vorrei parlare con una persona",
                     "la mia mail è lucia@mail.example", "La richiamo domani.",
                     "Dopo le dieci, grazie.", "Va bene, alle undici."):
            assert texts.count(text) == 1, (text, texts)
        stored = {m["seq"]: m["text"] for m in
                  self.d.messages(self.conversation)}
        for replies in self.said.values():
            for reply in replies:
                assert stored[reply["seq"]] == reply["text"], reply
        ticket = self.at_desk().ticket(1)
        assert ticket["status"] == "closed" and ticket["outcome"] == "solved"
        assert self.at_desk().numbers("closed") == [1]
        what = [event["what"] for event in ticket["events"]]
        for once in ("opened", "contact", "closed"):
            assert what.count(once) == 1, what
        assert what.count("reply") == 2, what
        owner = self.d.get("/v1/conversations/" + self.conversation).json
        assert owner["owner"] == "closed", owner
        self.d.stop()
        rows = self.d.outbox()
        assert all(row["state"] == "sent" for row in rows), [
            (row["state"], row["last_error"]) for row in rows]
        for who, least in (("lucia@mail.example", 4), ("team@team.example", 2)):
            wanted = {row["message_id"] for row in rows
                      if row["target"] == who}
            assert set(self.mails(who)) == wanted, who
            assert len(wanted) == len([row for row in rows
                                       if row["target"] == who])
            assert len(wanted) >= least, (who, wanted)
        # What was sent twice, because nobody knew whether it had been taken.
        return (len(list(self.smtp.folder.glob("*.eml"))) - len(rows))


def run(point):
    """True when the daemon was killed at that point; the story must come to
    its end anyhow."""
    with FaultySmtp() as smtp, MailDaemon(start=False) as d:
        smtp.start()
        d.flags += smtp.flags() + HOURS
        killed = [False]
        d.environment = {"SPORTELLO_FAIL_POINT": point} if point else {}

        def back(patience=0):
            # The line breaks a moment before the killed process is gone.
            with contextlib.suppress(subprocess.TimeoutExpired):
                if d.process is not None:
                    d.process.wait(patience)
            if d.process is not None and d.process.poll() is None:
                return
            killed[0] = killed[0] or d.process is not None
            d.environment = {}
            d.start()

        try:
            d.start()
        except RuntimeError:
            killed[0] = True
            back()
        while True:
            try:
                add_agent(d, "capo", "supervisor")
                break
            except subprocess.CalledProcessError:
                d.environment = {}
                killed[0] = True
        back()
        story = Story(d, smtp)
        for step in [*story.steps(), story.all_sent]:
            for _ in range(4):
                try:
                    step()
                    break
                except (Broken, OSError, http.client.HTTPException):
                    back(patience=2)
            else:
                raise AssertionError(f"{step.__name__} never ends")
        twice = story.check()
        assert twice <= (1 if killed[0] else 0), twice
        return killed[0]


# Each is passed several times in the story.
AT_ONCE = 4
EVERY = ["store.commit", "store.committed", "mail.send", "mail.sent",
         "inbox.read", "inbox.received"]
# These kill 'sportello mail-in', which the mail server then calls again.
PIPE = ["mail_in.written", "mail_in.renamed"]


def test_the_daemon_killed_at_every_step_loses_and_doubles_nothing():
    points = [word for word in sys.argv[2:] if "." in word]
    kills = 0
    chosen = [p for p in EVERY if not points or p in points]
    for point in chosen:
        count = 0
        with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
            while True:
                killed = list(pool.map(
                    lambda i: run(f"{point}:{i}"),
                    range(count + 1, count + 1 + AT_ONCE)))
                count += sum(killed)
                if not all(killed):
                    break
        assert count > 0, point
        print(f"killed {count} times at {point}", flush=True)
        kills += count
    assert kills >= len(chosen), kills


def test_a_killed_mail_in_takes_the_mail_once():
    for point in PIPE:
        with FaultySmtp() as smtp, MailDaemon(start=False) as d:
            smtp.start()
            d.flags += smtp.flags()
            d.start()
            mail = (b"From: Lucia <lucia@mail.example>\nTo: help@shop.example\n"
                    b"Subject: Scarpa rotta\nMessage-ID: <1@mail.example>\n\n"
                    b"La suola si e' staccata dopo due giorni, cosa faccio?\n")
            d.environment = {"SPORTELLO_FAIL_POINT": point}
            assert d.mail_in(mail) == -9
            d.environment = {}
            assert d.mail_in(mail) == 0
            assert eventually(lambda: smtp.mails("team@team.example"), 60)
            assert eventually(lambda: d.metric("outbox_due") == 0, 60)
            assert eventually(
                lambda: not list((d.folder / "data" / "mail-in")
                                 .glob("*.eml")), 60)
            assert len(smtp.mails("team@team.example")) == 1


def test_of_1000_tickets_that_16_agents_claim_at_once_each_has_one_owner():
    with Daemon() as d:
        names = [f"agente{i}" for i in range(16)]
        for name in names:
            add_agent(d, name)
        with concurrent.futures.ThreadPoolExecutor(16) as pool:
            asked = list(pool.map(
                lambda i: d.say("vorrei parlare con una persona")["ticket"],
                range(1000)))
            assert sorted(asked) == list(range(1, 1001))
            desks = [Desk(d, name) for name in names]

            def claim_all(desk):
                link = d.connect()
                mine = []
                numbers = list(asked)
                random.Random(desk.cookie).shuffle(numbers)
                for number in numbers:
                    link.request("POST", f"/v1/desk/tickets/{number}/claim",
                                 b"{}", {"Cookie": desk.cookie,
                                         "X-CSRF-Token": desk.csrf,
                                         "Content-Type": "application/json"})
                    answer = link.getresponse()
                    answer.read()
                    assert answer.status in (200, 409), answer.status
                    if answer.status == 200:
                        mine.append(number)
                return mine

            claimed = list(pool.map(claim_all, desks))
        assert sorted(sum(claimed, [])) == sorted(asked)
        busy = [len(mine) for mine in claimed if mine]
        assert len(busy) > 1, busy
        print(f"16 agents got {sorted(busy)} tickets", flush=True)
        d.stop()
        import sqlite3
        with sqlite3.connect(d.folder / "data" / "sportello.db") as store:
            owner = dict(store.execute("SELECT number, agent FROM ticket"))
            events = store.execute(
                "SELECT ticket, count(*) FROM ticket_event "
                "WHERE what = 'claimed' GROUP BY ticket").fetchall()
        for name, mine in zip(names, claimed):
            assert all(owner[number] == name for number in mine)
        assert len(events) == 1000 and all(n == 1 for _, n in events)


if __name__ == "__main__":
    runner.run(runner.tests_of(globals()), __doc__,
               [word for word in sys.argv[2:] if "." not in word])

#!/usr/bin/env python3
"""tests/e2e/mail_run.py PROGRAM: hand-over by mail, with the real daemon and
real mail servers (exim, dovecot), and with an SMTP server that misbehaves.
Prints 'N passed, N failed'."""
import datetime
import email.utils
import shutil
import sqlite3

import mail_files
import runner
from daemon import eventually
from mail_daemon import (ASK, LUCIA, TEAM, FaultySmtp, MailDaemon, ask,
                         message_id, with_servers)
from mail_servers import MailServers, answer, text_of, with_text


def test_a_customer_of_a_closed_shop_and_the_team_talk_by_mail():
    today = datetime.datetime.now(datetime.timezone.utc).date()
    days = f"{today}/{today + datetime.timedelta(days=2)}"
    with MailServers() as servers, MailDaemon(start=False) as daemon:
        daemon.flags += with_servers(
            servers, daemon.folder, "--opening-hours",
            "monday-sunday 09:00-18:00", "--holidays", "none",
            "--time-zone", "UTC", "--closures", days)
        daemon.start()
        conversation = ask(daemon)
        daemon.say("la mia mail è lucia@mail.example", conversation)
        # The ticket, and what the customer wrote after it.
        ticket = with_text(servers.wait_for("team", 2), ASK)
        assert "[#1]" in ticket["Subject"], ticket["Subject"]
        assert ticket["In-Reply-To"] is None
        [later] = [mail for mail in servers.wait_for("team", 2)
                   if mail["Message-ID"] != ticket["Message-ID"]]
        assert later["In-Reply-To"] == ticket["Message-ID"]
        got = servers.wait_for("lucia", 1)[0]
        assert "numero 1" in text_of(got), text_of(got)
        assert "Riapriamo" in text_of(got), text_of(got)
        assert got["Auto-Submitted"] == "auto-replied"

        servers.send(answer(ticket, TEAM, "Certo, la richiamo domani."))
        reply = servers.wait_for("lucia", 2)[1]
        assert "la richiamo domani" in text_of(reply)
        assert str(got["Message-ID"]) in str(reply["References"])
        assert reply["In-Reply-To"] == got["Message-ID"]
        assert reply["Auto-Submitted"] is None
        said = daemon.messages(conversation)
        assert said[-1]["from"] == "agent", said[-1]
        assert said[-1]["text"] == "Certo, la richiamo domani.", said[-1]

        servers.send(answer(reply, LUCIA, "Grazie, dopo le 10."))
        told = servers.wait_for("team", 3)[2]
        assert "Grazie, dopo le 10." in text_of(told)
        assert told["In-Reply-To"] == ticket["Message-ID"]
        assert str(told["References"]) == ticket["Message-ID"]
        said = daemon.messages(conversation)
        assert said[-1]["from"] == "customer", said[-1]
        assert said[-1]["text"] == "Grazie, dopo le 10.", said[-1]

        servers.send(answer(told, TEAM, "A domani!"))
        last = servers.wait_for("lucia", 3)[2]
        assert "A domani!" in text_of(last)
        assert "help@shop.example" in str(last["From"])
        log = daemon.log()
        for secret in ("richiamo", "dopo le 10", "secret", "lucia@"):
            assert secret not in log, secret


def test_notes_of_absence_and_strangers_reach_no_customer():
    with MailServers() as servers, MailDaemon(start=False) as daemon:
        daemon.flags += with_servers(servers, daemon.folder)
        daemon.start()
        conversation = ask(daemon, "lucia@mail.example")
        ticket = servers.wait_for("team", 1)[0]
        servers.wait_for("lucia", 1)
        absent = answer(ticket, TEAM, "Sono in ferie.")
        absent["Auto-Submitted"] = "auto-replied"
        servers.send(absent)
        servers.send(answer(ticket, "x@mail.example", "Paga qui."))
        servers.send(answer(ticket, TEAM, "Eccomi."))
        servers.wait_for("lucia", 2)
        texts = [m["text"] for m in daemon.messages(conversation)]
        assert "Eccomi." in texts, texts
        assert not any("ferie" in t or "Paga" in t for t in texts), texts


def test_a_piped_mail_becomes_a_ticket_and_is_taken_while_the_daemon_is_down():
    with FaultySmtp() as smtp, MailDaemon(start=False) as daemon:
        smtp.start()
        daemon.flags += smtp.flags()
        daemon.start()
        mail = (b"From: Lucia <lucia@mail.example>\nTo: help@shop.example\n"
                b"Subject: Scarpa rotta\nMessage-ID: <1@mail.example>\n\n"
                b"La suola si e' staccata dopo due giorni, che posso fare?\n")
        assert daemon.mail_in(b"") == 65
        assert daemon.mail_in(mail) == 0
        assert eventually(lambda: smtp.mails("team@team.example"), 60)
        assert eventually(lambda: smtp.mails("lucia@mail.example"), 60)
        daemon.stop()
        assert daemon.mail_in(mail) == 0  # once more: counts once
        assert daemon.mail_in(mail.replace(b"<1@", b"<2@")) == 0
        daemon.start()
        assert eventually(
            lambda: len(smtp.mails("team@team.example")) == 2, 60)
        shutil.rmtree(daemon.folder / "data" / "mail-in")
        assert daemon.mail_in(mail) == 75


def test_a_daemon_killed_before_it_sent_sends_once_after():
    with FaultySmtp() as smtp, MailDaemon(start=False) as daemon:
        (smtp.folder / "holding").touch()
        smtp.start()
        daemon.flags += smtp.flags()
        daemon.start()
        ask(daemon, "hold@mail.example")
        assert eventually((smtp.folder / "held").exists, 60)
        daemon.kill()
        wanted = {row["target"]: row["message_id"] for row in daemon.outbox()}
        (smtp.folder / "holding").unlink()
        daemon.start()
        assert eventually(lambda: smtp.mails("hold@mail.example"), 60)
        assert eventually(lambda: smtp.mails("team@team.example"), 60)
        daemon.stop()
        for target in ("hold@mail.example", "team@team.example"):
            mails = smtp.mails(target)
            assert len(mails) == 1, (target, mails)
            assert message_id(mails[0]) == wanted[target]
        assert all(row["state"] == "sent" for row in daemon.outbox())


def test_a_mail_sent_twice_by_a_crash_is_the_same_mail():
    with FaultySmtp() as smtp, MailDaemon(start=False) as daemon:
        (smtp.folder / "holding").touch()
        smtp.start()
        daemon.flags += smtp.flags()
        daemon.start()
        ask(daemon, "late@mail.example")
        assert eventually(lambda: smtp.mails("late@mail.example"), 60)
        daemon.kill()
        (smtp.folder / "holding").unlink()
        daemon.start()
        assert eventually(
            lambda: len(smtp.mails("late@mail.example")) == 2, 60)
        ids = {message_id(mail) for mail in smtp.mails("late@mail.example")}
        assert len(ids) == 1 and None not in ids, ids


def test_a_server_that_is_down_or_puts_off_gets_the_mail_later():
    with FaultySmtp() as smtp, MailDaemon(start=False) as daemon:
        daemon.flags += smtp.flags()
        daemon.start()
        ask(daemon, "later@mail.example")
        assert eventually(
            lambda: (daemon.metric("mail_tries_failed_total") or 0) >= 2, 60)
        daemon.stop()
        assert all(row["state"] == "due" for row in daemon.outbox())
        before = [row["message_id"] for row in daemon.outbox()]
        (smtp.folder / "grey").touch()
        smtp.start()
        daemon.let_time_pass()
        daemon.start()
        assert eventually(lambda: smtp.mails("team@team.example"), 60)
        assert eventually(
            lambda: (daemon.metric("mail_tries_failed_total") or 0) >= 1, 60)
        daemon.stop()
        assert not smtp.mails("later@mail.example")
        (smtp.folder / "grey").unlink()
        daemon.let_time_pass()
        daemon.start()
        assert eventually(lambda: smtp.mails("later@mail.example"), 60)
        daemon.stop()
        found = [message_id(p) for p in smtp.folder.glob("*.eml")]
        assert sorted(found) == sorted(before), (found, before)


def test_a_mail_that_is_refused_is_dead_and_seen():
    with FaultySmtp() as smtp, MailDaemon(start=False) as daemon:
        smtp.start()
        daemon.flags += smtp.flags()
        daemon.start()
        ask(daemon, "bad@mail.example")
        assert eventually(lambda: smtp.mails("team@team.example"), 60)
        assert eventually(lambda: daemon.metric("outbox_dead") == 1, 60)
        assert eventually(lambda: daemon.metric("mails_dead_total") == 1)
        daemon.stop()
        dead = [row for row in daemon.outbox() if row["state"] == "dead"]
        assert dead[0]["last_error"] == "the server answered 550"
        assert "bad@" not in daemon.log()


def test_the_conversation_is_sent_to_two_addresses_a_day_once_to_each():
    with FaultySmtp() as smtp, MailDaemon(start=False) as daemon:
        smtp.start()
        daemon.flags += smtp.flags()
        daemon.start()
        talk = daemon.say("come faccio un reso?")["conversation"]
        asked = daemon.say("mandami la conversazione", talk)["replies"][-1]
        assert "A quale indirizzo" in asked["text"], asked
        told = daemon.say("lucia@mail.example, grazie",
                          talk)["replies"][-1]["text"]
        assert "@mail.example" in told and "lucia@" not in told, told
        assert eventually(lambda: smtp.mails("lucia@mail.example"), 60)
        mail = email.message_from_bytes(
            smtp.mails("lucia@mail.example")[0].read_bytes(),
            policy=email.policy.default)
        assert "come faccio un reso?" in text_of(mail), text_of(mail)
        again = daemon.say("mandami la chat a Lucia@mail.example",
                           talk)["replies"][-1]["text"]
        assert "già mandata" in again, again
        more = daemon.say("mandami la chat a altra@mail.example",
                          talk)["replies"][-1]["text"]
        assert "a•••@mail.example" in more, more
        third = daemon.say("mandami la chat a terza@mail.example",
                           talk)["replies"][-1]["text"]
        assert "tutte le copie" in third, third
        path = f"/v1/conversations/{talk}/transcript"
        head = {"Content-Type": "application/json"}
        body = b'{"email": "lucia@mail.example"}'
        assert daemon.request("POST", path, body, head).status == 409
        third = daemon.request("POST", path,
                               b'{"email": "terza@mail.example"}', head)
        assert third.status == 429, (third.status, third.body)
        other = daemon.say("quanto costa la spedizione?")["conversation"]
        path = f"/v1/conversations/{other}/transcript"
        assert daemon.request("POST", path, b"{}", head).status == 400
        sent = daemon.request("POST", path, body, head)
        assert sent.status == 202, (sent.status, sent.body)
        assert "lucia@" not in sent.body.decode(), sent.body
        assert eventually(
            lambda: len(smtp.mails("lucia@mail.example")) == 2, 60)
        assert not smtp.mails("terza@mail.example")


def test_one_client_has_few_conversations_sent_by_text_too():
    with FaultySmtp() as smtp, MailDaemon(start=False) as daemon:
        smtp.start()
        daemon.flags += smtp.flags() + [
            "--operator-addresses", "127.0.0.2",
            "--address-transcripts-per-hour", "2"]
        daemon.start()
        for _ in range(2):
            daemon.say("mandami la chat")  # to nobody: it does not count
        told = [daemon.say(f"mandami la chat a uno{i}@mail.example")
                ["replies"][-1]["text"] for i in range(3)]
        assert "u•••@mail.example" in told[1], told
        assert "tutte le copie" in told[2], told
        assert eventually(lambda: smtp.mails("uno1@mail.example"), 60)
        assert not smtp.mails("uno2@mail.example")


def test_a_late_ticket_warns_the_customer_and_then_tells_the_supervisor_once():
    with FaultySmtp() as smtp, MailDaemon(start=False) as daemon:
        smtp.start()
        daemon.flags += smtp.flags() + [
            "--supervisor-email", "boss@shop.example",
            "--reply-within-m", "60", "--warn-before-m", "60"]
        daemon.start()
        talk = ask(daemon, "lucia@mail.example")
        # The acknowledgement, and the warning, which he did not see in the
        # chat, in the same thread.
        assert eventually(lambda: len(smtp.mails("lucia@mail.example")) == 2,
                          30)
        mails = [email.message_from_bytes(path.read_bytes(),
                                          policy=email.policy.default)
                 for path in smtp.mails("lucia@mail.example")]
        [warning] = [mail for mail in mails
                     if "più del previsto" in text_of(mail)]
        assert warning["In-Reply-To"], warning.items()
        assert any("più del previsto" in message["text"]
                   for message in daemon.messages(talk))
        assert not smtp.mails("boss@shop.example")
        daemon.stop()
        with sqlite3.connect(daemon.folder / "data" / "sportello.db") as store:
            store.execute("UPDATE ticket SET due_at_ms = created_at_ms")
        daemon.start()
        assert eventually(lambda: smtp.mails("boss@shop.example"), 60)
        told = email.message_from_bytes(
            smtp.mails("boss@shop.example")[0].read_bytes(),
            policy=email.policy.default)
        assert "[#1]" in told["Subject"] and "Scaduto" in told["Subject"], \
            told["Subject"]
        assert "nessuno" in text_of(told), text_of(told)
        assert eventually(lambda: daemon.metric("tickets_overdue") == 1, 60)
        # Once: also after a start that looks again.
        daemon.stop()
        sent = [row for row in daemon.outbox()
                if row["target"] == "boss@shop.example"]
        assert len(sent) == 1, len(sent)
        daemon.start()
        assert eventually(lambda: daemon.metric("tickets_overdue") == 1, 60)
        daemon.stop()
        again = [row for row in daemon.outbox()
                 if row["target"] == "boss@shop.example"]
        assert len(again) == 1, len(again)


def test_a_wrong_password_sends_nothing_and_says_why():
    with MailServers() as servers, MailDaemon(start=False) as daemon:
        (daemon.folder / "password").write_text("wrong\n")
        daemon.flags += with_servers(servers, daemon.folder)
        daemon.start()
        ask(daemon, "lucia@mail.example")
        assert eventually(lambda: daemon.metric("mail_blocked") == 1, 60)
        assert eventually(lambda: daemon.metric("mailbox_unreachable") == 1, 60)
        assert eventually(lambda: "mail cannot be sent" in daemon.log(), 60)
        daemon.stop()
        assert all(row["state"] == "due" for row in daemon.outbox())


if __name__ == "__main__":
    runner.run(
        runner.tests_of(globals()) + runner.tests_of(vars(mail_files)), __doc__)

"""Files that come and go with mails: customers' to the desk, agents' to the
customer."""
import email.message
import email.policy
import email.utils

from daemon import eventually
from desk_client import Desk, add_agent
from mail_daemon import (ASK, LUCIA, TEAM, FaultySmtp, MailDaemon, ask,
                         with_servers)
from mail_servers import MailServers, answer, text_of


def mail_with_files(*files):
    """Lucia's first mail, with files: (bytes, type, name) each."""
    mail = email.message.EmailMessage()
    mail["From"] = LUCIA
    mail["To"] = "help@shop.example"
    mail["Subject"] = "Il pacco è arrivato rotto"
    mail["Message-ID"] = email.utils.make_msgid(domain="mail.example")
    mail.set_content("Vi mando la foto, che cosa devo fare adesso con "
                     "questo pacco? È la seconda volta in un mese.")
    for content, kind, name in files:
        maintype, subtype = kind.split("/")
        mail.add_attachment(content, maintype=maintype, subtype=subtype,
                            filename=name)
    return mail


def test_a_file_that_a_customer_mails_is_saved_at_the_desk_and_never_shown():
    with MailServers() as servers, MailDaemon(start=False) as daemon:
        daemon.flags += with_servers(servers, daemon.folder,
                                     "--mail-attachment-mb", "1")
        daemon.start()
        add_agent(daemon, "anna", "supervisor")
        add_agent(daemon, "ugo", "agent", "--queue", "orders")
        add_agent(daemon, "mara", "maintainer")
        page = b"<script>alert(1)</script>" + bytes(range(256)) * 20
        servers.send(mail_with_files(
            (page, "text/html", "foto così.html"),
            (bytes(1_000_001), "image/png", "grande.png")))
        desk = Desk(daemon, "anna")
        assert eventually(lambda: desk.numbers("waiting"), 60)
        [number] = desk.numbers("waiting")
        message = desk.ticket(number)["messages"][0]
        [file] = message["attachments"]
        assert (file["name"], file["bytes"]) == ("foto così.html", len(page))
        assert "grande.png" in message["text"], message
        assert "non conservato" in message["text"], message
        path = f"tickets/{number}/attachments/{file['id']}"
        got = desk.get(path)
        assert got.status == 200 and got.body == page, got.status
        assert got.headers["Content-Type"] == "application/octet-stream"
        assert got.headers["X-Content-Type-Options"] == "nosniff"
        shown = got.headers["Content-Disposition"]
        assert shown.startswith("attachment;"), shown
        assert "filename*=UTF-8''foto%20cos%C3%AC.html" in shown, shown
        assert "sandbox" in got.headers["Content-Security-Policy"]
        # Nobody else's: another queue, another role, no session, no ticket.
        assert Desk(daemon, "ugo").get(path).status == 403
        assert Desk(daemon, "mara").get(path).status == 403
        assert daemon.request("GET", "/v1/desk/" + path).status == 401
        other = daemon.say(ASK)["ticket"]
        assert desk.get(f"tickets/{other}/attachments/{file['id']}"
                        ).status == 404
        # It survives a kill.
        daemon.kill()
        daemon.start()
        assert Desk(daemon, "anna").get(path).body == page


def test_a_photo_of_10_mb_is_kept_with_the_settings_as_they_come():
    with MailServers() as servers, MailDaemon(start=False) as daemon:
        daemon.flags += with_servers(servers, daemon.folder)
        daemon.start()
        add_agent(daemon, "anna", "supervisor")
        photo = bytes(range(250)) * 40_000
        servers.send(mail_with_files((photo, "image/jpeg", "foto.jpg")))
        desk = Desk(daemon, "anna")
        assert eventually(lambda: desk.numbers("waiting"), 60)
        [number] = desk.numbers("waiting")
        [file] = desk.ticket(number)["messages"][0]["attachments"]
        assert (file["name"], file["bytes"]) == ("foto.jpg", len(photo)), file
        got = desk.get(f"tickets/{number}/attachments/{file['id']}")
        assert got.status == 200 and got.body == photo, got.status


PARTS = "SELECT count(*) FROM attachment_part"
LOOSE = "SELECT count(*) FROM attachment_loose"


def test_a_daemon_killed_while_it_keeps_a_file_keeps_it_once_after():
    photo = bytes(range(250)) * 4_000  # four parts
    mail = mail_with_files((photo, "image/jpeg", "foto.jpg")).as_bytes()
    for place, parts, loose in (("attachment.part:3", 3, 1),
                                ("mail.files_written", 4, 1),
                                ("inbox.received", 4, 0)):
        with FaultySmtp() as smtp, MailDaemon(start=False) as daemon:
            smtp.start()
            daemon.flags += smtp.flags()
            daemon.environment["SPORTELLO_FAIL_POINT"] = place
            daemon.start()
            del daemon.environment["SPORTELLO_FAIL_POINT"]
            assert daemon.mail_in(mail) == 0
            assert daemon.process.wait(60) == -9
            assert daemon.number(PARTS) == parts, place
            assert daemon.number(LOOSE) == loose, place
            daemon.start()
            add_agent(daemon, "anna", "supervisor")
            desk = Desk(daemon, "anna")
            assert eventually(lambda: desk.numbers("waiting"), 60)
            [number] = desk.numbers("waiting")
            [file] = desk.ticket(number)["messages"][0]["attachments"]
            path = f"tickets/{number}/attachments/{file['id']}"
            assert desk.get(path).body == photo
            daemon.stop()
            # Of the first try nothing is left.
            assert daemon.number(PARTS) == 4, place
            assert daemon.number(LOOSE) == 0, place


def parsed(path):
    return email.message_from_bytes(path.read_bytes(),
                                    policy=email.policy.default)


def attached(mail):
    """(name, type, bytes) of each file of a mail."""
    return [(part.get_filename(), part.get_content_type(), part.get_content())
            for part in mail.iter_attachments()]


def test_a_file_that_an_agent_mails_reaches_the_customer_byte_for_byte():
    bill = b"%PDF-1.7\n" + bytes(range(256)) * 4_000
    photo = b"\x89PNG\r\n" + bytes(reversed(range(256))) * 20
    with MailServers() as servers, MailDaemon(start=False) as daemon:
        daemon.flags += with_servers(servers, daemon.folder,
                                     "--mail-attachment-mb", "2")
        daemon.start()
        add_agent(daemon, "anna", "supervisor")
        servers.send(mail_with_files((photo, "image/png", "è rotto.png")))
        ticket = servers.wait_for("team", 1)[0]
        first = servers.wait_for("lucia", 1)[0]
        reply = answer(ticket, "Anna <team@team.example>",
                       "Ecco la bolla e il video.")
        name = "Bolla n° 12 – più IVA.pdf"
        reply.add_attachment(bill, maintype="application", subtype="pdf",
                             filename=name)
        reply.add_attachment(bytes(2_000_001), maintype="video",
                             subtype="mp4", filename="video.mp4")
        servers.send(reply)
        got = servers.wait_for("lucia", 2)[1]
        assert "Ecco la bolla e il video." in text_of(got), text_of(got)
        assert got["In-Reply-To"] is not None
        assert attached(got) == [(name, "application/pdf", bill)], got
        assert got["Message-ID"] != first["Message-ID"]
        # The agent hears which one was left, and why.
        told = servers.wait_for("team", 2)[1]
        assert "non inoltrati" in told["Subject"], told["Subject"]
        assert "video.mp4 (supera 2 MB)" in text_of(told), text_of(told)
        # The desk shows both sides' files, and nothing was read twice.
        desk = Desk(daemon, "anna")
        messages = desk.ticket(1)["messages"]
        files = {file["name"]: file for message in messages
                 for file in message.get("attachments", [])}
        assert list(files) == ["è rotto.png", name], files
        for name_of, content in ((name, bill), ("è rotto.png", photo)):
            path = f"tickets/1/attachments/{files[name_of]['id']}"
            assert desk.get(path).body == content, name_of
        assert "bolla" not in daemon.log().lower(), "a name in the log"


def test_a_daemon_killed_around_an_agents_file_sends_it_once():
    bill = b"%PDF-1.7\n" + bytes(range(250)) * 4_000  # four parts
    for place in ("mail.files_written", "inbox.received", "mail.sent"):
        with FaultySmtp() as smtp, MailDaemon(start=False) as daemon:
            smtp.start()
            daemon.flags += smtp.flags()
            daemon.start()
            ask(daemon, "lucia@mail.example")
            assert eventually(lambda: smtp.mails("team@team.example"), 60)
            assert eventually(lambda: smtp.mails("lucia@mail.example"), 60)
            assert eventually(lambda: daemon.metric("outbox_due") == 0, 60)
            daemon.stop()
            [ticket] = smtp.mails("team@team.example")
            reply = answer(parsed(ticket), TEAM, "Ecco la bolla.")
            reply.add_attachment(bill, maintype="application", subtype="pdf",
                                 filename="bolla.pdf")
            daemon.environment["SPORTELLO_FAIL_POINT"] = place
            daemon.start()
            del daemon.environment["SPORTELLO_FAIL_POINT"]
            assert daemon.mail_in(reply.as_bytes()) == 0
            assert daemon.process.wait(60) == -9, place
            daemon.let_time_pass()
            daemon.start()
            # Killed between the server's answer and its note of it the
            # letter goes again, and is the same one.
            times = 2 if place == "mail.sent" else 1

            def letters():
                mails = map(parsed, smtp.mails("lucia@mail.example"))
                return [mail for mail in mails if "bolla" in text_of(mail)]
            assert eventually(lambda: len(letters()) >= times, 60), place
            assert eventually(lambda: daemon.metric("outbox_due") == 0, 60)
            daemon.stop()
            for mail in letters():
                assert attached(mail) == [
                    ("bolla.pdf", "application/pdf", bill)], place
            assert len({mail["Message-ID"] for mail in letters()}) == 1, place
            assert daemon.number(PARTS) == 4, place
            assert daemon.number(LOOSE) == 0, place
            assert all(row["state"] == "sent" for row in daemon.outbox()
                       if row["kind"] == "mail"), place


def test_a_letter_whose_files_are_refused_goes_without_them():
    with FaultySmtp() as smtp, MailDaemon(start=False) as daemon:
        smtp.start()
        daemon.flags += smtp.flags()
        daemon.start()
        customer = "nofiles@mail.example"
        ask(daemon, customer)
        assert eventually(lambda: smtp.mails("team@team.example"), 60)
        [ticket] = smtp.mails("team@team.example")
        reply = answer(parsed(ticket), TEAM, "Ecco il programma.")
        reply.add_attachment(b"MZ", maintype="application",
                             subtype="x-msdownload", filename="setup.exe")
        assert daemon.mail_in(reply.as_bytes()) == 0
        told = "anna@team.example"
        assert eventually(lambda: smtp.mails(told), 60)
        assert "setup.exe (rifiutato dal server di posta)" in text_of(
            parsed(smtp.mails(told)[0]))

        def letters():
            return [mail for mail in map(parsed, smtp.mails(customer))
                    if "il programma" in text_of(mail)]
        assert eventually(letters, 60)
        assert eventually(lambda: daemon.metric("outbox_due") == 0, 60)
        assert [attached(mail) for mail in letters()] == [[]]
        daemon.stop()
        assert all(row["state"] == "sent" for row in daemon.outbox()
                   if row["kind"] == "mail")

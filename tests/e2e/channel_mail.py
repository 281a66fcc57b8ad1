"""What a chat no longer takes comes by mail: real mail servers beside a strict
emulator of the Graph API."""
import contextlib

from channel_graph import (CHANNELS, PERSON, failures, is_quiet,
                           let_a_day_pass, shop, texts)
from channel_testing import wait_for
from desk_client import Desk, add_agent
from mail_servers import MailServers, answer, text_of

ADDRESS = "lucia@mail.example"


@contextlib.contextmanager
def shop_with_mail(channel, delay_s=1):
    with MailServers() as servers:
        password = servers.folder / "password"
        password.write_text("secret\n")
        with shop(channel,
                  "--mail-from", "help@shop.example", "--mail-name", "Negozio",
                  "--mail-reply-delay-s", str(delay_s),
                  "--imap-interval-s", "1",
                  "--smtp-url", f"smtp://127.0.0.1:{servers.smtp_port}",
                  "--imap-url", f"imap://127.0.0.1:{servers.imap_port}",
                  "--smtp-user", "bot", "--imap-user", "help",
                  "--smtp-password-file", str(password),
                  "--imap-password-file", str(password),
                  "--mail-ca-file", str(servers.cert)) as (meta, daemon, deliver):
            yield servers, meta, daemon, deliver


def customer_leaves_an_address(meta, daemon, deliver):
    deliver(meta.text("7", "x1", PERSON))
    wait_for(lambda: daemon.query("SELECT 1 FROM ticket") and is_quiet(daemon))
    deliver(meta.text("7", "x2", ADDRESS))
    wait_for(lambda: daemon.query("SELECT 1 FROM ticket WHERE contact = ?",
                                  ADDRESS) and is_quiet(daemon))
    return daemon.query("SELECT number FROM ticket")[0]["number"]


def replies(servers):
    return [mail for mail in servers.mailbox("lucia")
            if "sono Anna" in text_of(mail)]


def test_after_24_hours_the_answer_comes_by_mail_and_mail_answers_it():
    for channel in CHANNELS:
        with shop_with_mail(channel) as (servers, meta, daemon, deliver):
            number = customer_leaves_an_address(meta, daemon, deliver)
            add_agent(daemon, "anna")
            let_a_day_pass(meta, daemon, "7")
            desk = Desk(daemon, "anna")
            desk.do(number, "reply", text="Buongiorno, sono Anna.")
            wait_for(lambda: replies(servers))
            assert "sono Anna" not in texts(meta, "7")
            assert not meta.refused, meta.refused
            wait_for(lambda: failures(desk, number) == ["window"])
            servers.send(answer(replies(servers)[0], f"Lucia <{ADDRESS}>",
                                "Grazie, aspetto il pacco."))
            wait_for(lambda: any(
                "aspetto il pacco" in message["text"] for message in
                desk.ticket(number)["messages"]))
            assert len(replies(servers)) == 1


def test_within_the_window_the_answer_stays_in_the_chat_unless_it_fails():
    # Long enough for the chat to be first.
    with shop_with_mail("whatsapp", delay_s=10) as (
            servers, meta, daemon, deliver):
        number = customer_leaves_an_address(meta, daemon, deliver)
        add_agent(daemon, "anna")
        desk = Desk(daemon, "anna")
        desk.do(number, "reply", text="Buongiorno, sono Anna.")
        wait_for(lambda: "sono Anna" in texts(meta, "7"))
        wait_for(lambda: daemon.query(
            "SELECT 1 FROM outbox WHERE last_error = 'seen in the chat'"))
        assert not replies(servers)
        said = meta.to("7")[-1]
        for _ in range(2):
            deliver(statuses=[meta.failed(said, 131026)])
        wait_for(lambda: replies(servers))
        desk.do(number, "reply", text="Ancora io, sono Anna.")
        wait_for(lambda: len(replies(servers)) == 2)
        wait_for(lambda: failures(desk, number) == ["unreachable"] * 2)

"""Telegram, against the strict emulator."""
import contextlib
import time

from channel_testing import (SECRET, polling_daemon, wait_for, webhook_daemon)
from daemon import eventually
from desk_client import Desk, add_agent
from telegram_emulator import TelegramEmulator

ORDER = "dov'è il mio pacco?"


@contextlib.contextmanager
def telegram(make, *more, prepare=None, **options):
    emulator = TelegramEmulator()
    if prepare:
        prepare(emulator)
    daemon = make(emulator, *more, **options)
    try:
        yield emulator, daemon
    finally:
        daemon.kill()
        daemon.__exit__()
        emulator.close()


def customer_messages(daemon):
    return daemon.query("SELECT * FROM message WHERE author = 'customer' "
                        "ORDER BY key")


def is_quiet(daemon):
    """Nothing waits to be answered or sent."""
    return not daemon.outbox("due") and not daemon.query(
        "SELECT 1 FROM channel_event WHERE done = 0")


def test_a_question_is_answered_by_poll():
    with telegram(polling_daemon) as (bot, daemon):
        bot.says(7, "entro quanti giorni posso fare un reso?")
        wait_for(lambda: "30 giorni" in "\n".join(bot.to(7)))
        text = "\n".join(bot.to(7))
        assert "**" not in text and "](" not in text, text
        assert any("<b>" in message["text"] for message in bot.messages_to(7))


def test_a_question_is_answered_by_webhook():
    with telegram(webhook_daemon) as (bot, daemon):
        wait_for(lambda: bot.webhook)
        assert bot.webhook == (daemon_url(daemon), SECRET)
        bot.says(7, ORDER)
        wait_for(lambda: bot.to(7))
        wait_for(lambda: bot.deliveries)
        assert [status for _, status in bot.deliveries] == [200]


def daemon_url(daemon):
    return f"http://127.0.0.1:{daemon.port}/webhooks/telegram"


def test_a_delivery_without_the_secret_is_refused():
    with telegram(webhook_daemon) as (bot, daemon):
        update = {"update_id": 1, "message": {
            "message_id": 1, "date": int(time.time()), "text": ORDER,
            "chat": {"id": 7, "type": "private"},
            "from": {"id": 7, "is_bot": False, "first_name": "L"}}}
        header = "X-Telegram-Bot-Api-Secret-Token"
        for secret in (None, "wrong", SECRET[:-1], SECRET + "x", ""):
            headers = {header: secret} if secret is not None else {}
            assert daemon.webhook("telegram", update, headers).status == 403
        assert not customer_messages(daemon)
        assert daemon.webhook("telegram", update,
                              {header: SECRET}).status == 200
        # What cannot be understood would come back for a day.
        for body in (b"{", b"[]", b"{}", b'{"update_id": 2}'):
            answer = daemon.webhook("telegram", body, {header: SECRET})
            assert answer.status == 200, body


def test_a_repeated_delivery_is_answered_once():
    with telegram(webhook_daemon) as (bot, daemon):
        wait_for(lambda: bot.webhook)
        update = bot.says(7, ORDER)
        wait_for(lambda: bot.to(7) and is_quiet(daemon))
        answered = len(bot.to(7))
        message = {"message_id": 5, "date": int(time.time()), "text": ORDER,
                   "chat": {"id": 7, "type": "private"},
                   "from": {"id": 7, "is_bot": False, "first_name": "L"}}
        for _ in range(10):
            bot.push("message", message, update_id=update)
        wait_for(lambda: len([d for d in bot.deliveries
                              if d == (update, 200)]) == 11)
        daemon.kill()
        daemon.start()
        bot.push("message", message, update_id=update)
        wait_for(lambda: len([d for d in bot.deliveries
                              if d == (update, 200)]) == 12)
        bot.says(7, "grazie")
        wait_for(lambda: len(bot.to(7)) > answered and is_quiet(daemon))
        assert len(customer_messages(daemon)) == 2


def test_killed_between_the_200_and_the_reply_it_answers_once_after_restart():
    def hold(bot):
        bot.fail("sendMessage", 500, "Internal Server Error", times=500)

    with telegram(webhook_daemon, prepare=hold) as (bot, daemon):
        wait_for(lambda: bot.webhook)
        for chat in range(1, 9):
            bot.says(chat, ORDER)
        wait_for(lambda: len([d for d in bot.deliveries if d[1] == 200]) == 8)
        daemon.kill()
        # What was on its way must not be taken below.
        bot.server.wait_for_calls()
        assert not bot.sent
        bot.failures.clear()
        daemon.start()
        for chat in range(1, 9):
            wait_for(lambda c=chat: bot.to(c))
        wait_for(lambda: not daemon.outbox("due"))
        for chat in range(1, 9):
            texts = bot.to(chat)
            assert len(texts) == len(set(texts)), texts
        assert len(customer_messages(daemon)) == 8


def test_a_poll_is_confirmed_only_when_it_is_stored():
    with telegram(polling_daemon) as (bot, daemon):
        wait_for(lambda: any(call[0] == "getupdates" for call in bot.calls))
        for number in range(30):
            bot.says(7 + number % 3, f"ordine {10000 + number}")
            if number in (10, 20):
                daemon.kill()
                daemon.start()
        wait_for(lambda: not bot.updates and not daemon.query(
            "SELECT 1 FROM channel_event WHERE done = 0"))
        texts = "\n".join(row["text"] for row in customer_messages(daemon))
        for number in range(30):
            assert texts.count(str(10000 + number)) == 1, number


def test_buttons_are_pressed_and_confirmed():
    with telegram(polling_daemon) as (bot, daemon):
        bot.says(7, "/menu")
        wait_for(lambda: any(m["buttons"] for m in bot.messages_to(7)))
        button = [m for m in bot.messages_to(7) if m["buttons"]][-1][
            "buttons"][0]
        before = len(bot.to(7))
        query = bot.presses(7, button["callback_data"])
        wait_for(lambda: len(bot.to(7)) > before and bot.callbacks[query])
        before = len(bot.to(7))
        old = bot.presses(7, "b:900:1")
        strange = bot.presses(7, "anything a client sends")
        wait_for(lambda: bot.callbacks[old] and bot.callbacks[strange])
        wait_for(lambda: len(bot.to(7)) > before)


def test_commands_are_set_in_both_languages():
    with telegram(polling_daemon) as (bot, daemon):
        wait_for(lambda: set(bot.commands) == {"", "it"})
        names = [command["command"] for command in bot.commands["it"]]
        assert "human" in names and "start" in names, names
        bot.says(7, "/start")
        wait_for(lambda: bot.to(7))
        bot.says(8, "/human")
        wait_for(lambda: bot.to(8))
        wait_for(lambda: daemon.query("SELECT 1 FROM ticket"))


def test_a_web_conversation_goes_on_in_telegram():
    with telegram(polling_daemon, "--telegram-bot-name",
                  "negozio_bot") as (bot, daemon):
        said = daemon.say("voglio restituire un prodotto")
        path = f"/v1/conversations/{said['conversation']}/links"
        answer = daemon.request("POST", path)
        assert answer.status == 200, answer.body
        link = answer.json["links"]["telegram"]
        assert link.startswith("https://t.me/negozio_bot?start="), link
        word = link.split("=")[1]
        assert len(word) <= 64
        bot.says(7, "/start " + word)
        wait_for(lambda: any("sito" in text for text in bot.to(7)))
        bot.says(7, ORDER)
        wait_for(lambda: ORDER in [
            m["text"] for m in daemon.messages(said["conversation"])])
        wait_for(lambda: len(bot.to(7)) >= 2)
        # The word works once: somebody else gets a greeting.
        bot.says(8, "/start " + word)
        wait_for(lambda: bot.to(8))
        assert not any("sito" in text for text in bot.to(8)), bot.to(8)
        unknown = daemon.request("POST", "/v1/conversations/abc/links")
        assert unknown.status == 404


def test_the_agents_reply_reaches_the_chat():
    with telegram(polling_daemon) as (bot, daemon):
        bot.says(7, "vorrei parlare con una persona")
        wait_for(lambda: daemon.query("SELECT 1 FROM ticket"))
        add_agent(daemon, "anna")
        desk = Desk(daemon, "anna")
        wait_for(lambda: bot.to(7))
        number = daemon.query("SELECT number FROM ticket")[0]["number"]
        desk.do(number, "reply", text="Buongiorno, sono **Anna**.")
        wait_for(lambda: "Buongiorno, sono Anna." in bot.to(7))


def test_429_holds_the_whole_bot_back_for_as_long_as_it_says():
    def busy(bot):
        bot.fail("sendMessage", 429, "Too Many Requests: retry after 2",
                 retry_after=2)

    with telegram(polling_daemon, prepare=busy) as (bot, daemon):
        bot.says(7, ORDER)
        wait_for(lambda: bot.refused_at)
        refused_at = bot.refused_at[0]
        bot.says(8, ORDER)
        wait_for(lambda: bot.to(7) and bot.to(8))
        first = min(message["at"] for message in bot.sent)
        assert first - refused_at > 1.5, first - refused_at


def test_500_is_tried_again_and_the_order_of_the_chat_is_kept():
    def ill(bot):
        bot.fail("sendMessage", 500, "Internal Server Error", times=2)

    with telegram(polling_daemon, prepare=ill) as (bot, daemon):
        bot.says(7, "/menu")
        wait_for(lambda: bot.to(7))
        bot.says(7, ORDER)
        wait_for(lambda: len(customer_messages(daemon)) == 2 and
                 not daemon.outbox("due"))
        said = [m["text"] for m in daemon.query(
            "SELECT text FROM message WHERE author = 'bot' ORDER BY key")]
        first = [text.split("\n")[0][:20].replace("*", "") for text in said]
        seen = [text.split("\n")[0][:20].replace("*", "") for text in bot.to(7)]
        assert [f[:12] for f in seen] == [f[:12] for f in first], (seen, first)


def test_a_lost_answer_gives_at_most_one_message_twice():
    with telegram(polling_daemon) as (bot, daemon):
        bot.says(7, ORDER)
        wait_for(lambda: bot.to(7) and is_quiet(daemon))
        before = len(bot.to(7))
        bot.lose_answer("sendMessage")
        bot.says(7, "grazie mille")
        wait_for(lambda: len(bot.to(7)) > before and is_quiet(daemon))
        new = bot.to(7)[before:]
        assert len(new) - len(set(new)) <= 1, new
        assert "may have been sent" not in daemon.log()


def test_a_customer_who_blocked_us_gets_no_more_tries():
    with telegram(polling_daemon) as (bot, daemon):
        bot.blocked.add(7)
        bot.says(7, ORDER)
        wait_for(lambda: daemon.outbox("dead"))
        tries = len([c for c in bot.calls if c[0] == "sendmessage"])
        assert tries == 1, tries
        row = daemon.query("SELECT * FROM channel_chat WHERE address = '7'")[0]
        assert row["unreachable"], dict(row)
        # They are back.
        bot.blocked.clear()
        bot.says(7, "ciao")
        wait_for(lambda: bot.to(7))


def test_markup_that_telegram_refuses_goes_as_plain_text():
    def refuse(bot):
        bot.fail("sendMessage", 400, "Bad Request: can't parse entities: x")

    with telegram(polling_daemon, prepare=refuse) as (bot, daemon):
        bot.says(7, "entro quanti giorni posso fare un reso?")
        wait_for(lambda: "30 giorni" in "\n".join(bot.to(7)))
        assert not daemon.outbox("dead")


def test_409_is_no_reason_to_give_up():
    def taken(bot):
        bot.webhook = ("http://127.0.0.1:9/else", "x")

    with telegram(polling_daemon, prepare=taken) as (bot, daemon):
        wait_for(lambda: bot.webhook is None)
        bot.says(7, ORDER)
        wait_for(lambda: bot.to(7))
        bot.fail("getUpdates", 409, "Conflict: terminated by other getUpdates "
                                    "request", times=2)
        with bot.lock:
            bot.poll_serial += 1
            bot.lock.notify_all()
        bot.says(8, ORDER)
        wait_for(lambda: bot.to(8), patience=60)


def test_a_wrong_token_loses_nothing():
    with telegram(webhook_daemon) as (bot, daemon):
        wait_for(lambda: bot.webhook)
        right, bot.token = bot.token, "42:another"
        bot.says(7, ORDER)
        wait_for(lambda: daemon.outbox("due"))
        wait_for(lambda: "channel cannot send" in daemon.log())
        assert right not in daemon.log()
        bot.token = right
        daemon.kill()
        daemon.start()
        # The row's next try is within the minute that the daemon waits.
        wait_for(lambda: bot.to(7), patience=150)


def test_groups_are_politely_refused_once():
    with telegram(polling_daemon) as (bot, daemon):
        for _ in range(3):
            bot.push("message", {
                "message_id": bot.count_message(), "date": int(time.time()),
                "chat": {"id": -100, "type": "supergroup"},
                "from": {"id": 7, "is_bot": False, "first_name": "L",
                         "language_code": "it"}, "text": "ciao bot"})
        wait_for(lambda: bot.to(-100))
        bot.says(7, "ciao")
        wait_for(lambda: bot.to(7))
        assert len(bot.to(-100)) == 1 and "privato" in bot.to(-100)[0]


def test_what_is_no_text_gets_a_sensible_answer():
    with telegram(polling_daemon) as (bot, daemon):
        bot.sends(7, photo=[{"file_id": "x"}])
        wait_for(lambda: bot.to(7))
        assert "testo" in bot.to(7)[-1], bot.to(7)
        bot.sends(8, voice={"file_id": "x"}, caption="")
        wait_for(lambda: bot.to(8))
        bot.push("edited_message", {"message_id": 1})
        bot.push("message_reaction", {"chat": {"id": 9, "type": "private"}})
        bot.says(9, ORDER)
        wait_for(lambda: bot.to(9))


def test_short_messages_in_a_row_are_one_turn():
    with telegram(polling_daemon, burst_ms=5000) as (bot, daemon):
        wait_for(lambda: any(call[0] == "getupdates" for call in bot.calls))
        for text in ("ciao", "avrei una domanda", "dov'è il mio pacco?"):
            bot.says(7, text)
            time.sleep(0.1)
        wait_for(lambda: bot.to(7))
        assert eventually(lambda: not daemon.outbox("due"))
        rows = customer_messages(daemon)
        assert len(rows) == 1, [row["text"] for row in rows]
        assert rows[0]["text"] == "ciao\navrei una domanda\n" + ORDER


def test_a_message_of_yesterday_is_stored_and_not_answered():
    with telegram(polling_daemon) as (bot, daemon):
        bot.says(7, ORDER + " carta 4111 1111 1111 1111",
                 date=int(time.time()) - 24 * 3600)
        wait_for(lambda: len(customer_messages(daemon)) == 1)
        [row] = customer_messages(daemon)
        assert row["text"] == ORDER + " carta ••••1111", row["text"]
        bot.says(8, ORDER)
        wait_for(lambda: bot.to(8))
        assert not bot.to(7)


def test_one_chat_that_floods_does_not_keep_the_others_waiting():
    with telegram(webhook_daemon) as (bot, daemon):
        wait_for(lambda: bot.webhook)
        for number in range(100):
            bot.says(7, f"dov'è il mio pacco numero {number}?")
        bot.says(8, ORDER)
        begin = time.monotonic()
        wait_for(lambda: bot.to(8))
        assert time.monotonic() - begin < 10
        for chat in (7, 8):
            times = [message["at"] for message in bot.messages_to(chat)]
            for i in range(len(times) - 4):
                assert times[i + 4] - times[i] > 0.9, "too fast for a chat"


def test_no_token_and_no_text_stands_in_log_or_metrics():
    with telegram(polling_daemon) as (bot, daemon):
        bot.fail("sendMessage", 500, "Internal Server Error", times=2)
        bot.says(7, "il mio codice segretissimo è pappagallo")
        wait_for(lambda: bot.to(7))
        # Counted when the provider's answer is there, which is later.
        wait_for(lambda: b'channel_sent_total{channel="telegram"}'
                 in daemon.get("/metrics").body)
        seen = daemon.log() + daemon.get("/metrics").body.decode()
        assert "pappagallo" not in seen and "test-token" not in seen

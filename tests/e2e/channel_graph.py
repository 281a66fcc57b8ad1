"""Messenger and WhatsApp, against a strict emulator of the Graph API."""
import contextlib
import sqlite3
import time

from channel_testing import ChannelDaemon, signature, wait_for
from desk_client import Desk, add_agent
from graph_emulator import MessengerEmulator, WhatsAppEmulator

ORDER = "dov'è il mio pacco?"
PERSON = "vorrei parlare con una persona"
DAY_MS = 24 * 3600 * 1000


def graph_daemon(emulator, channel, id_flag, *more):
    daemon = ChannelDaemon(start=False)
    daemon.flags += [
        f"--{channel}-{id_flag}", emulator.sender,
        f"--{channel}-token-file", daemon.file("token", emulator.token),
        f"--{channel}-app-secret-file",
        daemon.file("app_secret", emulator.app_secret),
        f"--{channel}-verify-token-file",
        daemon.file("verify", emulator.verify_token),
        f"--{channel}-graph-base", emulator.base, *more]
    daemon.start()
    return daemon


@contextlib.contextmanager
def shop(channel, *more):
    """The emulator, the daemon, and what delivers to it."""
    if channel == "messenger":
        emulator = MessengerEmulator("99")
        daemon = graph_daemon(emulator, channel, "page-id", *more)
    else:
        emulator = WhatsAppEmulator("555")
        daemon = graph_daemon(emulator, channel, "phone-number-id", *more)

    def deliver(*items, **rest):
        data, headers = emulator.delivery(*items, **rest)
        answer = daemon.webhook(channel, data, headers)
        assert answer.status == 200, (answer.status, answer.body)

    try:
        yield emulator, daemon, deliver
    finally:
        daemon.__exit__()
        emulator.close()


CHANNELS = ("messenger", "whatsapp")


def texts(emulator, customer):
    return "\n".join(m["text"] for m in emulator.to(customer))


def is_quiet(daemon):
    return not daemon.outbox("due") and not daemon.query(
        "SELECT 1 FROM channel_event WHERE done = 0")


def customer_rows(daemon):
    return daemon.query("SELECT * FROM message WHERE author = 'customer' "
                        "ORDER BY key")


def test_the_webhook_is_verified():
    for channel in CHANNELS:
        with shop(channel) as (meta, daemon, _):
            def ask(mode="subscribe", word=meta.verify_token, challenge="1234"):
                return daemon.get(
                    f"/webhooks/{channel}?hub.mode={mode}"
                    f"&hub.verify_token={word}&hub.challenge={challenge}")

            answer = ask()
            assert answer.status == 200 and answer.body == b"1234"
            assert answer.headers["Content-Type"].startswith("text/plain")
            assert ask(word="wrong").status == 403
            assert ask(word="").status == 403
            assert ask(mode="").status == 403
            assert ask(challenge="%3Cscript%3E").status == 403
            assert ask(challenge="1" * 1500).status == 403


def test_only_what_is_signed_over_these_bytes_is_taken():
    for channel in CHANNELS:
        with shop(channel) as (meta, daemon, deliver):
            data, headers = meta.delivery(meta.text("7", "x1", "caffè José?"))
            assert b"\\u00e8" in data
            raw = data.replace(b"\\u00e8", "è".encode())
            name = "X-Hub-Signature-256"
            good = headers[name]
            refused = [
                (data, {}), (raw, headers), (data + b"\n", headers),
                (data, {name: good.upper()}), (data, {name: good[7:]}),
                (data, {"X-Hub-Signature": good}),
                (data, {name: "sha256=" + signature("another", data)}),
                (data[:-1], headers)]
            for body, given in refused:
                assert daemon.webhook(channel, body, given).status == 403
            assert not daemon.query("SELECT 1 FROM channel_event")
            assert daemon.webhook(channel, data, headers).status == 200
            assert daemon.webhook(channel, raw, {
                name: "sha256=" + signature(meta.app_secret, raw)
            }).status == 200
            wait_for(lambda: is_quiet(daemon) and meta.to("7"))
            assert [row["text"] for row in customer_rows(daemon)] == [
                "caffè José?"]


def test_a_question_is_answered_once_however_often_it_comes():
    for channel in CHANNELS:
        with shop(channel) as (meta, daemon, deliver):
            for _ in range(3):
                deliver(meta.text("7", "x1", ORDER))
            wait_for(lambda: meta.to("7") and is_quiet(daemon))
            before = len(meta.to("7"))
            daemon.kill()
            daemon.start()
            deliver(meta.text("7", "x1", ORDER))
            deliver(meta.text("7", "x2", "grazie mille"))
            wait_for(lambda: len(meta.to("7")) > before and is_quiet(daemon))
            assert [row["text"] for row in customer_rows(daemon)] == [
                ORDER, "grazie mille"]
            assert "**" not in texts(meta, "7")


def test_killed_after_the_200_it_answers_once_after_restart():
    for channel in CHANNELS:
        with shop(channel) as (meta, daemon, deliver):
            meta.failures += [(500, {"code": 2})] * 500
            for number in range(5):
                deliver(meta.text(str(number), f"x{number}", ORDER))
            daemon.kill()
            # What was on its way must not be taken below.
            meta.server.wait_for_calls()
            assert not meta.sent
            meta.failures.clear()
            daemon.start()
            wait_for(lambda: is_quiet(daemon) and all(
                meta.to(str(number)) for number in range(5)))
            for number in range(5):
                said = [m["text"] for m in meta.to(str(number))]
                assert len(said) == len(set(said)), said


def test_a_batch_with_one_broken_event_is_read():
    with shop("messenger") as (meta, daemon, deliver):
        items = [meta.text(str(1000 + n), f"m{n}", ORDER) for n in range(40)]
        items[20] = {"message": {"text": "of nobody"}}
        deliver(*items)
        wait_for(lambda: len(customer_rows(daemon)) == 39)
        assert "could not be read" in daemon.log()
    with shop("whatsapp") as (meta, daemon, deliver):
        items = [meta.text(str(1000 + n), f"w{n}", ORDER) for n in range(40)]
        items[20] = {"from": "1", "type": "text"}
        deliver(*items)
        wait_for(lambda: len(customer_rows(daemon)) == 39)


def test_echoes_are_not_answered_and_a_person_in_the_inbox_silences_the_bot():
    with shop("messenger", "--messenger-app-id", "4242") as (
            meta, daemon, deliver):
        deliver(meta.text("7", "m1", ORDER))
        wait_for(lambda: meta.to("7") and is_quiet(daemon))
        before = len(meta.to("7"))
        ours = {"mid": "e1", "is_echo": True, "text": "x", "app_id": 1,
                "metadata": meta.to("7")[0]["metadata"]}
        echo = {"sender": {"id": "99"}, "recipient": {"id": "7"},
                "timestamp": int(time.time() * 1000)}
        deliver({**echo, "message": ours})
        deliver({**echo, "message": {"mid": "e2", "is_echo": True, "text": "y",
                                     "app_id": 4242}})
        deliver(meta.text("7", "m2", "grazie mille"))
        wait_for(lambda: len(meta.to("7")) > before and is_quiet(daemon))
        before = len(meta.to("7"))
        deliver({**echo, "message": {"mid": "e3", "is_echo": True,
                                     "text": "Sono Anna", "app_id": 777}})
        deliver(meta.text("7", "m3", "e quando arriva?"))
        deliver(meta.text("8", "m4", ORDER))
        wait_for(lambda: meta.to("8") and is_quiet(daemon))
        assert len(meta.to("7")) == before
        assert "e quando arriva?" in [r["text"] for r in customer_rows(daemon)]


def test_what_is_no_message_is_taken_and_not_answered():
    with shop("messenger") as (meta, daemon, deliver):
        deliver(meta.item("7", read={"watermark": 1}),
                meta.item("7", delivery={"mids": ["m"]}),
                meta.item("7", reaction={"reaction": "love"}),
                meta.item("7", message={"mid": "d", "is_deleted": True}))
        deliver(meta.item("8", message={"mid": "i", "attachments": [
            {"type": "image", "payload": {"url": "http://127.0.0.1:1/x"}}]}))
        wait_for(lambda: "testo" in texts(meta, "8"))
        assert not meta.to("7")
    with shop("whatsapp") as (meta, daemon, deliver):
        deliver(statuses=[{"id": "wamid.9", "status": "delivered",
                           "recipient_id": "7", "timestamp": "1"}])
        deliver(meta.message("7", "r", type="reaction", reaction={}),
                meta.message("7", "u", type="unsupported", errors=[]))
        deliver(meta.text("7", "n", ORDER), number="another")
        deliver(meta.message("8", "a", type="audio", audio={"id": "1"}))
        wait_for(lambda: "testo" in texts(meta, "8"))
        assert not meta.to("7")


def test_buttons_are_within_the_limits_and_can_be_pressed():
    with shop("messenger") as (meta, daemon, deliver):
        deliver(meta.text("7", "m1", "menu"))
        wait_for(lambda: meta.to("7") and is_quiet(daemon))
        shown = [m for m in meta.to("7") if m["buttons"]]
        before = len(meta.to("7"))
        if shown:
            deliver(meta.item("7", message={
                "mid": "m2", "text": shown[-1]["titles"][0],
                "quick_reply": {"payload": shown[-1]["buttons"][0]}}))
        else:
            assert "1. " in texts(meta, "7")
            deliver(meta.text("7", "m2", "1"))
        wait_for(lambda: len(meta.to("7")) > before)
        assert not meta.refused, meta.refused
    with shop("whatsapp") as (meta, daemon, deliver):
        deliver(meta.text("7", "w1", "menu"))
        wait_for(lambda: meta.to("7") and is_quiet(daemon))
        shown = [m for m in meta.to("7") if m["buttons"]]
        before = len(meta.to("7"))
        if shown:
            kind = shown[-1]["kind"] + "_reply"
            deliver(meta.message("7", "w2", type="interactive", interactive={
                "type": kind, kind: {"id": shown[-1]["buttons"][0],
                                     "title": "x"}}))
        else:
            assert "1. " in texts(meta, "7")
            deliver(meta.text("7", "w2", "1"))
        wait_for(lambda: len(meta.to("7")) > before)
        assert not meta.refused, meta.refused


def let_a_day_pass(meta, daemon, customer):
    """The customer wrote last two days ago."""
    daemon.kill()
    with sqlite3.connect(daemon.folder / "data" / "sportello.db") as store:
        store.execute("UPDATE channel_chat SET last_inbound_at_ms = "
                      "last_inbound_at_ms - ?", (2 * DAY_MS,))
    meta.last_inbound[customer] -= 2 * 24 * 3600
    daemon.start()


def agent_answers(meta, daemon, deliver):
    """Within the window; the ticket's number and the desk."""
    deliver(meta.text("7", "w1", PERSON))
    wait_for(lambda: daemon.query("SELECT 1 FROM ticket") and is_quiet(daemon))
    add_agent(daemon, "anna")
    number = daemon.query("SELECT number FROM ticket")[0]["number"]
    desk = Desk(daemon, "anna")
    desk.do(number, "reply", text="Buongiorno, sono Anna.")
    wait_for(lambda: "sono Anna" in texts(meta, "7") and is_quiet(daemon))
    return number, desk


def failures(desk, number):
    return [event["detail"] for event in desk.ticket(number)["events"]
            if event["what"] == "channel_failed"]


def undelivered(daemon):
    for line in daemon.get("/metrics").body.decode().splitlines():
        if line.startswith("sportello_channel_undelivered_total{"):
            return float(line.split()[1])
    return 0


def agent_answers_late(meta, daemon, deliver, *, mid="p1"):
    deliver(meta.text("7", mid, PERSON))
    wait_for(lambda: daemon.query("SELECT 1 FROM ticket") and is_quiet(daemon))
    add_agent(daemon, "anna")
    let_a_day_pass(meta, daemon, "7")
    number = daemon.query("SELECT number FROM ticket")[0]["number"]
    Desk(daemon, "anna").do(number, "reply", text="Buongiorno, sono Anna.")


def test_after_24_hours_an_agent_answers_with_human_agent_where_allowed():
    with shop("messenger", "--messenger-human-agent", "yes") as (
            meta, daemon, deliver):
        agent_answers_late(meta, daemon, deliver)
        wait_for(lambda: "sono Anna" in texts(meta, "7"))
        assert meta.to("7")[-1]["tag"] == "HUMAN_AGENT"
        assert not meta.refused, meta.refused


def test_after_24_hours_without_permission_nothing_is_sent():
    with shop("messenger") as (meta, daemon, deliver):
        agent_answers_late(meta, daemon, deliver)
        wait_for(lambda: daemon.outbox("dead"))
        assert not meta.refused, meta.refused
        assert "24 hours" in daemon.outbox("dead")[0]["last_error"]
        events = daemon.query("SELECT what, detail FROM ticket_event")
        assert ("channel_failed", "window") in map(tuple, events)


def test_after_24_hours_whatsapp_announces_the_answer_with_the_template():
    with shop("whatsapp", "--whatsapp-late-template", "c_e_una_risposta") as (
            meta, daemon, deliver):
        agent_answers_late(meta, daemon, deliver)
        wait_for(lambda: any(m["type"] == "template" for m in meta.to("7")))
        assert not meta.refused, meta.refused
    with shop("whatsapp") as (meta, daemon, deliver):
        agent_answers_late(meta, daemon, deliver)
        wait_for(lambda: daemon.outbox("dead"))
        assert not meta.refused, meta.refused


def test_what_whatsapp_took_and_did_not_deliver_is_seen_at_the_desk_once():
    for code, why in ((131026, "unreachable"), (131053, "refused"),
                      (131000, "gave_up")):
        with shop("whatsapp") as (meta, daemon, deliver):
            number, desk = agent_answers(meta, daemon, deliver)
            said = meta.to("7")[-1]
            assert not failures(desk, number)
            stranger = {**meta.failed(said, code), "id": "wamid.x",
                        "recipient_id": "8"}
            for _ in range(2):
                deliver(statuses=[meta.failed(said, code), stranger])
            assert failures(desk, number) == [why]
            assert undelivered(daemon) == 2
            assert "Anna" not in daemon.log()


def test_a_window_that_closed_early_brings_the_template_and_no_more():
    with shop("whatsapp", "--whatsapp-late-template", "c_e_una_risposta") as (
            meta, daemon, deliver):
        number, desk = agent_answers(meta, daemon, deliver)
        deliver(statuses=[meta.failed(meta.to("7")[-1], 131047)])
        wait_for(lambda: meta.to("7")[-1]["type"] == "template")
        wait_for(lambda: is_quiet(daemon))
        before = len(meta.to("7"))
        deliver(statuses=[meta.failed(meta.to("7")[-1], 131047)])
        wait_for(lambda: len(failures(desk, number)) == 2)
        wait_for(lambda: is_quiet(daemon))
        assert len(meta.to("7")) == before
        deliver(meta.text("7", "w2", "eccomi"))
        wait_for(lambda: is_quiet(daemon))
        desk.do(number, "reply", text="Bentornata!")
        wait_for(lambda: "Bentornata!" in texts(meta, "7"))


def test_a_refusal_for_the_window_is_answered_with_what_is_still_allowed():
    for channel, error, flags, shown in (
            ("whatsapp", {"code": 131047},
             ("--whatsapp-late-template", "c_e_una_risposta"),
             lambda m: m["type"] == "template"),
            ("messenger", {"code": 10, "error_subcode": 2018278},
             ("--messenger-human-agent", "yes"),
             lambda m: m["tag"] == "HUMAN_AGENT")):
        with shop(channel, *flags) as (meta, daemon, deliver):
            number, desk = agent_answers(meta, daemon, deliver)
            meta.failures.append((400, error))
            desk.do(number, "reply", text="Ancora una cosa.")
            wait_for(lambda: shown(meta.to("7")[-1]))
            assert not failures(desk, number)


def test_a_customer_who_cannot_be_reached_gets_one_try():
    for channel, customer, code in (("messenger", "1551", 551),
                                    ("whatsapp", "39026", 131026)):
        with shop(channel) as (meta, daemon, deliver):
            deliver(meta.text(customer, "x1", ORDER))
            wait_for(lambda: daemon.outbox("dead") and is_quiet(daemon))
            assert meta.refused == [(customer, code)], meta.refused


def test_a_busy_pair_waits_and_the_others_do_not():
    with shop("whatsapp") as (meta, daemon, deliver):
        meta.failures.append((400, {"code": 131056}))
        deliver(meta.text("7", "w1", ORDER))
        wait_for(lambda: meta.refused)
        deliver(meta.text("8", "w2", ORDER))
        wait_for(lambda: meta.to("8"))
        wait_for(lambda: meta.to("7") and is_quiet(daemon))
        assert meta.to("8")[0]["at"] < meta.to("7")[0]["at"]


def test_a_wrong_token_loses_nothing_and_stands_in_no_log():
    for channel in CHANNELS:
        with shop(channel) as (meta, daemon, deliver):
            right, meta.token = meta.token, "EAAother"
            deliver(meta.text("7", "x1", ORDER))
            wait_for(lambda: "channel cannot send" in daemon.log())
            assert not daemon.outbox("dead")
            assert right not in daemon.log()
            assert "pacco" not in daemon.log()

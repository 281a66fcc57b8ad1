#!/usr/bin/env python3
"""End-to-end tests of the desk: the real daemon, agents and customers by HTTP.

    tests/e2e/desk_run.py PROGRAM [WORD...]    only tests with a WORD in the name

Prints what failed and closes with 'N passed, N failed'.
"""
import json
import pathlib
import subprocess
import threading
import time
import uuid

import runner
from daemon import Daemon, eventually
from desk_client import CLOSED, PASSWORD, Desk, add_agent


def ask_for_a_person(d, text="vorrei parlare con un operatore", **fields):
    answer = d.say(text, **fields)
    assert answer["owner"] == "queue", answer
    return answer["conversation"], answer["ticket"], answer


def wait_for(d, conversation, after, seconds=20):
    """The long poll of the customer's page."""
    answer = d.get(f"/v1/conversations/{conversation}/messages?after={after}"
                   f"&wait_s={seconds}")
    assert answer.status == 200, (answer.status, answer.body)
    return answer.json


class InBackground:
    """Runs the function in a thread; `result()` waits for what it returns."""

    def __init__(self, function):
        self.value = None
        self.error = None

        def run():
            try:
                self.value = function()
            except Exception as error:
                self.error = error
            self.ended = time.monotonic()

        self.thread = threading.Thread(target=run)
        self.thread.start()

    def result(self):
        self.thread.join(60)
        if self.error:
            raise self.error
        return self.value


def last_seq(d, conversation):
    return d.get("/v1/conversations/" + conversation).json["last_seq"]


# --- The main job ------------------------------------------------------------


def test_a_customer_and_an_agent_talk_live_then_the_ticket_is_closed_and_rated():
    with Daemon() as d:
        add_agent(d, "anna", "supervisor", "--display-name", "Anna Bianchi")
        conversation, number, _ = ask_for_a_person(
            d, customer={"name": "Ugo", "email": "ugo@example.org"})
        desk = Desk(d, "anna")
        assert desk.numbers("waiting") == [number]
        desk.do(number, "claim")
        assert desk.numbers("mine") == [number]
        status = d.get("/v1/conversations/" + conversation).json
        assert status["owner"] == "agent", status
        after = last_seq(d, conversation)
        page = InBackground(lambda: wait_for(d, conversation, after))
        time.sleep(0.2)  # the poll waits already; a later one is right too
        desk.do(number, "reply", text="Buongiorno, eccomi.",
                message_id=str(uuid.uuid4()))
        sent = time.monotonic()  # on disk, however long that took
        heard = page.result()
        assert page.ended - sent < 1, page.ended - sent
        assert [(m["from"], m["text"]) for m in heard["messages"]] == [
            ("agent", "Buongiorno, eccomi.")], heard
        # Now the other way round.
        version = desk.get("tickets?view=mine").json["version"]
        live = InBackground(
            lambda: desk.get(f"events?after={version}&wait=20").json)
        said = d.say("il pacco è arrivato rotto", conversation)
        assert said["replies"] == [] and said["owner"] == "agent", said
        assert number in live.result()["tickets"]
        ticket = desk.ticket(number)
        assert ticket["unread"] == 1, ticket
        assert ticket["messages"][-1]["text"] == "il pacco è arrivato rotto"
        desk.do(number, "close", outcome="solved", text="Fatto, a presto!")
        status = d.get("/v1/conversations/" + conversation).json
        assert status["owner"] == "closed", status
        rated = d.request(
            "POST", f"/v1/conversations/{conversation}/rating",
            json.dumps({"score": 5, "comment": "Gentilissimi"}).encode(),
            {"Content-Type": "application/json"})
        assert rated.status == 201, (rated.status, rated.body)
        assert desk.ticket(number)["rating"]["score"] == 5
        report = desk.get("report").json
        assert report["csat"]["count"] == 1 and report["csat"]["mean"] == 5
        assert report["promises"] == {"kept": 1, "broken": 0}, report


def test_a_rating_is_taken_once_and_only_after_an_end_by_a_person():
    with Daemon() as d:
        add_agent(d, "anna")
        conversation, number, _ = ask_for_a_person(d)

        def rate(body):
            return d.request(
                "POST", f"/v1/conversations/{conversation}/rating",
                json.dumps(body).encode(),
                {"Content-Type": "application/json"}).status

        assert rate({"score": 4}) == 409
        desk = Desk(d, "anna")
        desk.do(number, "close", outcome="solved")
        assert rate({"score": 0}) == 400
        assert rate({"score": 6}) == 400
        assert rate({"score": "5"}) == 400
        assert rate({"score": 4}) == 201
        assert rate({"score": 5}) == 409


# --- Ownership ---------------------------------------------------------------


def test_of_many_agents_that_claim_one_ticket_one_has_it():
    with Daemon() as d:
        names = [f"agente{i}" for i in range(4)]
        for name in names:
            add_agent(d, name)
        desks = [Desk(d, name) for name in names]
        for _ in range(5):
            _, number, _ = ask_for_a_person(d)
            claims = [
                InBackground(lambda desk=desk: desk.post(
                    f"tickets/{number}/claim").status) for desk in desks]
            assert sorted(claim.result() for claim in claims) == [
                200, 409, 409, 409]


def test_the_bot_does_not_talk_over_an_agent():
    with Daemon() as d:
        add_agent(d, "anna")
        conversation, number, _ = ask_for_a_person(d)
        desk = Desk(d, "anna")
        desk.do(number, "claim")
        for text in ("dov'è il mio pacco?", "menu", "operatore", "/menu"):
            answer = d.say(text, conversation)
            assert answer["replies"] == [] and answer["owner"] == "agent"
        desk.do(number, "release", to="bot")
        answer = d.say("come faccio un reso?", conversation)
        assert answer["owner"] == "bot" and answer["replies"], answer


def test_where_no_ticket_is_reopened_a_customer_who_comes_back_gets_a_new_one():
    with Daemon("--ticket-reopen-h", "0") as d:
        add_agent(d, "anna")
        conversation, first, _ = ask_for_a_person(d)
        desk = Desk(d, "anna")
        desk.do(first, "close", outcome="solved")
        answer = d.say("come faccio un reso?", conversation)
        assert answer["owner"] == "bot" and answer["replies"], answer
        answer = d.say("vorrei parlare con un operatore", conversation)
        assert answer["owner"] == "queue" and answer["ticket"] == first + 1
        earlier = desk.ticket(first + 1)["earlier"]
        assert [e["ticket"] for e in earlier] == [first], earlier


def test_a_customer_who_comes_back_to_the_chat_goes_on_with_his_ticket():
    with Daemon() as daemon:
        add_agent(daemon, "anna", "supervisor")
        talk, number, _ = ask_for_a_person(daemon)
        desk = Desk(daemon, "anna")
        desk.do(number, "reply", text="Ecco fatto.")
        desk.do(number, "close", outcome="solved")
        # What the bot is sure of it answers itself.
        sure = daemon.say("quanto costa la spedizione?", talk)
        assert sure["owner"] == "bot", sure
        assert desk.ticket(number)["status"] == "closed"
        again = daemon.say("vorrei parlare con un operatore", talk)
        assert again["ticket"] == number, again
        assert str(number) in again["replies"][0]["text"], again
        ticket = desk.ticket(number)
        assert ticket["status"] == "waiting" and not ticket["agent"], ticket
        assert [event["what"] for event in ticket["events"]][-1] == "reopened"
        assert "Ecco fatto." in [m["text"] for m in ticket["messages"]]
        assert desk.numbers("waiting") == [number]


def test_the_bot_asks_once_how_it_did_and_the_report_counts_it():
    with Daemon() as daemon:
        add_agent(daemon, "anna", "supervisor")
        desk = Desk(daemon, "anna")
        talk = daemon.say("quanto costa la spedizione?")["conversation"]
        asked = daemon.say("grazie mille", talk)["replies"][-1]
        assert "da 1" in asked["text"], asked
        assert [button["value"] for button in asked["buttons"]] == \
            ["1", "2", "3", "4", "5"], asked
        thanks = daemon.say("5", talk)["replies"][-1]["text"]
        assert "voto" in thanks, thanks
        # Once in a conversation.
        again = daemon.say("grazie, ciao", talk)
        assert "da 1" not in again["replies"][-1]["text"], again
        # Another text is no score, and nothing was answered: no question.
        other = daemon.say("quanto costa la spedizione?")["conversation"]
        daemon.say("è tutto", other)
        daemon.say("come faccio un reso?", other)
        late = daemon.say("4", other)["replies"][-1]["text"]
        assert "voto" not in late, late
        idle = daemon.say("grazie mille")["replies"]
        assert not any(reply["buttons"] and reply["buttons"][0]["value"] == "1"
                       for reply in idle), idle
        # A person had it: nobody asks for the bot.
        handed = daemon.say("come faccio un reso?")["conversation"]
        number = daemon.say("vorrei parlare con un operatore", handed)["ticket"]
        desk.do(number, "reply", text="Fatto.")
        desk.do(number, "close", outcome="solved")
        left = daemon.say("grazie mille", handed)["replies"][-1]
        assert "quanto ti sono stato" not in left["text"], left
        figures = desk.get("report").json["csat"]
        assert figures["bot"]["count"] == 1, figures
        assert figures["bot"]["mean"] == 5, figures
        assert figures["person"]["count"] == 0, figures


def test_the_bot_asks_nothing_when_it_is_told_so():
    with Daemon("--bot-rating", "no") as daemon:
        talk = daemon.say("quanto costa la spedizione?")["conversation"]
        left = daemon.say("grazie mille", talk)["replies"]
        assert not any("da 1" in reply["text"] for reply in left), left


def test_a_ticket_goes_to_a_colleague_and_back_to_the_queue():
    with Daemon() as d:
        add_agent(d, "anna")
        add_agent(d, "ugo")
        _, number, _ = ask_for_a_person(d)
        anna, ugo = Desk(d, "anna"), Desk(d, "ugo")
        anna.do(number, "claim")
        refused = ugo.post(f"tickets/{number}/reply", {"text": "ciao"})
        assert refused.status == 409 and "anna" in refused.json["detail"]
        anna.do(number, "transfer", agent="ugo", note="conosce il cliente")
        assert ugo.numbers("mine") == [number]
        ugo.do(number, "release", to="queue")
        assert anna.numbers("waiting") == [number]
        what = [event["what"] for event in anna.ticket(number)["events"]]
        assert what == ["opened", "claimed", "note", "transferred",
                        "released"], what


def test_a_reply_that_is_sent_again_is_stored_once():
    with Daemon() as d:
        add_agent(d, "anna")
        conversation, number, _ = ask_for_a_person(d)
        desk = Desk(d, "anna")
        for _ in range(3):
            desk.do(number, "reply", text="eccomi", message_id="m-1")
        texts = [m["text"] for m in d.messages(conversation)
                 if m["from"] == "agent"]
        assert texts == ["eccomi"], texts


def test_kill_9_between_the_steps_loses_nothing():
    with Daemon() as d:
        add_agent(d, "anna")
        conversation, number, _ = ask_for_a_person(d)

        def crash():
            d.kill()
            d.start()

        crash()
        desk = Desk(d, "anna")
        assert desk.numbers("waiting") == [number]
        desk.do(number, "claim")
        crash()
        assert desk.numbers("mine") == [number]  # still signed in, too
        desk.do(number, "reply", text="eccomi", message_id="m-1")
        crash()
        desk.do(number, "reply", text="eccomi", message_id="m-1")
        texts = [m["text"] for m in d.messages(conversation)]
        assert texts.count("eccomi") == 1, texts
        d.say("grazie mille", conversation)
        crash()
        assert desk.ticket(number)["messages"][-1]["text"] == "grazie mille"
        desk.do(number, "close", outcome="solved")
        crash()
        ticket = desk.ticket(number)
        assert ticket["status"] == "closed" and ticket["outcome"] == "solved"
        what = [event["what"] for event in ticket["events"]]
        assert what == ["opened", "claimed", "reply", "closed"], what


# --- What the customer is told -----------------------------------------------


def test_when_nobody_is_there_an_address_is_asked_for_checked_and_masked():
    with Daemon("--opening-hours", CLOSED) as d:
        add_agent(d, "anna")
        conversation, number, answer = ask_for_a_person(d)
        told = answer["replies"][-1]["text"]
        assert "Riapriamo" in told and "e-mail" in told, told
        wrong = d.say("anna@esempio", conversation)
        assert "esempio.it" in wrong["replies"][-1]["text"], wrong
        kept = d.say("scrivetemi a anna.bianchi@example.org, grazie",
                     conversation)
        text = kept["replies"][-1]["text"]
        assert "a•••@example.org" in text and "bianchi" not in text, text
        ticket = Desk(d, "anna").ticket(number)
        assert ticket["contact"] == "anna.bianchi@example.org", ticket
        assert ticket["customer"]["email"] == "anna.bianchi@example.org"


def test_the_position_in_the_queue_is_told():
    with Daemon() as d:
        ask_for_a_person(d)
        _, _, answer = ask_for_a_person(d)
        assert "**2**" in answer["replies"][-1]["text"], answer


# --- Signing in --------------------------------------------------------------


def test_a_wrong_name_and_a_wrong_password_are_refused_alike_and_slowed_down():
    with Daemon() as d:
        add_agent(d, "anna")

        def attempt(name, password):
            return d.request("POST", "/v1/desk/login", json.dumps(
                {"name": name, "password": password}).encode(),
                {"Content-Type": "application/json"})

        wrong, unknown = attempt("anna", "x" * 12), attempt("bob", "x" * 12)
        assert wrong.status == unknown.status == 401
        assert wrong.body == unknown.body
        statuses = [attempt("anna", f"falsa password {i}").status
                    for i in range(8)]
        assert 429 in statuses and 200 not in statuses, statuses
        slowed = attempt("anna", PASSWORD)
        assert slowed.status == 429 and int(slowed.headers["Retry-After"]) > 0


def test_without_a_session_or_the_pages_token_nothing_is_changed():
    with Daemon() as d:
        add_agent(d, "anna")
        _, number, _ = ask_for_a_person(d)
        desk = Desk(d, "anna")
        path = f"tickets/{number}/claim"
        for headers in ({"X-CSRF-Token": ""}, {"X-CSRF-Token": "x" * 32},
                        {"Origin": "https://evil.example"},
                        {"Origin": "null"}):
            assert desk.post(path, headers=headers).status == 403, headers
        assert desk.post(path, headers={"Cookie": ""}).status == 401
        assert desk.post(path, {"a": 1}, headers={
            "Content-Type": "text/plain"}).status == 415
        assert desk.numbers("waiting") == [number]


def test_signing_out_a_new_password_and_disabling_end_the_sessions():
    with Daemon() as d:
        add_agent(d, "anna")
        desk = Desk(d, "anna")
        assert desk.get("me").status == 200
        assert desk.post("logout").status == 204
        assert desk.get("me").status == 401
        data = ["--data", str(d.folder / "data")]
        for step, words in (("password", PASSWORD + " 2\n"),
                            ("disable", "")):
            password = PASSWORD if step == "password" else PASSWORD + " 2"
            desk = Desk(d, "anna", password)
            assert desk.get("me").status == 200
            subprocess.run([d.program, "agent", step, "anna", *data],
                           input=words, text=True, check=True,
                           capture_output=True)
            assert desk.get("me").status == 401, step


def test_the_cookie_cannot_be_read_by_scripts_or_sent_by_other_sites():
    with Daemon() as d:
        add_agent(d, "anna")
        answer = d.request("POST", "/v1/desk/login", json.dumps(
            {"name": "anna", "password": PASSWORD}).encode(),
            {"Content-Type": "application/json"})
        cookie = answer.headers["Set-Cookie"]
        for word in ("HttpOnly", "SameSite=Strict", "Path=/"):
            assert word in cookie, cookie
        token = cookie.split(";")[0].split("=")[1]
        data = pathlib.Path(d.folder / "data")
        stored = b"".join(p.read_bytes() for p in data.iterdir()
                          if p.name.startswith("sportello.db"))
        assert token.encode() not in stored
        assert PASSWORD.encode() not in stored
        assert b"$argon2id$" in stored


def test_an_agent_sees_the_tickets_of_his_own_queues_only():
    with Daemon() as d:
        add_agent(d, "anna", "agent", "--queue", "resi")
        add_agent(d, "capo", "supervisor")
        conversation, number, _ = ask_for_a_person(d)
        anna, boss = Desk(d, "anna"), Desk(d, "capo")
        assert anna.numbers("waiting") == []
        assert anna.get(f"tickets/{number}").status == 403
        assert anna.post(f"tickets/{number}/claim").status == 403
        assert boss.numbers("waiting") == [number]
        assert anna.post(f"tickets/{number}/priority",
                         {"priority": 3}).status == 403
        assert boss.do(number, "priority", priority=3)["priority"] == 3
        boss.do(number, "transfer", agent="anna")
        assert anna.ticket(number)["conversation"] == conversation


# --- Deadlines ---------------------------------------------------------------


def test_a_score_that_is_written_after_the_end_rates():
    with Daemon() as daemon:
        add_agent(daemon, "anna", "supervisor")
        said = daemon.say("vorrei parlare con una persona")
        desk = Desk(daemon, "anna")
        desk.do(said["ticket"], "reply", text="Fatto.")
        desk.do(said["ticket"], "close", outcome="not_solved")
        talk = said["conversation"]
        thanks = daemon.say("2, ancora niente", talk)
        assert "voto" in thanks["replies"][-1]["text"], thanks
        rating = desk.ticket(said["ticket"])["rating"]
        assert rating["score"] == 2 and rating["comment"] == "ancora niente"
        # A low score is somebody's task.
        assert len(desk.numbers("waiting")) == 1
        again = daemon.say("5", talk)
        assert "voto" not in again["replies"][-1]["text"], again


if __name__ == "__main__":
    runner.run(runner.tests_of(globals()), __doc__)

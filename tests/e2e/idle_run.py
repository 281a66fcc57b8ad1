"""python3 tests/e2e/idle_run.py SPORTELLO [WORDS]: what the real daemon does
by itself with a question that nobody answers."""
import sqlite3

from daemon import Daemon, eventually
from runner import run, tests_of

HOUR_MS = 3_600_000


def let_pass(daemon, milliseconds):
    """The daemon sleeps while time passes: all times in its store lie back."""
    status, _ = daemon.stop()
    assert status == 0, daemon.log()
    store = sqlite3.connect(daemon.folder / "data" / "sportello.db")
    with store:
        changed = store.execute(
            "UPDATE open_step SET due_at_ms = due_at_ms - ?",
            (milliseconds,)).rowcount
        store.execute("UPDATE conversation SET updated_at_ms = "
                      "updated_at_ms - ?", (milliseconds,))
    store.close()
    daemon.start()
    return changed


def wait_for_news(daemon, conversation, after):
    answer = daemon.get(f"/v1/conversations/{conversation}/messages"
                        f"?after={after}&wait_s=25")
    assert answer.status == 200, answer.body
    return answer.json["messages"]


def ask_for_a_return(daemon):
    first = daemon.say("prepara il reso qui in chat", locale="it")
    assert "numero" in first["replies"][-1]["text"], first
    conversation = first["conversation"]
    return conversation, daemon.messages(conversation)[-1]["seq"]


def test_a_question_left_open_is_closed_by_the_daemon_once():
    with Daemon() as d:
        conversation, last = ask_for_a_return(d)
        assert let_pass(d, 50 * 60_000) == 1
        assert let_pass(d, 11 * 60_000) == 1  # 61 minutes: over
        news = wait_for_news(d, conversation, last)
        assert "chiusa" in news[0]["text"], news
        # Both messages are one commit; buttons stand under the second.
        told = d.messages(conversation)
        assert [m["seq"] for m in told if m["seq"] > last] == [
            last + 1, last + 2], told
        assert told[-1]["buttons"][0]["value"] == "/resume", told[-1]
        assert let_pass(d, HOUR_MS) == 0
        assert d.messages(conversation) == told
        again = d.say("sì", conversation)
        assert "numero" in again["replies"][-1]["text"], again


def test_who_answers_in_time_is_not_interrupted():
    with Daemon() as d:
        conversation, _ = ask_for_a_return(d)
        assert let_pass(d, 59 * 60_000) == 1
        next_step = d.say("123456", conversation)
        assert len(next_step["replies"]) == 1, next_step
        assert "chiusa" not in next_step["replies"][0]["text"], next_step
        before = d.messages(conversation)
        # The first time that was noted is over: it is looked at, and moved.
        assert let_pass(d, 2 * 60_000) == 1
        store = sqlite3.connect(
            f"file:{d.folder}/data/sportello.db?mode=ro", uri=True)
        assert eventually(lambda: store.execute(
            "SELECT count(*) FROM open_step JOIN conversation ON "
            "conversation.key = open_step.conversation WHERE due_at_ms = "
            "updated_at_ms + ?", (HOUR_MS,)).fetchone()[0] == 1)
        store.close()
        assert d.messages(conversation) == before


def test_where_it_is_switched_off_it_is_closed_on_return():
    with Daemon("--idle-channels", "") as d:
        conversation, last = ask_for_a_return(d)
        assert let_pass(d, HOUR_MS) == 0
        assert d.messages(conversation)[-1]["seq"] == last
        late = d.say("123456", conversation)
        assert "chiusa" in late["replies"][0]["text"], late


if __name__ == "__main__":
    run(tests_of(globals()), __doc__)

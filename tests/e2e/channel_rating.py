"""How it went, asked and said in providers' chats, and counted at the desk."""
import contextlib

from channel_graph import shop
from channel_telegram import telegram
from channel_testing import polling_daemon, wait_for
from desk_client import Desk, add_agent

QUESTION = "entro quanti giorni posso fare un reso?"
PERSON = "vorrei parlare con una persona"


@contextlib.contextmanager
def chat(channel):
    """The daemon, and a customer of it: say(text), press(number), shown()."""
    if channel == "telegram":
        with telegram(polling_daemon) as (bot, daemon):
            yield daemon, TelegramCustomer(bot)
    else:
        with shop(channel) as (meta, daemon, deliver):
            kind = (MessengerCustomer if channel == "messenger"
                    else WhatsAppCustomer)
            yield daemon, kind(meta, deliver)
            assert not meta.refused, meta.refused


class TelegramCustomer:
    def __init__(self, bot):
        self.bot = bot

    def say(self, text):
        self.bot.says(7, text)

    def shown(self):
        """What came, each with the titles of its buttons."""
        return [(m["text"], [b["text"] for b in m["buttons"]])
                for m in self.bot.messages_to(7)]

    def press(self, number):
        shown = [m for m in self.bot.messages_to(7) if m["buttons"]][-1]
        self.bot.presses(7, shown["buttons"][number]["callback_data"])


class GraphCustomer:
    def __init__(self, meta, deliver):
        self.meta, self.deliver, self.count = meta, deliver, 0

    def next_id(self):
        self.count += 1
        return f"id{self.count}"

    def say(self, text):
        self.deliver(self.meta.text("7", self.next_id(), text))

    def last_buttons(self):
        return [m for m in self.meta.to("7") if m["buttons"]][-1]


class MessengerCustomer(GraphCustomer):
    def shown(self):
        return [(m["text"], m["titles"]) for m in self.meta.to("7")]

    def press(self, number):
        shown = self.last_buttons()
        self.deliver(self.meta.item("7", message={
            "mid": self.next_id(), "text": shown["titles"][number],
            "quick_reply": {"payload": shown["buttons"][number]}}))


class WhatsAppCustomer(GraphCustomer):
    def shown(self):
        return [(m["text"], m["buttons"]) for m in self.meta.to("7")]

    def press(self, number):
        shown = self.last_buttons()
        kind = shown["kind"] + "_reply"
        self.deliver(self.meta.message(
            "7", self.next_id(), type="interactive", interactive={
                "type": kind, kind: {"id": shown["buttons"][number],
                                     "title": "x"}}))


def texts(customer):
    return "\n".join(text for text, _ in customer.shown())


def csat(daemon):
    add_agent(daemon, "capo", "supervisor")
    report = Desk(daemon, "capo").get("report")
    assert report.status == 200, report.body
    return report.json["csat"]


def test_the_bot_is_rated_by_a_button_and_the_report_counts_it():
    for channel in ("telegram", "messenger", "whatsapp"):
        with chat(channel) as (daemon, customer):
            customer.say(QUESTION)
            wait_for(lambda: "30 giorni" in texts(customer))
            customer.say("grazie, ciao")
            wait_for(lambda: "ti sono stato utile" in texts(customer))
            assert len(customer.shown()[-1][1]) == 5, customer.shown()[-1]
            customer.press(3)
            wait_for(lambda: daemon.query("SELECT 1 FROM rating"))
            wait_for(lambda: "voto" in customer.shown()[-1][0])
            customer.press(0)  # an old button: it is rated once
            wait_for(lambda: len(daemon.query(
                "SELECT 1 FROM message WHERE author = 'customer'")) == 4)
            rated = csat(daemon)
            assert (rated["bot"]["count"], rated["bot"]["mean"]) == (1, 4)
            assert rated["person"]["count"] == 0, rated


def test_a_person_is_rated_by_a_written_score_and_the_report_counts_it():
    for channel in ("telegram", "messenger", "whatsapp"):
        with chat(channel) as (daemon, customer):
            customer.say(PERSON)
            wait_for(lambda: daemon.query("SELECT 1 FROM ticket"))
            add_agent(daemon, "anna")
            desk = Desk(daemon, "anna")
            number = daemon.query("SELECT number FROM ticket")[0]["number"]
            desk.do(number, "reply", text="Buongiorno, tutto a posto.")
            desk.do(number, "close", outcome="solved")
            wait_for(lambda: "da 1 (male) a 5 (bene)" in texts(customer))
            customer.say("5, gentilissima")
            wait_for(lambda: daemon.query("SELECT 1 FROM rating"))
            wait_for(lambda: "voto" in customer.shown()[-1][0])
            assert desk.ticket(number)["rating"]["comment"] == "gentilissima"
            rated = csat(daemon)
            assert (rated["person"]["count"], rated["person"]["mean"]) == (1, 5)
            assert [one["key"] for one in rated["by_agent"]] == ["anna"], rated
            assert rated["bot"]["count"] == 0, rated

"""Pages that prove who their customer is."""
from channel_testing import ChannelDaemon, signature

SECRET = "identity-secret-of-the-shop"


def customer(number, email="", secret=SECRET):
    return {"id": number, "email": email, "hash": signature(
        secret, f"{number}\n{email}".encode())}


def test_a_proven_customer_finds_the_conversation_from_any_browser():
    daemon = ChannelDaemon(start=False)
    daemon.flags += ["--identity-secret-file", daemon.file("id", SECRET)]
    try:
        daemon.start()
        first = daemon.say("ciao", customer=customer("42", "l@mail.example"))
        again = daemon.say("grazie", customer=customer("42"))
        assert again["conversation"] == first["conversation"]
        assert again["message_seq"] > first["message_seq"]
        other = daemon.say("ciao", customer=customer("43"))
        assert other["conversation"] != first["conversation"]
        forged = daemon.post({"message": "ciao", "customer": customer(
            "42", secret="a-guess")})
        assert forged.status == 403, forged.body
        stranger = daemon.say("ciao", customer={"email": "v@mail.example"})
        rows = daemon.query("SELECT email FROM conversation WHERE id = ?",
                            stranger["conversation"])
        assert rows[0]["email"] == ""
        daemon.kill()
        daemon.start()
        late = daemon.say("ciao", customer=customer("42"))
        assert late["conversation"] == first["conversation"]
    finally:
        daemon.__exit__()

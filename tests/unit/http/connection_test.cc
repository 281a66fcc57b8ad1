#include "http/connection.h"

#include <doctest/doctest.h>

#include <string>

namespace sportello {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

const std::string kGet = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
const std::string kPostHead =
    "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n";

// A connection with a clock of its own.
struct Client {
  void Send(std::string_view bytes) { connection.Receive(bytes, now); }
  // Takes the request in work and answers it.
  bool Handle(const std::string& answer, bool keep_alive = true) {
    const auto request = connection.TakeRequest();
    if (!request) return false;
    connection.Answer(answer, keep_alive && request->keep_alive, now);
    return true;
  }
  // What the server writes now; the client reads it all.
  std::string Read() {
    const std::string text(connection.output());
    connection.Wrote(text.size(), now);
    return text;
  }
  // Lets time pass; true when the deadline has passed and was counted.
  bool Wait(milliseconds time) {
    now += time;
    return now >= connection.deadline() && connection.Expire(now);
  }
  std::string StatusLine() { return Read().substr(0, 12); }

  HttpLimits limits;
  Connection::TimePoint now{std::chrono::hours(1)};
  Connection connection{limits, now};
};

TEST_CASE_FIXTURE(Client, "A request is answered and the next one follows") {
  Send(kGet);
  CHECK(Handle("one"));
  CHECK(Read() == "one");
  Send(kGet);
  CHECK(Handle("two"));
  CHECK(Read() == "two");
  CHECK(connection.is_idle());
}

TEST_CASE_FIXTURE(Client, "Pipelined requests are handled one after another") {
  Send(kGet + kPostHead + "hello" + kGet + "GET / HT");
  CHECK(Handle("1"));
  CHECK_FALSE(connection.TakeRequest().has_value());
  CHECK(Read() == "1");
  CHECK(Handle("2"));
  CHECK(Read() == "2");
  CHECK(Handle("3"));
  CHECK(Read() == "3");
  Send("TP/1.1\r\nHost: a\r\n\r\n");
  CHECK(Handle("4"));
}

TEST_CASE_FIXTURE(Client, "Bytes of later requests wait, up to a limit") {
  Send(kGet);
  REQUIRE(connection.TakeRequest().has_value());
  while (connection.wants_bytes()) Send(std::string(1000, 'x'));
  connection.Answer("late", true, now);
  CHECK(Read() == "late");
  CHECK(StatusLine() == "HTTP/1.1 414");
}

TEST_CASE_FIXTURE(Client, "A half closed client still gets its answers") {
  Send(kGet + kGet);
  connection.ReceiveEnd(now);
  CHECK(Handle("1"));
  CHECK(Read() == "1");
  CHECK(Handle("2"));
  CHECK(Read() == "2");
  CHECK(connection.is_done());
}

TEST_CASE_FIXTURE(Client, "A request cut short by the client is refused") {
  Send(kPostHead + "he");
  connection.ReceiveEnd(now);
  CHECK(StatusLine() == "HTTP/1.1 400");
  CHECK(connection.is_done());
}

TEST_CASE_FIXTURE(Client, "After a refusal nothing more is read as HTTP") {
  Send("BAD\r\n\r\n" + kGet);
  CHECK(connection.TakeRefusal() == 400);
  CHECK(connection.TakeRefusal() == 0);
  CHECK(Read().find("Connection: close\r\n") != std::string::npos);
  CHECK(connection.is_lingering());
  Send(kGet);
  CHECK_FALSE(connection.TakeRequest().has_value());
  CHECK_FALSE(Wait(milliseconds(1000)));
  CHECK(connection.is_done());
}

TEST_CASE_FIXTURE(Client,
                  "A refused client may send a megabyte before it reads why, "
                  "a refused flood is not read for long") {
  Send("BAD\r\n\r\n");
  Read();
  for (int i = 0; i < 16; ++i) Send(std::string(64 * 1024, 'x'));
  CHECK_FALSE(connection.is_done());
  for (int i = 0; i < 17; ++i) Send(std::string(64 * 1024, 'x'));
  CHECK(connection.is_done());
}

TEST_CASE_FIXTURE(Client, "A silent newcomer goes after the head's time") {
  CHECK_FALSE(Wait(milliseconds(4999)));
  CHECK_FALSE(connection.is_done());
  CHECK_FALSE(Wait(milliseconds(1)));
  CHECK(connection.is_done());
}

TEST_CASE_FIXTURE(Client, "A dripping head ends at its total deadline") {
  Wait(seconds(4));
  for (int i = 0; i < 4; ++i) {
    Send(std::string_view(kGet).substr(static_cast<size_t>(i), 1));
    CHECK_FALSE(Wait(milliseconds(1249)));
  }
  CHECK(Wait(milliseconds(4)));
  CHECK(StatusLine() == "HTTP/1.1 408");
}

TEST_CASE_FIXTURE(Client, "A dripping body ends at its total deadline") {
  Send(kPostHead);
  for (const char* byte : {"h", "e", "l"}) {
    CHECK_FALSE(Wait(milliseconds(4900)));
    Send(byte);
  }
  CHECK(Wait(milliseconds(300)));
  CHECK(StatusLine() == "HTTP/1.1 408");
}

TEST_CASE_FIXTURE(Client, "An idle connection is closed without an answer") {
  Send(kGet);
  Handle("one");
  Read();
  CHECK_FALSE(Wait(milliseconds(59'999)));
  CHECK(connection.is_idle());
  CHECK_FALSE(Wait(milliseconds(1)));
  CHECK(connection.is_done());
  CHECK(connection.output().empty());
}

TEST_CASE_FIXTURE(Client, "A handler that never answers is given up") {
  Send(kGet);
  REQUIRE(connection.TakeRequest().has_value());
  CHECK_FALSE(Wait(milliseconds(59'999)));
  CHECK(Wait(milliseconds(1)));
  connection.Answer("too late", true, now);
  const std::string answer = Read();
  CHECK(answer.substr(0, 12) == "HTTP/1.1 503");
  CHECK(answer.find("Retry-After: 1\r\n") != std::string::npos);
  CHECK(answer.find("too late") == std::string::npos);
}

TEST_CASE_FIXTURE(Client, "A client that does not read is cut off") {
  Send(kGet);
  Handle(std::string(100'000, 'x'));
  connection.Wrote(10, now);
  CHECK_FALSE(Wait(milliseconds(14'999)));
  connection.Wrote(10, now);
  CHECK(Wait(milliseconds(1)));
  CHECK(connection.is_done());
}

TEST_CASE_FIXTURE(Client, "100 Continue comes before the answer") {
  Send(
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n"
      "Expect: 100-continue\r\n\r\n");
  Send("hello");
  CHECK(Handle("answer"));
  CHECK(Read() == "HTTP/1.1 100 Continue\r\n\r\nanswer");
}

TEST_CASE_FIXTURE(Client, "Draining ends an idle connection at once") {
  connection.Drain();
  CHECK(connection.is_done());
}

TEST_CASE_FIXTURE(Client, "Draining lets a begun request finish, and closes") {
  Send(kPostHead);
  connection.Drain();
  CHECK_FALSE(connection.is_done());
  Send("hello");
  const auto request = connection.TakeRequest();
  REQUIRE(request.has_value());
  CHECK_FALSE(request->keep_alive);
  connection.Answer("bye", false, now);
  CHECK(Read() == "bye");
  CHECK(connection.is_done());
}

TEST_CASE_FIXTURE(Client, "A close with unread bytes lingers") {
  Send("GET / HTTP/1.0\r\n\r\nextra");
  Handle("bye");
  CHECK(Read() == "bye");
  CHECK(connection.is_lingering());
}

}  // namespace
}  // namespace sportello

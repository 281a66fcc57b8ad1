// What every store promises of files that customers sent
// (store/attachment_store.h), run on each of them.
#include <doctest/doctest.h>

#include <vector>

#include "contract/ticket_testing.h"
#include "store/attachment_limit.h"
#include "store/file_parts.h"

namespace sportello {
namespace {

std::string PutFile(Store& store, const Attachment& attachment,
                    std::string_view content) {
  const Status written = WriteLooseFile(store, attachment.id, content);
  if (!written.ok()) return CodeName(written.error().code);
  return Write(store, [&](Transaction& transaction) {
    return transaction.attachments().Insert(attachment);
  });
}

// A file of so many bytes, no two parts of it alike.
std::string LongContent(size_t bytes) {
  std::string content(bytes, '\0');
  for (size_t i = 0; i < bytes; ++i) {
    content[i] = static_cast<char>(i % 251 + i / kMaxPartBytes);
  }
  return content;
}

STORE_TEST("A file is read as it was written, bytes of every kind") {
  Kind kind;
  auto store = kind.Open();
  Open(*store, MakeTicket("c"));
  const std::string content("\0\xFF\r\n'; -- \0x", 12);
  const Attachment file{
      "f1", "c", 3, "Röchnung.pdf", "application/pdf", 12, FromMillis(7)};
  Attachment second = file;
  second.id = "f2";
  second.seq = 1;
  second.bytes = 0;
  CHECK(PutFile(*store, file, content) == "ok");
  CHECK(PutFile(*store, second, "") == "ok");
  auto& files = store->attachments();
  CHECK(*files.List("c") == std::vector<Attachment>{second, file});
  CHECK(*files.Find("f1") == file);
  CHECK(*files.Read("f1") == content);
  CHECK(*files.Read("f2") == "");
  CHECK(files.List("other")->empty());
  CHECK_FALSE((*files.Find("f3")).has_value());
  CHECK_FALSE((*files.Read("f3")).has_value());
}

STORE_TEST("The largest file that settings allow is kept whole") {
  Kind kind;
  auto store = kind.Open();
  Open(*store, MakeTicket("c"));
  std::string content(kMaxAttachmentBytes, 'x');
  content.back() = '\0';
  const Attachment file{
      "f1",       "c",          1, std::string(120, 'n'), std::string(80, 't'),
      25'000'000, FromMillis(7)};
  CHECK(PutFile(*store, file, content) == "ok");
  CHECK((*store->attachments().Read("f1") == content));
  CHECK(*store->attachments().Find("f1") == file);
}

STORE_TEST("A file that is too large is refused, and its job may go on") {
  Kind kind;
  auto store = kind.Open();
  Open(*store, MakeTicket("c"));
  const std::string content(kMaxAttachmentBytes + 1, 'x');
  const Status written = WriteLooseFile(*store, "f1", content);
  CHECK_FALSE(written.ok());
  if (!written.ok()) CHECK(written.error().code == Code::kInvalid);
  CHECK(store->attachments().ListLoose()->empty());
  Attachment file{"f1", "c", 1, "a", "b", 25'000'001, FromMillis(7)};
  CHECK(Write(*store, [&](Transaction& transaction) {
          const Status put = transaction.attachments().Insert(file);
          CHECK_FALSE(put.ok());
          if (!put.ok()) CHECK(put.error().code == Code::kInvalid);
          file.bytes = 0;
          return transaction.attachments().Insert(file);
        }) == "ok");
  CHECK(*store->attachments().List("c") == std::vector<Attachment>{file});
}

STORE_TEST("No transaction writes more of a file than one part") {
  Kind kind;
  auto store = kind.Open();
  const std::string part(kMaxPartBytes, 'x');
  const auto add = [&](std::string_view content) {
    return Write(*store, [&](Transaction& transaction) {
      return transaction.attachments().AddPart("f1", content);
    });
  };
  CHECK(add(part) == "ok");
  CHECK(add(part + "x") == "invalid");
  CHECK(add("x") == "ok");
}

STORE_TEST("A file without its message is loose, and nobody sees it") {
  Kind kind;
  auto store = kind.Open();
  Open(*store, MakeTicket("c"));
  const std::string content = LongContent(2 * kMaxPartBytes + 7);
  REQUIRE(WriteLooseFile(*store, "f1", content).ok());
  auto& files = store->attachments();
  CHECK(*files.ListLoose() == std::vector<std::string>{"f1"});
  CHECK(files.List("c")->empty());
  CHECK_FALSE((*files.Find("f1")).has_value());
  CHECK_FALSE((*files.Read("f1")).has_value());
  CHECK(*files.TotalBytes() == 0);
  const auto bytes = static_cast<int64_t>(content.size());
  const Attachment file{"f1", "c", 1, "a", "b", bytes, FromMillis(7)};
  CHECK(Write(*store, [&](Transaction& transaction) {
          return transaction.attachments().Insert(file);
        }) == "ok");
  CHECK(files.ListLoose()->empty());
  CHECK((*files.Read("f1") == content));
  CHECK(*files.TotalBytes() == bytes);
}

STORE_TEST("A file that is not whole is refused") {
  Kind kind;
  auto store = kind.Open();
  Open(*store, MakeTicket("c"));
  REQUIRE(WriteLooseFile(*store, "f1", "1234").ok());
  for (const int64_t bytes : {0, 3, 5}) {
    const Attachment file{"f1", "c", 1, "a", "b", bytes, FromMillis(7)};
    CHECK(Write(*store, [&](Transaction& transaction) {
            return transaction.attachments().Insert(file);
          }) == "invalid");
  }
  CHECK(*store->attachments().ListLoose() == std::vector<std::string>{"f1"});
}

STORE_TEST("Loose files are dropped, the others stay whole") {
  Kind kind;
  auto store = kind.Open();
  Open(*store, MakeTicket("c"));
  const Attachment file{"f1", "c", 1, "a", "b", 4, FromMillis(7)};
  REQUIRE(PutFile(*store, file, "1234") == "ok");
  REQUIRE(WriteLooseFile(*store, "f2", LongContent(kMaxPartBytes + 1)).ok());
  REQUIRE(WriteLooseFile(*store, "f3", "x").ok());
  REQUIRE(DropLooseFiles(*store).ok());
  CHECK(store->attachments().ListLoose()->empty());
  CHECK(*store->attachments().Read("f1") == "1234");
  // An id that was given up begins anew.
  REQUIRE(WriteLooseFile(*store, "f2", "y").ok());
  CHECK(Write(*store, [&](Transaction& transaction) {
          return transaction.attachments().Insert(
              {"f2", "c", 2, "a", "b", 1, FromMillis(7)});
        }) == "ok");
  CHECK(*store->attachments().Read("f2") == "y");
}

STORE_TEST("Of a file that was inserted nothing is added and nothing dropped") {
  Kind kind;
  auto store = kind.Open();
  Open(*store, MakeTicket("c"));
  const Attachment file{"f1", "c", 1, "a", "b", 4, FromMillis(7)};
  REQUIRE(PutFile(*store, file, "1234") == "ok");
  CHECK(Write(*store, [&](Transaction& transaction) {
          return transaction.attachments().AddPart("f1", "5");
        }) == "conflict");
  CHECK(Write(*store, [&](Transaction& transaction) -> Status {
          const auto more = transaction.attachments().DropPart("f1");
          CHECK_FALSE(*more);
          return {};
        }) == "ok");
  CHECK(*store->attachments().Read("f1") == "1234");
}

STORE_TEST("A file belongs to a conversation, has its own id, and counts") {
  Kind kind;
  auto store = kind.Open();
  Open(*store, MakeTicket("c"));
  const Attachment file{"f1", "c", 1, "a", "b", 5, FromMillis(7)};
  CHECK(PutFile(*store, file, "12345") == "ok");
  CHECK(PutFile(*store, file, "12345") == "conflict");
  Attachment lost = file;
  lost.id = "f2";
  lost.conversation = "nowhere";
  CHECK(PutFile(*store, lost, "12345") == "not found");
  REQUIRE(DropLooseFiles(*store).ok());
  lost.conversation = "c";
  CHECK(PutFile(*store, lost, "12345") == "ok");
  CHECK(*store->attachments().TotalBytes() == 10);
}

STORE_TEST("A job that fails leaves a file loose, as it was") {
  Kind kind;
  auto store = kind.Open();
  Open(*store, MakeTicket("c"));
  REQUIRE(WriteLooseFile(*store, "f1", "12").ok());
  const Attachment file{"f1", "c", 1, "a", "b", 2, FromMillis(7)};
  CHECK(Write(*store, [&](Transaction& transaction) -> Status {
          Status put = transaction.attachments().Insert(file);
          return put.ok() ? Status(Invalid("no")) : put;
        }) == "invalid");
  CHECK(Write(*store, [&](Transaction& transaction) -> Status {
          Status put = transaction.attachments().AddPart("f1", "3");
          if (put.ok()) put = transaction.attachments().AddPart("f2", "x");
          return put.ok() ? Status(Invalid("no")) : put;
        }) == "invalid");
  CHECK(Write(*store, [&](Transaction& transaction) -> Status {
          const auto more = transaction.attachments().DropPart("f1");
          return more.ok() ? Status(Invalid("no")) : Status(more.error());
        }) == "invalid");
  CHECK(store->attachments().List("c")->empty());
  CHECK(*store->attachments().TotalBytes() == 0);
  CHECK(*store->attachments().ListLoose() == std::vector<std::string>{"f1"});
  CHECK(Write(*store, [&](Transaction& transaction) {
          return transaction.attachments().Insert(file);
        }) == "ok");
  CHECK(*store->attachments().Read("f1") == "12");
}

}  // namespace
}  // namespace sportello

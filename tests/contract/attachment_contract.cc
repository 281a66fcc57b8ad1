// What every store promises of files that customers sent
// (store/attachment_store.h), run on each of them.
#include <doctest/doctest.h>

#include <vector>

#include "contract/ticket_testing.h"
#include "store/attachment_limit.h"

namespace sportello {
namespace {

std::string PutFile(Store& store, const Attachment& attachment,
                    std::string_view content) {
  return Write(store, [&](Transaction& transaction) {
    return transaction.attachments().Insert(attachment, content);
  });
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
  Attachment file{"f1", "c", 1, "a", "b", 25'000'001, FromMillis(7)};
  CHECK(Write(*store, [&](Transaction& transaction) {
          const Status put = transaction.attachments().Insert(file, content);
          CHECK_FALSE(put.ok());
          if (!put.ok()) CHECK(put.error().code == Code::kInvalid);
          file.bytes = 1;
          return transaction.attachments().Insert(file, "x");
        }) == "ok");
  CHECK(*store->attachments().List("c") == std::vector<Attachment>{file});
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
  lost.conversation = "c";
  CHECK(PutFile(*store, lost, "12345") == "ok");
  int64_t total = 0;
  CHECK(Write(*store, [&](Transaction& transaction) {
          total = *transaction.attachments().TotalBytes();
          return Status();
        }) == "ok");
  CHECK(total == 10);
}

STORE_TEST("A job that fails leaves no file behind") {
  Kind kind;
  auto store = kind.Open();
  Open(*store, MakeTicket("c"));
  CHECK(Write(*store, [&](Transaction& transaction) -> Status {
          Status put = transaction.attachments().Insert(
              {"f1", "c", 1, "a", "b", 1, FromMillis(7)}, "x");
          return put.ok() ? Status(Invalid("no")) : put;
        }) == "invalid");
  CHECK(store->attachments().List("c")->empty());
}

}  // namespace
}  // namespace sportello

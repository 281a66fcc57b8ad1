// The part of the store that holds what is to be sent, and which mails were
// seen.
//
// OutboxTable writes inside a transaction (Transaction::outbox()),
// OutboxReads reads what is committed (Store::outbox()). Errors and threads
// are as in store.h.
#ifndef SPORTELLO_STORE_OUTBOX_STORE_H_
#define SPORTELLO_STORE_OUTBOX_STORE_H_

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "chat/outbox.h"

namespace sportello {

class OutboxTable {
 public:
  virtual ~OutboxTable() = default;

  // Sets `key`. kConflict when the message id exists for this target.
  virtual Status Insert(OutboxItem& item) = 0;
  // Replaces state, attempts, next try and last error; kNotFound.
  virtual Status Update(const OutboxItem& item) = 0;
  // Replaces the payload; kNotFound.
  virtual Status SetPayload(int64_t key, std::string_view payload) = 0;
  // The first one of this message id. Absence is normal.
  virtual Result<std::optional<OutboxItem>> FindItem(
      std::string_view message_id) = 0;

  // Removes items that are no longer due and were made before `before`, the
  // oldest first and at most `limit`; a call costs no more than that, however
  // many are due. The number of those removed.
  virtual Result<int> Forget(Time before, int limit) = 0;

  // kConflict when this Message-ID was noted before.
  virtual Status InsertMail(const MailRecord& mail) = 0;
  virtual Result<std::optional<MailRecord>> FindMail(
      std::string_view message_id) = 0;

  // Mails whose Message-ID begins so and that were written at `since` or
  // after: to this target, whatever became of them; noted for this
  // conversation.
  virtual Result<int64_t> CountMailsTo(std::string_view target,
                                       std::string_view id_begin,
                                       Time since) = 0;
  virtual Result<int64_t> CountMailsOf(std::string_view conversation,
                                       std::string_view id_begin,
                                       Time since) = 0;
};

class OutboxReads {
 public:
  virtual ~OutboxReads() = default;

  // Due items of a kind whose time has come, oldest first.
  virtual Result<std::vector<OutboxItem>> ListDue(OutboxKind kind, Time now,
                                                  int limit) = 0;
  // Of each target its oldest due item, when its time has come: so one
  // target's items keep their order and none keeps another waiting. Oldest
  // first.
  virtual Result<std::vector<OutboxItem>> ListHeads(OutboxKind kind, Time now,
                                                    int limit) = 0;
  // When the next item of the kind is to be tried; absent when none is due.
  virtual Result<std::optional<Time>> NextTry(OutboxKind kind) = 0;
  // Newest first.
  virtual Result<std::vector<OutboxItem>> List(OutboxState state,
                                               int limit) = 0;
  virtual Result<int64_t> Count(OutboxState state) = 0;
  virtual Result<std::optional<MailRecord>> FindMail(
      std::string_view message_id) = 0;
  // The mails of a conversation, ours and the customer's, newest first.
  virtual Result<std::vector<MailRecord>> ListMails(
      std::string_view conversation, int limit) = 0;
};

}  // namespace sportello

#endif  // SPORTELLO_STORE_OUTBOX_STORE_H_

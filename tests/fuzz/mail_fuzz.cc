// The door of mail: any bytes become a mail with valid text within limits, or
// no mail; what we would answer to it has no line or header of the sender's.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "mail/charset.h"
#include "mail/mail.h"
#include "mail/parsed_mail.h"
#include "mail/quote_cutter.h"

namespace {

void Demand(bool condition) {
  if (!condition) std::abort();
}

void CheckLine(const std::string& line, size_t most) {
  Demand(line.size() <= most);
  Demand(line.find_first_of("\r\n") == std::string::npos);
  Demand(sportello::IsUtf8(line));
}

void CheckAnswer(const sportello::ParsedMail& mail) {
  sportello::Mail answer;
  answer.from = {"Shop", "help@shop.example"};
  answer.to = {mail.from.name, "customer@shop.example"};
  answer.subject = "Re: " + mail.subject;
  answer.text = sportello::CutQuote(mail.text);
  answer.message_id = sportello::NewMessageId("shop.example");
  answer.in_reply_to = mail.message_id;
  answer.references =
      sportello::ReferencesOfAnswer(mail.references, mail.message_id);
  const auto bytes = sportello::ComposeMail(answer);
  Demand(bytes.ok());
  const std::string head = bytes->substr(0, bytes->find("\r\n\r\n"));
  Demand(head.find("\r\nBcc:") == std::string::npos);
  const auto read = sportello::ParseMail(*bytes, {});
  Demand(read.ok());
  Demand(read->recipients.size() == 1);
  Demand(read->message_id == answer.message_id);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  sportello::ParseOptions options;
  options.own_addresses = {"help@shop.example"};
  options.authserv_id = "mx.shop.example";
  options.max_bytes = 1U << 20;
  options.max_text_bytes = 20'000;
  options.max_attachments = 10;
  const auto mail = sportello::ParseMail(
      {reinterpret_cast<const char*>(data), size}, options);
  if (!mail.ok()) return 0;
  Demand(sportello::IsUtf8(mail->text));
  Demand(mail->text.size() <= options.max_text_bytes + 3);
  Demand(mail->attachments.size() <= options.max_attachments);
  Demand(sportello::IsMessageId(mail->message_id));
  Demand(mail->from.address.empty() ||
         sportello::IsMailAddress(mail->from.address));
  CheckLine(mail->subject, 300);
  CheckLine(mail->from.name, 100);
  for (const auto& attachment : mail->attachments) {
    CheckLine(attachment.name, 120);
    Demand(attachment.name.find('/') == std::string::npos ||
           attachment.name == attachment.type ||
           attachment.type == "message/rfc822");
  }
  CheckAnswer(*mail);
  return 0;
}

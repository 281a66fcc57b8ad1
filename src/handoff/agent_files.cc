#include "handoff/agent_files.h"

#include <algorithm>
#include <array>

#include "mail/mail.h"
#include "store/attachment_limit.h"

namespace sportello {
namespace {

// The picture of a signature is at most so large; what is larger was meant.
constexpr size_t kSignaturePictureBytes = 50'000;

// RFC 8551, RFC 3156: multipart/signed.
constexpr std::array<std::string_view, 3> kSignatureTypes = {
    "application/pkcs7-signature", "application/x-pkcs7-signature",
    "application/pgp-signature"};

std::string WhyLeft(const MailRules& rules, FileFate fate) {
  const auto say = [&rules](std::string_view key,
                            std::initializer_list<LetterTexts::Value> values) {
    return rules.texts.Say(rules.language, key, values);
  };
  const int64_t most = std::min<int64_t>(rules.attachments.max_bytes,
                                         int64_t{kMaxAttachmentBytes});
  switch (fate) {
    case FileFate::kKept:
      return say("left_no_way", {});
    case FileFate::kEmpty:
      return say("left_empty", {});
    case FileFate::kTooLarge:
      return say("left_too_large",
                 {{"size", std::to_string(most / 1'000'000) + " MB"}});
    case FileFate::kTooMany:
      return say("left_too_many", {});
    case FileFate::kNoRoom:
      return say("left_no_room", {});
    case FileFate::kRefused:
      return say("left_refused", {});
  }
  return {};
}

void AddLeft(const std::string& name, const std::string& why,
             std::string& left) {
  if (!left.empty()) left += "; ";
  left += HeaderLine(name, 120) + " (" + why + ")";
}

}  // namespace

bool IsMeant(const MailAttachment& file) {
  if (std::find(kSignatureTypes.begin(), kSignatureTypes.end(), file.type) !=
      kSignatureTypes.end()) {
    return false;
  }
  return !file.shown_in_text || file.bytes > kSignaturePictureBytes;
}

void ChooseMeant(const ParsedMail& mail, ChosenFiles& files) {
  for (size_t i = 0; i < mail.attachments.size(); ++i) {
    if (!IsMeant(mail.attachments[i])) files.ids.at(i).clear();
  }
}

bool AnyKept(const ChosenFiles& files) {
  return std::any_of(files.ids.begin(), files.ids.end(),
                     [](const std::string& id) { return !id.empty(); });
}

std::string FilesLeft(const MailRules& rules, const ParsedMail& mail,
                      const ChosenFiles& files, bool reached) {
  std::string left;
  for (size_t i = 0; i < mail.attachments.size(); ++i) {
    const MailAttachment& one = mail.attachments[i];
    const FileFate fate = files.fates.at(i);
    if (!IsMeant(one) || (reached && fate == FileFate::kKept)) continue;
    AddLeft(one.name, WhyLeft(rules, fate), left);
  }
  return left;
}

std::string FilesRefused(const MailRules& rules,
                         const std::vector<MailFile>& files) {
  std::string left;
  for (const MailFile& one : files) {
    AddLeft(one.name, rules.texts.Say(rules.language, "left_by_server"), left);
  }
  return left;
}

}  // namespace sportello

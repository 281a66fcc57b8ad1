#include "mail/smtp_client.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstring>
#include <utility>

#include "mail/address.h"
#include "mail/curl_call.h"

namespace sportello {
namespace {

// A line as slow as this brings a letter with files.
constexpr size_t kBytesPerSecond = 64 * 1024;

struct Upload {
  std::string_view rest;
};

size_t ReadUpload(char* to, size_t size, size_t count, void* data) {
  auto& upload = *static_cast<Upload*>(data);
  const size_t bytes = std::min(size * count, upload.rest.size());
  std::memcpy(to, upload.rest.data(), bytes);
  upload.rest.remove_prefix(bytes);
  return bytes;
}

SendResult Judge(CURLcode code, int answer, bool all_given) {
  SendResult result;
  result.code = answer;
  if (code == CURLE_OK) {
    result.outcome = SendOutcome::kSent;
    return result;
  }
  result.why = curl_easy_strerror(code);
  if (answer >= 400) {
    result.why = "the server answered " + std::to_string(answer);
  }
  // 530, 534, 535, 538: who we are, or how, does not please the server.
  const bool login = code == CURLE_LOGIN_DENIED || answer == 530 ||
                     (answer >= 534 && answer <= 538);
  if (login || (answer < 400 && IsMisconfigured(code))) {
    result.outcome = SendOutcome::kMisconfigured;
  } else if (answer >= 500 && answer < 600) {
    result.outcome = SendOutcome::kPermanent;
    // 552: too large, said before a byte of it was given (RFC 1870, 6.1).
    result.content_refused = all_given || answer == 552;
  } else {
    result.outcome = SendOutcome::kRetry;
    result.may_be_sent = all_given && answer == 354;
  }
  return result;
}

}  // namespace

struct SmtpClient::State {
  MailServer server;
  std::string hello;
  std::atomic<bool> stop{false};
  CurlPtr curl;
};

SmtpClient::SmtpClient(MailServer server, std::string hello)
    : state_(std::make_unique<State>()) {
  state_->server = std::move(server);
  state_->hello = std::move(hello);
}

SmtpClient::~SmtpClient() = default;

void SmtpClient::Stop() { state_->stop.store(true); }

SendResult SmtpClient::Send(const std::string& sender,
                            const std::string& recipient,
                            std::string_view bytes) {
  State& state = *state_;
  if (!IsMailAddress(recipient)) {
    return {SendOutcome::kPermanent, 0, "the recipient is no address", false};
  }
  if (!sender.empty() && !IsMailAddress(sender)) {
    return {SendOutcome::kMisconfigured, 0, "the sender is no address", false};
  }
  if (state.curl == nullptr) state.curl = NewCurl();
  CURL* const curl = state.curl.get();
  if (curl == nullptr) return {SendOutcome::kRetry, 0, "no memory", false};
  PrepareMailCall(
      curl, state.server, state.stop,
      kMailCallTime + std::chrono::seconds(bytes.size() / kBytesPerSecond));
  std::string url = state.server.url;
  const bool with_path = url.find('/', url.find("://") + 3) != url.npos;
  if (!with_path) url += "/" + state.hello;
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_MAIL_FROM, sender.c_str());
  CurlLines recipients;
  recipients.Add(recipient);
  curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients.get());
  Upload upload{bytes};
  curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(curl, CURLOPT_READFUNCTION, ReadUpload);
  curl_easy_setopt(curl, CURLOPT_READDATA, &upload);
  curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE,
                   static_cast<curl_off_t>(bytes.size()));
  const CURLcode code = curl_easy_perform(curl);
  long answer = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer);
  SendResult result =
      Judge(code, static_cast<int>(answer), upload.rest.empty());
  // A connection that failed is not used again.
  if (result.outcome != SendOutcome::kSent) state.curl.reset();
  return result;
}

}  // namespace sportello

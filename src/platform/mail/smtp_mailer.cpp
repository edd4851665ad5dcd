#include <curl/curl.h>

#include <array>
#include <mutex>
#include <stdexcept>

#include "platform/core/secret.hpp"
#include "platform/core/text.hpp"
#include "platform/mail/mail.hpp"
#include "platform/mail/message.hpp"
#include "platform/mail/smtp_trouble.hpp"

namespace hurtrock::mail {
namespace {

constexpr long kConnectTimeoutMs = 10'000;
constexpr long kTimeoutMs = 60'000;

struct CloseHandle {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
template <class T>
using Owned = std::unique_ptr<T, CloseHandle>;

struct Server {
  std::string url;  ///< without user and password
  Secret user, password;
  long tls = CURLUSESSL_TRY;
};

std::string part_of(CURLU* url, CURLUPart part, unsigned flags = 0) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, flags) != CURLUE_OK) return "";
  std::string result = text;
  curl_free(text);
  return result;
}

bool is_this_machine(std::string_view host) {
  return host == "localhost" || host == "[::1]" || host.starts_with("127.");
}

Server parse_server(const std::string& text) {
  const Owned<CURLU> url{curl_url()};
  if (!url || curl_url_set(url.get(), CURLUPART_URL, text.c_str(), 0) != CURLUE_OK)
    throw std::invalid_argument("the mail server's address is malformed");
  const std::string scheme = part_of(url.get(), CURLUPART_SCHEME);
  if (scheme != "smtp" && scheme != "smtps")
    throw std::invalid_argument("the mail server's address must begin with smtp:// or smtps://");

  Server server{.user = Secret{part_of(url.get(), CURLUPART_USER, CURLU_URLDECODE)},
                .password = Secret{part_of(url.get(), CURLUPART_PASSWORD, CURLU_URLDECODE)}};
  curl_url_set(url.get(), CURLUPART_USER, nullptr, 0);
  curl_url_set(url.get(), CURLUPART_PASSWORD, nullptr, 0);
  server.url = part_of(url.get(), CURLUPART_URL);
  // Local mail servers offer STARTTLS with certificates that nobody can verify, and there is nobody to hide from.
  if (is_this_machine(part_of(url.get(), CURLUPART_HOST)))
    server.tls = CURLUSESSL_NONE;
  else if (!server.user.empty())
    server.tls = CURLUSESSL_ALL;
  return server;
}

std::size_t give_message(char* out, std::size_t size, std::size_t count, void* rest) {
  auto& unsent = *static_cast<std::string_view*>(rest);
  const std::size_t given = unsent.copy(out, size * count);
  unsent.remove_prefix(given);
  return given;
}

/// How the server is reached and who asks. For every use.
void set_server(CURL* handle, const Server& server, long timeout_ms) {
  curl_easy_setopt(handle, CURLOPT_URL, server.url.c_str());
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt(handle, CURLOPT_PROXY, "");
  curl_easy_setopt(handle, CURLOPT_USE_SSL, server.tls);
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, kConnectTimeoutMs);
  curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, timeout_ms);
  if (!server.user.empty()) {
    curl_easy_setopt(handle, CURLOPT_USERNAME, server.user.reveal().c_str());
    curl_easy_setopt(handle, CURLOPT_PASSWORD, server.password.reveal().c_str());
  }
}

/// One connection, kept between mails.
class SmtpMailer final : public Mailer {
 public:
  SmtpMailer(Server server, Mailbox from) : server_(std::move(server)), from_(std::move(from)) {}

  Delivery send(const Mail& mail) override {
    const auto message = render_message(mail, from_);
    if (!message) return {Delivery::Result::kRefused, message.error()};
    const std::scoped_lock one_at_a_time{mutex_};
    if (!handle_) handle_.reset(curl_easy_init());
    if (!handle_) return {Delivery::Result::kFailed, "out of memory"};
    return transfer(mail.to.address, *message);
  }

 private:
  Delivery transfer(const std::string& to, std::string_view message) {
    CURL* const handle = handle_.get();
    curl_easy_reset(handle);  // keeps the connection
    const Owned<curl_slist> recipients{curl_slist_append(nullptr, ('<' + to + '>').c_str())};
    const std::string sender = '<' + from_.address + '>';
    std::array<char, CURL_ERROR_SIZE> error{};

    set_server(handle, server_, kTimeoutMs);
    curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, error.data());
    curl_easy_setopt(handle, CURLOPT_MAIL_FROM, sender.c_str());
    curl_easy_setopt(handle, CURLOPT_MAIL_RCPT, recipients.get());
    curl_easy_setopt(handle, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(handle, CURLOPT_READFUNCTION, &give_message);
    curl_easy_setopt(handle, CURLOPT_READDATA, &message);

    const CURLcode code = curl_easy_perform(handle);
    if (code == CURLE_OK) return {Delivery::Result::kAccepted};
    long reply = 0;
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &reply);
    return failure(reply, error.front() != '\0' ? error.data() : curl_easy_strerror(code));
  }

  /// 550 to 553 speak of this mail's mailbox (RFC 5321 section 4.2.3). Every other refusal, 535 for a wrong password
  /// among them, may end without the mail being changed.
  static Delivery failure(long reply, std::string error) {
    const bool no_such_mailbox = reply >= 550 && reply <= 553;
    return {no_such_mailbox ? Delivery::Result::kRefused : Delivery::Result::kFailed, std::move(error)};
  }

  Server server_;
  Mailbox from_;
  std::mutex mutex_;
  Owned<CURL> handle_;
};

void start_curl() {
  static const bool started = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
  if (!started) throw std::runtime_error("libcurl did not start");
}

std::string describe(CURLcode code, const char* said) {
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
      return "the mail server's name is not known: correct the host in SMTP_URL";
    case CURLE_COULDNT_CONNECT:
    case CURLE_OPERATION_TIMEDOUT:
      return "the mail server does not answer: correct host and port in SMTP_URL (587 for smtp://, 465 for smtps://), "
             "or ask whether this machine may reach it";
    case CURLE_LOGIN_DENIED:
      return "the mail server refuses user or password: correct them in SMTP_URL (an @ in them is written %40)";
    case CURLE_PEER_FAILED_VERIFICATION:
      return "the mail server's certificate is not valid for this name: use the name it is made for in SMTP_URL";
    case CURLE_USE_SSL_FAILED:
      return "the mail server offers no encryption, so no password is sent: use smtps:// or another port in SMTP_URL";
    default:
      return std::string("the mail server cannot be used: ") + said + ": correct SMTP_URL";
  }
}

}  // namespace

std::optional<std::string> smtp_trouble(const std::string& url) {
  start_curl();
  const Server server = parse_server(url);
  const Owned<CURL> handle{curl_easy_init()};
  if (!handle) return "out of memory";
  std::array<char, CURL_ERROR_SIZE> error{};
  constexpr long kPatienceMs = 10'000;
  set_server(handle.get(), server, kPatienceMs);
  curl_easy_setopt(handle.get(), CURLOPT_ERRORBUFFER, error.data());
  // Without a mail libcurl sends a command of our choice after the login.
  curl_easy_setopt(handle.get(), CURLOPT_NOBODY, 1L);
  curl_easy_setopt(handle.get(), CURLOPT_CUSTOMREQUEST, "NOOP");
  const CURLcode code = curl_easy_perform(handle.get());
  if (code == CURLE_OK) return std::nullopt;
  return describe(code, error.front() != '\0' ? error.data() : curl_easy_strerror(code));
}

bool is_server_url(const std::string& url) {
  try {
    parse_server(url);
    return true;
  } catch (const std::invalid_argument&) {
    return false;
  }
}

std::unique_ptr<Mailer> make_smtp_mailer(const std::string& url, Mailbox from) {
  start_curl();
  return std::make_unique<SmtpMailer>(parse_server(url), std::move(from));
}

}  // namespace hurtrock::mail

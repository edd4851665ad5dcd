#include "platform/fetch/fetch.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <mutex>
#include <stdexcept>

#include "platform/core/text.hpp"
#include "platform/fetch/curl_handle.hpp"
#include "platform/fetch/start.hpp"
#include "platform/log/log.hpp"

namespace hurtrock::fetch {
namespace {

struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using HeaderLines = std::unique_ptr<curl_slist, FreeList>;

bool is_token(std::string_view word) {
  return !word.empty() && std::ranges::all_of(word, [](char c) {
    return c > 0x20 && c < 0x7F && std::string_view{"\"(),/:;<=>?@[\\]{}"}.find(c) == std::string_view::npos;
  });
}

bool is_one_line(std::string_view value) {
  return value.find_first_of(std::string_view{"\r\n\0", 3}) == std::string_view::npos;
}

bool is_well_formed(const Call& call) {
  return is_token(call.method) && is_one_line(call.url) && is_one_line(call.authorization.reveal()) &&
         std::ranges::all_of(call.headers,
                             [](const auto& header) { return is_token(header.first) && is_one_line(header.second); });
}

/// Methods that may be repeated without a second effect (RFC 9110 section 9.2.2).
bool is_idempotent(std::string_view method) { return method != "POST" && method != "PATCH"; }

HeaderLines header_lines(const Call& call) {
  curl_slist* lines = nullptr;
  const auto add = [&lines](const std::string& line) {
    curl_slist* const longer = curl_slist_append(lines, line.c_str());
    if (longer == nullptr) throw std::bad_alloc{};
    lines = longer;
  };
  // libcurl would wait a second for "100 Continue", and invent a content type, unless told otherwise.
  add("Expect:");
  if (!call.body.empty()) add("Content-Type:");
  for (const auto& [name, value] : call.headers) add(value.empty() ? name + ";" : name + ": " + value);
  if (const auto id = log::current_request_id(); call.tells_request_id && !id.empty())
    add("X-Request-Id: " + std::string(id));
  if (!call.authorization.empty()) add("Authorization: " + call.authorization.reveal());
  return HeaderLines{lines};
}

/// One call on its way: what is left to send, and what has come back so far.
class Exchange {
 public:
  explicit Exchange(const Call& call) : call_(call), unsent_(call.body), lines_(header_lines(call)) {}

  Answer run(CURL* handle) {
    prepare(handle);
    const CURLcode code = curl_easy_perform(handle);
    // How much of the request left this machine tells whether the service can have acted upon it.
    long sent_bytes = 0;
    curl_easy_getinfo(handle, CURLINFO_REQUEST_SIZE, &sent_bytes);
    if (code == CURLE_OK) {
      long status = 0;
      curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
      answer_.outcome = Answer::Outcome::kAnswered;
      answer_.status = static_cast<int>(status);
      return std::move(answer_);
    }
    return {.outcome = sent_bytes == 0 ? Answer::Outcome::kNotSent : Answer::Outcome::kUnknown, .error = reason(code)};
  }

 private:
  void prepare(CURL* handle) {
    const auto set = [handle](CURLoption option, auto value) {
      if (curl_easy_setopt(handle, option, value) != CURLE_OK) throw std::runtime_error("libcurl refuses an option");
    };
    set(CURLOPT_URL, call_.url.c_str());
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_FOLLOWLOCATION, 0L);
    set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    set(CURLOPT_SSL_VERIFYPEER, 1L);
    set(CURLOPT_SSL_VERIFYHOST, 2L);
    set(CURLOPT_PROXY, "");
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(call_.connect_timeout.count()));
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(call_.timeout.count()));
    set(CURLOPT_USERAGENT, "hurtrock");
    set(CURLOPT_ERRORBUFFER, error_.data());
    set(CURLOPT_HEADERFUNCTION, &take_header);
    set(CURLOPT_HEADERDATA, this);
    set(CURLOPT_WRITEFUNCTION, &take_body);
    set(CURLOPT_WRITEDATA, this);
    set(CURLOPT_HTTPHEADER, lines_.get());
    prepare_method(set);
  }

  void prepare_method(const auto& set) {
    if (call_.method == "HEAD") {
      set(CURLOPT_NOBODY, 1L);
      return;
    }
    set(CURLOPT_CUSTOMREQUEST, call_.method.c_str());
    if (call_.body.empty() && is_idempotent(call_.method)) return;
    set(CURLOPT_POST, 1L);
    set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(call_.body.size()));
    if (is_idempotent(call_.method)) {
      set(CURLOPT_POSTFIELDS, call_.body.data());
      return;
    }
    // When a kept connection breaks under a request, libcurl sends it again on a fresh one. A POST must not happen
    // twice: a body that cannot be rewound prevents that, and without a body only a fresh connection does.
    set(CURLOPT_READFUNCTION, &give_body);
    set(CURLOPT_READDATA, this);
    if (call_.body.empty()) set(CURLOPT_FRESH_CONNECT, 1L);
  }

  [[nodiscard]] std::string reason(CURLcode code) const {
    if (too_large_) return "the answer is larger than " + std::to_string(call_.max_answer_bytes) + " bytes";
    return error_.front() != '\0' ? error_.data() : curl_easy_strerror(code);
  }

  static std::size_t give_body(char* out, std::size_t size, std::size_t count, void* self) {
    std::string_view& unsent = static_cast<Exchange*>(self)->unsent_;
    const std::size_t given = unsent.copy(out, size * count);
    unsent.remove_prefix(given);
    return given;
  }

  static std::size_t take_body(const char* data, std::size_t size, std::size_t count, void* self) {
    auto& exchange = *static_cast<Exchange*>(self);
    std::string& body = exchange.answer_.body;
    const std::size_t bytes = size * count;
    if (bytes > exchange.call_.max_answer_bytes - body.size()) {
      exchange.too_large_ = true;
      return 0;  // ends the transfer
    }
    body.append(data, bytes);
    return bytes;
  }

  static std::size_t take_header(const char* data, std::size_t size, std::size_t count, void* self) {
    auto& headers = static_cast<Exchange*>(self)->answer_.headers;
    const std::string_view line{data, size * count};
    // An interim answer (100 to 199) has headers of its own, which the final status line puts away.
    if (line.starts_with("HTTP/")) headers.clear();
    if (const std::size_t colon = line.find(':'); colon != std::string_view::npos)
      headers.emplace_back(text::lower(text::trim(line.substr(0, colon))), text::trim(line.substr(colon + 1)));
    return line.size();
  }

  const Call& call_;
  std::string_view unsent_;
  HeaderLines lines_;
  Answer answer_;
  std::array<char, CURL_ERROR_SIZE> error_{};
  bool too_large_ = false;
};

/// libcurl's own sharing of connections between threads is not safe, so each call borrows a handle with the connections
/// it keeps. The handle used last is borrowed first: its connections are the warmest.
class CurlClient final : public Client {
 public:
  CurlClient() { idle_.reserve(kIdleHandles); }

  Answer send(const Call& call) override {
    if (!is_well_formed(call)) return {.error = "malformed call"};
    Handle handle = borrow();
    Answer answer = Exchange{call}.run(handle.get());
    give_back(std::move(handle));
    return answer;
  }

 private:
  static constexpr std::size_t kIdleHandles = 16;

  Handle borrow() {
    {
      const std::scoped_lock lock{mutex_};
      if (!idle_.empty()) {
        Handle handle = std::move(idle_.back());
        idle_.pop_back();
        return handle;
      }
    }
    Handle handle{curl_easy_init()};
    if (!handle) throw std::bad_alloc{};
    return handle;
  }

  void give_back(Handle handle) {
    curl_easy_reset(handle.get());  // forgets the call with its headers, keeps the connections
    const std::scoped_lock lock{mutex_};
    if (idle_.size() < kIdleHandles) idle_.push_back(std::move(handle));
  }

  std::mutex mutex_;
  std::vector<Handle> idle_;
};

}  // namespace

std::unique_ptr<Client> make_client() {
  start_libcurl();
  return std::make_unique<CurlClient>();
}

}  // namespace hurtrock::fetch

#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "platform/http/visitor.hpp"

namespace hurtrock::http {

enum class Method : std::uint8_t { kGet, kHead, kPost, kPut, kPatch, kDelete, kOptions, kOther };
std::string_view to_string(Method method);
constexpr bool is_write(Method m) {
  return m == Method::kPost || m == Method::kPut || m == Method::kPatch || m == Method::kDelete;
}

/// Names and values in the order they came, already decoded. Used for queries and for urlencoded forms.
class Fields {
 public:
  static constexpr std::size_t kMost = 200;
  static constexpr std::size_t kLongestValue = 64 * 1024;  ///< in bytes

  Fields() = default;
  explicit Fields(std::vector<std::pair<std::string, std::string>> pairs) : pairs_(std::move(pairs)) {}
  /// Decodes "a=1&b=2" (percent-encoding and '+'; a '%' that starts no triplet stands for itself). Nothing when there
  /// are more than `most` fields, a value is longer than kLongestValue, or the decoded bytes are not UTF-8 or hold a
  /// NUL.
  static std::optional<Fields> decode(std::string_view encoded, std::size_t most = kMost);

  /// The first value of that name, or nothing. A field may come several times: then `count` says so.
  [[nodiscard]] std::optional<std::string_view> get(std::string_view name) const;
  /// The first value, or "".
  [[nodiscard]] std::string_view value(std::string_view name) const;
  [[nodiscard]] std::vector<std::string_view> all(std::string_view name) const;
  [[nodiscard]] std::size_t count(std::string_view name) const;
  [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& pairs() const { return pairs_; }
  /// Encoded again, sorted by name (stable): the same for queries that mean the same.
  [[nodiscard]] std::string canonical() const;

 private:
  std::vector<std::pair<std::string, std::string>> pairs_;
};

/// A file part of multipart/form-data, written to a temporary file while it came in. The file is removed with the
/// request unless it has been renamed away.
struct Upload {
  std::string field;
  std::string filename;  ///< as sent, last path component only; never used to name a file
  std::string path;
  std::uint64_t size = 0;
};

/// One request, complete. Owned by its connection; handlers see it by const reference until they return.
struct Request {
  Method method = Method::kGet;
  std::string target;  ///< as sent: path and query
  std::string path;    ///< percent-decoded, UTF-8, starts with '/', no "//", "." or ".." segments
  Fields query;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;  ///< at most the route's limit
  Fields form;       ///< of a urlencoded or multipart body
  std::vector<Upload> uploads;
  std::vector<std::pair<std::string_view, std::string>> params;  ///< of the route's pattern
  std::string remote_address;                                    ///< of the client, through trusted proxies
  std::string request_id;  ///< taken over from X-Request-Id when it is plain, else made here
  bool secure = false;     ///< came by HTTPS, here or at a trusted proxy
  Visitor visitor;         ///< who asks: filled in before the handler runs

  /// The header's value, or "". Names compare without case.
  [[nodiscard]] std::string_view header(std::string_view name) const;
  [[nodiscard]] std::string_view cookie(std::string_view name) const;
  /// A part of the path that the route's pattern names, decoded: param("slug") for "/product/:slug".
  [[nodiscard]] std::string_view param(std::string_view name) const;
};

/// Bytes that several answers may share.
using SharedBytes = std::shared_ptr<const std::string>;

/// What comes compressed already (cached pages, assets); the connection picks by Accept-Encoding.
struct Encodings {
  SharedBytes identity, gzip, brotli;  ///< gzip and brotli may be missing
};

struct Response {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers;  ///< all but Content-Length, Date, Connection, Server
  std::string body;                                          ///< compressed on the way out when that pays
  std::optional<Encodings> prepared;                         ///< instead of `body`
  std::string file;                                          ///< instead of both: a file to be sent, with Range support
  bool close = false;

  void set(std::string_view name, std::string value);  ///< replaces
  void add(std::string_view name, std::string value);  ///< adds another (Set-Cookie)
  [[nodiscard]] std::string_view header(std::string_view name) const;
};

struct CookieOptions {
  bool http_only = true;
  bool secure = false;
  std::optional<std::int64_t> max_age_s;  ///< none: until the browser closes
};
/// As the browser is to call a cookie that is for the whole of this host and nobody else: with TLS under a name
/// (RFC 6265bis, "__Host-") that neither plain HTTP nor another host of the domain can write.
std::string host_cookie_name(std::string_view name, bool secure);
/// SameSite=Lax, Path=/.
void set_cookie(Response& response, std::string_view name, std::string_view value, const CookieOptions& options);

Response html(int status, std::string page);
/// `json` is serialised text.
Response json(int status, std::string json);
/// A file to be looked at or saved under `file_name` (ASCII letters, digits, '-' and '.'); personal, and not to be kept
/// by anything on its way.
Response document(std::string bytes, std::string_view content_type, std::string_view file_name);
/// 303: after a form was accepted. `location` is a path of our own or an address we made.
Response see_other(std::string location);
/// 301
Response moved(std::string location);

}  // namespace hurtrock::http

#include "platform/fetch/download.hpp"

#include <curl/curl.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <new>
#include <stdexcept>
#include <system_error>

#include "platform/fetch/curl_handle.hpp"
#include "platform/fetch/public_address.hpp"
#include "platform/fetch/start.hpp"

namespace hurtrock::fetch {
namespace {

using Why = NotDownloaded::Why;

constexpr long kMostRedirects = 3;
constexpr long kConnectTimeoutMs = 5'000;

struct CloseUrl {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

std::uint16_t port_of(const sockaddr& address) {
  // It stands in the same place of both families.
  sockaddr_in internet{};
  std::memcpy(&internet, &address, sizeof internet);
  return ntohs(internet.sin_port);
}

bool is_loopback(const sockaddr& address) {
  sockaddr_in internet{};
  std::memcpy(&internet, &address, sizeof internet);
  return address.sa_family == AF_INET && ntohl(internet.sin_addr.s_addr) == INADDR_LOOPBACK;
}

/// Shopkeepers copy addresses as browsers show them: what is not ASCII behind the host is written the way it is sent.
std::string as_sent(std::string_view url) {
  const auto host = url.find("://");
  const auto path = host == std::string_view::npos ? host : url.find('/', host + 3);
  std::string sent(url.substr(0, path));
  for (const char c : path == std::string_view::npos ? std::string_view{} : url.substr(path)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= 0x20 || byte >= 0x7F)
      sent += fmt::format("%{:02X}", byte);
    else
      sent += c;
  }
  return sent;
}

class Download {
 public:
  Download(const DownloadLimits& limits, std::FILE* out) : limits_(limits), out_(out) {}

  std::expected<void, NotDownloaded> run(const std::string& url) {
    // A handle of its own each time: a connection that is kept was allowed to somebody else's address.
    const std::unique_ptr<CURL, CloseHandle> handle{curl_easy_init()};
    if (!handle) throw std::bad_alloc{};
    prepare(handle.get(), url);
    const CURLcode code = curl_easy_perform(handle.get());
    if (write_error_ != 0) throw std::system_error(write_error_, std::generic_category(), "writing a download");
    long status = 0;
    curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
    if (code != CURLE_OK) return std::unexpected(NotDownloaded{why(code), 0, reason(code)});
    if (status != 200) return std::unexpected(NotDownloaded{Why::kStatus, static_cast<int>(status), {}});
    return {};
  }

 private:
  void prepare(CURL* handle, const std::string& url) {
    const auto set = [handle](CURLoption option, auto value) {
      if (curl_easy_setopt(handle, option, value) != CURLE_OK) throw std::runtime_error("libcurl refuses an option");
    };
    set(CURLOPT_URL, url.c_str());
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    set(CURLOPT_FOLLOWLOCATION, 1L);
    set(CURLOPT_MAXREDIRS, kMostRedirects);
    set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    set(CURLOPT_SSL_VERIFYPEER, 1L);
    set(CURLOPT_SSL_VERIFYHOST, 2L);
    set(CURLOPT_PROXY, "");  // it would be the proxy's address that is judged
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_CONNECTTIMEOUT_MS, kConnectTimeoutMs);
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(limits_.time.count()));
    set(CURLOPT_USERAGENT, "hurtrock");
    set(CURLOPT_ERRORBUFFER, error_.data());
    set(CURLOPT_OPENSOCKETFUNCTION, &open_socket);
    set(CURLOPT_OPENSOCKETDATA, this);
    set(CURLOPT_WRITEFUNCTION, &take);
    set(CURLOPT_WRITEDATA, this);
  }

  [[nodiscard]] Why why(CURLcode code) const {
    if (too_large_) return Why::kTooLarge;
    if (code == CURLE_TOO_MANY_REDIRECTS) return Why::kRedirects;
    if (code == CURLE_OPERATION_TIMEDOUT) return Why::kTooSlow;
    // Of several addresses of one name, all are tried before it comes to this.
    return refused_ ? Why::kNotPublic : Why::kUnreachable;
  }

  [[nodiscard]] std::string reason(CURLcode code) const {
    return error_.front() != '\0' ? error_.data() : curl_easy_strerror(code);
  }

  /// Called with the address that is going to be connected to, once it is settled.
  static curl_socket_t open_socket(void* self, curlsocktype, curl_sockaddr* to) {
    auto& download = *static_cast<Download*>(self);
    if (!download.may_reach(to->addr)) {
      download.refused_ = true;
      return CURL_SOCKET_BAD;
    }
    return ::socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
  }

  [[nodiscard]] bool may_reach(const sockaddr& address) const {
    const std::uint16_t port = port_of(address);
    if (limits_.open_port != 0 && port == limits_.open_port && is_loopback(address)) return true;
    return is_public(address) && (port == 80 || port == 443);
  }

  static std::size_t take(const char* data, std::size_t size, std::size_t count, void* self) {
    auto& download = *static_cast<Download*>(self);
    const std::size_t bytes = size * count;
    if (bytes > download.limits_.bytes - download.taken_) {
      download.too_large_ = true;
      return 0;  // ends the transfer
    }
    download.taken_ += bytes;
    if (std::fwrite(data, 1, bytes, download.out_) == bytes) return bytes;
    download.write_error_ = errno;
    return 0;
  }

  const DownloadLimits& limits_;
  std::FILE* out_;
  std::uint64_t taken_ = 0;
  std::array<char, CURL_ERROR_SIZE> error_{};
  bool refused_ = false, too_large_ = false;
  int write_error_ = 0;
};

class CurlDownloader final : public Downloader {
 public:
  explicit CurlDownloader(DownloadLimits limits) : limits_(limits) {}

  std::expected<void, NotDownloaded> download(const std::string& url, const std::string& file) override {
    if (!is_web_address(url)) return std::unexpected(NotDownloaded{Why::kUnreachable, 0, "no web address"});
    std::unique_ptr<std::FILE, CloseFile> out{std::fopen(file.c_str(), "wbe")};
    if (!out) throw std::system_error(errno, std::generic_category(), file);
    try {
      auto result = Download(limits_, out.get()).run(as_sent(url));
      if (std::fclose(out.release()) != 0) throw std::system_error(errno, std::generic_category(), file);
      if (!result) ::unlink(file.c_str());
      return result;
    } catch (...) {
      ::unlink(file.c_str());
      throw;
    }
  }

 private:
  const DownloadLimits limits_;
};

}  // namespace

std::unique_ptr<Downloader> make_downloader(DownloadLimits limits) {
  start_libcurl();
  return std::make_unique<CurlDownloader>(limits);
}

bool is_web_address(std::string_view url) {
  if (url.find('\0') != std::string_view::npos) return false;
  const std::unique_ptr<CURLU, CloseUrl> parts{curl_url()};
  if (!parts || curl_url_set(parts.get(), CURLUPART_URL, as_sent(url).c_str(), 0) != CURLUE_OK) return false;
  const auto part = [&](CURLUPart which) {
    char* text = nullptr;
    if (curl_url_get(parts.get(), which, &text, 0) != CURLUE_OK) return std::string{};
    std::string copy(text);
    curl_free(text);
    return copy;
  };
  const std::string scheme = part(CURLUPART_SCHEME);
  return (scheme == "http" || scheme == "https") && part(CURLUPART_USER).empty() && part(CURLUPART_PASSWORD).empty();
}

}  // namespace hurtrock::fetch

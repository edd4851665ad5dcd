#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <string_view>

/// Files from addresses that strangers have written. Where a name leads is judged at each connection, at the very
/// address that is connected to: neither a redirect, nor a name that leads elsewhere the second time it is asked for,
/// reaches what is private (public_address.hpp). Only ports 80 and 443 are asked.
namespace hurtrock::fetch {

struct NotDownloaded {
  enum class Why : std::uint8_t {
    kNotPublic,    ///< the address, or one it redirects to, leads to a private one or to another port
    kUnreachable,  ///< no such name, no connection, no valid certificate, or the connection broke
    kRedirects,    ///< more than three
    kStatus,       ///< answered, with `status`
    kTooLarge,
    kTooSlow,
  };
  Why why = Why::kUnreachable;
  int status = 0;
  std::string error;  ///< for the log: what libcurl said
};

/// Thread-safe. Blocks its thread for at most the time of its limits.
class Downloader {
 public:
  virtual ~Downloader() = default;
  /// Into `file`, which is made or written over; it is not there when nothing came.
  virtual std::expected<void, NotDownloaded> download(const std::string& url, const std::string& file) = 0;
};

struct DownloadLimits {
  std::uint64_t bytes = 20ULL * 1024 * 1024;
  std::chrono::milliseconds time{20'000};  ///< for all of it, redirects too
  /// A port of 127.0.0.1 that may be asked although it is private; 0: none. For tests: a shop in production cannot be
  /// set so.
  std::uint16_t open_port = 0;
};
std::unique_ptr<Downloader> make_downloader(DownloadLimits limits = {});

/// Whether it is written as an address of http or https, without a name and password in it. Says nothing of where it
/// leads.
bool is_web_address(std::string_view url);

}  // namespace hurtrock::fetch

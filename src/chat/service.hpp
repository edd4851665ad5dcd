#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "platform/core/clock.hpp"
#include "platform/core/secret.hpp"
#include "platform/db/db.hpp"

/// The chat service: rooms, messages and sockets on a port of its own. README.md tells how it hangs together,
/// docs/chat-protocol.md what it speaks.
namespace hurtrock::chat {

struct ServiceSettings {
  std::string host = "127.0.0.1";
  std::uint16_t port = 8000;  ///< 0: any free one
  unsigned io_threads = 2;
  Secret session_secret;             ///< the shop's: tokens are signed with it
  std::string shop_url;              ///< how this service reaches the shop
  std::string public_url;            ///< how everybody else does
  std::vector<std::string> origins;  ///< of pages that may talk to this service
  std::vector<std::string> trusted_proxies;
  std::string data_dir;        ///< for the files of attachments
  std::string picture_helper;  ///< the program hurtrock-images
  std::string redis_url;       ///< empty: this is the only process, or others may be a second late
  bool limit_addresses = true;
  std::string mark;  ///< for /healthz, /readyz and a connection too many: whose this process is
};

class Service {
 public:
  /// Binds the port at once; throws std::system_error when it is taken, std::invalid_argument for a wrong redis_url.
  /// `db` is migrated and, like `clock`, outlives the service.
  Service(db::Database& db, const Clock& clock, ServiceSettings settings);
  ~Service();
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;

  [[nodiscard]] std::uint16_t port() const;
  /// Serves until stop() and the drain are over. Blocks.
  void run();
  /// From any thread.
  void stop();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace hurtrock::chat

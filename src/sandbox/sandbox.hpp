#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "platform/core/clock.hpp"
#include "platform/core/secret.hpp"

/// A local stand-in for the payment providers' APIs: same paths, bodies, signatures, notifications and failures. For
/// development and tests; README.md tells what it does and what it leaves out.
namespace hurtrock::sandbox {

struct SandboxOptions {
  std::string host = "127.0.0.1";
  std::uint16_t port = 5055;  ///< 0: any free one
  /// How browsers reach it, for the links to payment pages; empty: http://host:port.
  std::string public_url;
  std::string merchant_name = "Hurtrock Music Store";
  Secret midtrans_server_key;             ///< what the shop uses; without one every call is refused
  std::string midtrans_notification_url;  ///< the shop's /webhooks/midtrans; empty: nobody is told
  Secret stripe_secret_key;               ///< likewise
  Secret stripe_webhook_secret;           ///< signs events
  std::string stripe_webhook_url;         ///< the shop's /webhooks/stripe; empty: nobody is told
  std::string journal_path;  ///< empty: everything is forgotten at the end. Stripe's has ".stripe" appended
  /// One minute between repeated notifications, as long as it shall take here.
  std::chrono::milliseconds retry_minute{1'000};
  std::string mark;  ///< for /healthz and a connection too many: whose this process is
};

class Sandbox {
 public:
  /// Binds the port and reads the journal; throws std::system_error when either fails. `clock` outlives the sandbox.
  Sandbox(SandboxOptions options, const Clock& clock);
  ~Sandbox();
  Sandbox(const Sandbox&) = delete;
  Sandbox& operator=(const Sandbox&) = delete;

  [[nodiscard]] std::uint16_t port() const;
  /// Serves until stop(). Blocks.
  void run();
  /// From any thread.
  void stop();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace hurtrock::sandbox

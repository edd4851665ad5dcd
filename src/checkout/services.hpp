#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "images/images.hpp"
#include "layout/frame_source.hpp"
#include "orders/mails.hpp"
#include "payments/gateway.hpp"
#include "platform/core/claims.hpp"
#include "platform/core/clock.hpp"
#include "platform/core/secret.hpp"
#include "platform/db/db.hpp"
#include "platform/http/sessions.hpp"
#include "shipping/areas.hpp"

namespace hurtrock::checkout {

/// Proofs of transfers: pictures from outside, made anew before anybody sees them, and shown to staff only.
struct ProofFiles {
  images::Helper* helper = nullptr;
  std::string folder, scratch;
  /// Orders of which one is being looked at, by number.
  std::shared_ptr<Claims> in_hand = std::make_shared<Claims>();
};

struct Settings {
  std::string public_url;  ///< without trailing slash
  Secret session_secret;   ///< signs guests' links to their orders
  /// How long a buyer may take to pay at Midtrans. The longest of its methods, virtual accounts, gives a day.
  std::chrono::minutes payment_time{24 * 60};
  std::chrono::minutes card_time{30};  ///< likewise at Stripe
  /// From the moment on that QRIS or an e-wallet was chosen: they are paid at once, or not at all.
  std::chrono::minutes wallet_time{15};
  /// The goods stay held this much longer, for money that is on its way when the time is up.
  std::chrono::minutes hold_grace{15};
  /// Whether one buyer may have only so many orders (buyer_limits.hpp).
  bool limit_buyers = false;

  [[nodiscard]] std::chrono::minutes time_to_pay(std::string_view provider) const {
    return provider == "stripe" ? card_time : payment_time;
  }
};

/// What checkout needs; filled by src/app/wiring.cpp and alive as long as the process.
struct Services {
  db::Database& db;
  const Clock& clock;
  layout::FrameSource& frames;
  http::SessionStarter& sessions;
  /// The provider's gateway as its keys are now, or nullptr when it has none.
  std::function<payments::GatewayPointer(std::string_view provider)> gateway;
  orders::Mails mails;
  Settings settings;
  /// To be called after a transaction that left something in the outbox or the job queue.
  std::function<void()> wake_jobs;
  ProofFiles proofs = {};
  /// Where the shop is: what buyers type of an address is mostly near it.
  std::function<shipping::Place()> own_place = [] { return shipping::Place{}; };
  /// Told of each notification whose signature was wrong or missing; nothing else is kept of it.
  std::function<void(std::string_view provider)> signature_refused = [](std::string_view) {};
};

}  // namespace hurtrock::checkout

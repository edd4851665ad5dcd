#pragma once

#include <optional>
#include <string>

#include "chat/opening_hours.hpp"
#include "platform/core/published.hpp"
#include "platform/core/secret.hpp"
#include "platform/fetch/fetch.hpp"

namespace hurtrock::chat {

/// The shop's name and hours, as it last told them. Thread-safe.
class ShopHours {
 public:
  /// `shop_url`: how this service reaches the shop.
  ShopHours(fetch::Client& client, const Clock& clock, std::string shop_url, Secret session_secret);

  /// Asks the shop when that is a while ago; waits for it for at most two seconds.
  void refresh();

  struct Answer {
    std::string shop, body;
  };
  /// What somebody is told who writes now; nothing while the shop is open, or has not told yet when it is. Does not
  /// wait.
  [[nodiscard]] std::optional<Answer> answer_if_closed(const i18n::Texts& texts) const;

 private:
  struct Told {
    std::string name;
    Week week;
  };
  fetch::Client& client_;
  const Clock& clock_;
  const std::string shop_url_;
  const Secret session_secret_;
  Time ask_at_{};  ///< of the one thread that refreshes
  Published<Told> told_;
};

}  // namespace hurtrock::chat

#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "chat/frames.hpp"
#include "platform/core/clock.hpp"
#include "platform/fetch/fetch.hpp"

namespace hurtrock::chat {

/// Products as the shop's public API tells of them, remembered for a short while. Thread-safe; waits for the shop for
/// at most two seconds, and not at all for a while after it did not answer.
class ProductCards {
 public:
  /// `shop_url`: how this service reaches the shop; `public_url`: how everybody else does, for pictures.
  ProductCards(fetch::Client& client, const Clock& clock, std::string shop_url, std::string public_url);

  struct Found {
    bool unknown = false;             ///< the shop says that there is no such product
    std::optional<ProductCard> card;  ///< nothing although not unknown: the shop could not be asked
  };
  Found find(const std::string& slug);

 private:
  struct Kept {
    Found found;
    Time asked_at;
  };
  std::optional<Found> ask(const std::string& slug);

  fetch::Client& client_;
  const Clock& clock_;
  const std::string shop_url_, public_url_;
  std::mutex mutex_;
  std::unordered_map<std::string, Kept> kept_;
  Time silent_until_{};
};

}  // namespace hurtrock::chat

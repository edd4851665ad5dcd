#pragma once

#include <cstdint>
#include <expected>
#include <string>

#include "chat/chat.hpp"
#include "platform/core/secret.hpp"
#include "platform/fetch/fetch.hpp"

namespace hurtrock::chat {

enum class NotIntroduced : std::uint8_t {
  kNoStaff,     ///< the shop has no such account, or it is none of the staff's, or switched off
  kShopSilent,  ///< the shop could not be asked
};

/// The shop's staff, also those who have never been here. Thread-safe.
class StaffDirectory {
 public:
  /// `shop_url`: how this service reaches the shop.
  StaffDirectory(fetch::Client& client, const Clock& clock, std::string shop_url, Secret session_secret);

  /// Asks the shop and waits for it for at most two seconds: outside transactions.
  std::expected<Introduction, NotIntroduced> find(PersonId account) const;

 private:
  fetch::Client& client_;
  const Clock& clock_;
  const std::string shop_url_;
  const Secret session_secret_;
};

}  // namespace hurtrock::chat

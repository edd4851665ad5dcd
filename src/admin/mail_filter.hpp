#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "platform/http/message.hpp"
#include "platform/mail/outbox.hpp"

namespace hurtrock::admin {

/// In the order of the list's tabs.
inline constexpr mail::State kMailStates[] = {mail::State::kWaiting, mail::State::kDead, mail::State::kSent};

/// Characters of what is searched for: a mailbox has no more.
inline constexpr std::size_t kLongestMailSearch = 254;

/// Which mails the list shows, as its address says it: newest first, one screenful from a cursor on.
struct MailFilter {
  std::optional<mail::State> state;
  std::string search;  ///< a mailbox or the number of an order, whole; at most kLongestMailSearch characters, trimmed
  std::int64_t before = 0;

  /// From the query; what cannot be read counts as not said.
  static MailFilter read(const http::Fields& query);
  /// From the beginning of the list.
  [[nodiscard]] std::string address() const;
  [[nodiscard]] std::string address_before(std::int64_t id) const;
};

}  // namespace hurtrock::admin

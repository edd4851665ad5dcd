#pragma once

#include <array>
#include <optional>
#include <string>

#include "platform/core/clock.hpp"
#include "platform/i18n/texts.hpp"

/// When the shop is open, and what somebody is told who writes while it is not. Pure.
namespace hurtrock::chat {

/// Minutes after midnight in WIB.
struct Hours {
  int opens = 0, closes = 0;
  bool operator==(const Hours&) const = default;
};
/// By weekday, 0 is Sunday; none: closed.
using Week = std::array<std::optional<Hours>, 7>;

bool is_open(const Week& week, Time now);
/// The first moment from `now` on at which it opens; nothing when it never does.
std::optional<Time> next_opening(const Week& week, Time now);
/// Says when there will be an answer.
std::string closed_answer(const Week& week, Time now, const i18n::Texts& texts);

}  // namespace hurtrock::chat

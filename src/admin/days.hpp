#pragma once

#include <optional>
#include <string>
#include <vector>

#include "platform/core/clock.hpp"
#include "platform/http/message.hpp"
#include "platform/i18n/texts.hpp"

namespace hurtrock::admin {

/// A stretch of whole days in WIB. Both ends are beginnings of days there; `from` is in it, `before` is not.
struct Days {
  Time from, before;

  [[nodiscard]] std::int64_t count() const { return (before - from) / std::chrono::days{1}; }
  [[nodiscard]] bool has(Time time) const { return from <= time && time < before; }
  /// As many days, just before these.
  [[nodiscard]] Days before_them() const { return {from - (before - from), from}; }
  auto operator<=>(const Days&) const = default;
};

Days day_of(Time now);
/// From Monday to Sunday.
Days week_of(Time now);
Days month_of(Time now);
/// The whole month before the one that `month` is.
Days month_before(const Days& month);
/// So many days, of which the last is today.
Days last_days(Time now, int count);

/// "2026-11-22", as addresses and date fields have it.
std::string iso_day(Time day);
/// "22 Nov 2026"
std::string short_day(Time day, const i18n::Texts& texts);
/// "Nov 2026"
std::string short_month(Time day, const i18n::Texts& texts);
/// "1 Nov 2026 – 10 Nov 2026", of one day "1 Nov 2026"
std::string range_text(const Days& of, const i18n::Texts& texts);
/// "from=2026-11-01&to=2026-11-30"
std::string query_of(const Days& days);
/// From the fields `from` and `to`. Nothing unless both are days, in order, and no more than `most` of them.
std::optional<Days> read_days(const http::Fields& query, std::int64_t most);

}  // namespace hurtrock::admin

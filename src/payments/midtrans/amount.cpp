#include "payments/midtrans/amount.hpp"

#include "platform/core/text.hpp"

namespace hurtrock::payments {

std::optional<Money> parse_amount(std::string_view text) {
  constexpr std::int64_t kMost = 999'999'999'999'999;
  if (const auto point = text.find('.'); point != std::string_view::npos) {
    const std::string_view fraction = text.substr(point + 1);
    if (fraction.empty() || fraction.find_first_not_of('0') != std::string_view::npos) return std::nullopt;
    text = text.substr(0, point);
  }
  const auto rupiah = text::parse_integer(text, 0, kMost);
  if (!rupiah) return std::nullopt;
  return Money{*rupiah};
}

}  // namespace hurtrock::payments

#include "catalog/typed_price.hpp"

#include "platform/core/text.hpp"

namespace hurtrock::catalog {
namespace {

constexpr std::int64_t kHighestTypedPrice = 1'000'000'000'000;
constexpr std::size_t kGroup = 3;
constexpr std::string_view kNoBreakSpace = "\u00a0";

std::string_view without_prefix(std::string_view text) {
  text = text::trim(text);
  if (text.size() >= 2 && text::equals_ignoring_case(text.substr(0, 2), "rp")) {
    text.remove_prefix(2);
    if (text.starts_with('.')) text.remove_prefix(1);
  }
  return text::trim(text);
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The length of the separator that the text begins with, 0 for none.
std::size_t separator_length(std::string_view text) {
  if (text.starts_with(kNoBreakSpace)) return kNoBreakSpace.size();
  return text.starts_with('.') || text.starts_with(',') || text.starts_with(' ') ? 1 : 0;
}

}  // namespace

std::optional<Money> read_typed_price(std::string_view text) {
  std::string digits;
  bool grouped = false;
  for (std::string_view rest = without_prefix(text); !rest.empty();) {
    std::size_t run = 0;
    while (run < rest.size() && is_digit(rest[run])) ++run;
    if (run == 0 || (grouped && run != kGroup)) return std::nullopt;
    digits += rest.substr(0, run);
    rest.remove_prefix(run);
    if (rest.empty()) break;
    const std::size_t separator = separator_length(rest);
    if (separator == 0 || separator == rest.size() || (!grouped && run > kGroup)) return std::nullopt;
    rest.remove_prefix(separator);
    grouped = true;
  }
  const auto rupiah = text::parse_integer(digits, 0, kHighestTypedPrice);
  if (!rupiah) return std::nullopt;
  return Money{*rupiah};
}

std::string without_currency(Money amount) {
  const std::string formatted = format_rupiah(amount);
  return formatted.substr(formatted.find(kNoBreakSpace) + kNoBreakSpace.size());
}

}  // namespace hurtrock::catalog

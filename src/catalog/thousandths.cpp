#include "catalog/thousandths.hpp"

#include <fmt/format.h>

#include "platform/core/text.hpp"

namespace hurtrock::catalog {

std::string thousandths(std::int64_t milli, i18n::Language language) {
  const std::int64_t size = milli < 0 ? -milli : milli;
  std::string text = fmt::format("{}{}", milli < 0 ? "-" : "", size / 1000);
  const std::int64_t rest = size % 1000;
  if (rest == 0) return text;
  text += language == i18n::Language::kEnglish ? '.' : ',';
  std::string digits = fmt::format("{:03}", rest);
  while (digits.ends_with('0')) digits.pop_back();
  return text + digits;
}

std::optional<std::int64_t> read_thousandths(std::string_view typed) {
  constexpr std::int64_t kHighest = 1'000'000'000;
  constexpr std::size_t kDecimals = 3;
  const std::string_view text = text::trim(typed);
  const auto mark = text.find_first_of(".,");
  const auto whole = text::parse_integer(text.substr(0, mark), 0, kHighest);
  if (!whole) return std::nullopt;
  if (mark == std::string_view::npos) return *whole * 1000;
  std::string decimals(text.substr(mark + 1));
  if (decimals.empty() || decimals.size() > kDecimals) return std::nullopt;
  decimals.resize(kDecimals, '0');
  const auto milli = text::parse_integer(decimals, 0, 999);
  return milli ? std::optional{*whole * 1000 + *milli} : std::nullopt;
}

}  // namespace hurtrock::catalog

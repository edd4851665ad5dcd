#include "platform/core/phone.hpp"

namespace hurtrock::text {
namespace {

/// "081234567890" -> "0812-3456-7890"; the last group takes what is left, one digit never stands alone.
std::string in_fours(std::string_view digits) {
  std::string grouped;
  while (digits.size() > 5) {
    grouped += digits.substr(0, 4);
    grouped += '-';
    digits.remove_prefix(4);
  }
  return grouped += digits;
}

}  // namespace

std::string national_phone(std::string_view stored) {
  constexpr std::string_view kIndonesia = "+62";
  if (!stored.starts_with(kIndonesia)) return std::string(stored);
  const std::string digits = "0" + std::string(stored.substr(kIndonesia.size()));
  // How many digits are the area's differs where a line is fixed.
  return digits.starts_with("08") ? in_fours(digits) : digits;
}

}  // namespace hurtrock::text

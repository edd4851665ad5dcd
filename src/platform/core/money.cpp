#include "platform/core/money.hpp"

namespace hurtrock {

std::string format_rupiah(Money amount) {
  const std::int64_t value = amount.rupiah();
  // The magnitude of the smallest 64-bit number does not fit its own type.
  std::uint64_t magnitude = value < 0 ? ~static_cast<std::uint64_t>(value) + 1 : static_cast<std::uint64_t>(value);
  char digits[32];
  char* const end = digits + sizeof digits;
  char* first = end;
  int written = 0;
  do {
    if (written != 0 && written % 3 == 0) *--first = '.';
    *--first = static_cast<char>('0' + magnitude % 10);
    magnitude /= 10;
    ++written;
  } while (magnitude != 0);

  std::string text = value < 0 ? "-Rp\u00a0" : "Rp\u00a0";
  return text.append(first, end);
}

}  // namespace hurtrock

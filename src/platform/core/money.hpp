#pragma once

#include <compare>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <string>

namespace hurtrock {

/// An amount of whole rupiah. The shop sells in one currency, so the currency is not carried along
/// (docs/decisions/0003-rupiah.md). May be negative (discounts, ledger entries).
/// Arithmetic that leaves the 64-bit range throws std::overflow_error: wrong sums are never returned.
class Money {
 public:
  constexpr Money() = default;
  constexpr explicit Money(std::int64_t rupiah) : rupiah_(rupiah) {}

  [[nodiscard]] constexpr std::int64_t rupiah() const { return rupiah_; }
  constexpr auto operator<=>(const Money&) const = default;

  constexpr Money& operator+=(Money other) {
    if (__builtin_add_overflow(rupiah_, other.rupiah_, &rupiah_)) throw std::overflow_error("Money +");
    return *this;
  }
  constexpr Money& operator-=(Money other) {
    if (__builtin_sub_overflow(rupiah_, other.rupiah_, &rupiah_)) throw std::overflow_error("Money -");
    return *this;
  }
  friend constexpr Money operator+(Money a, Money b) { return a += b; }
  friend constexpr Money operator-(Money a, Money b) { return a -= b; }
  friend constexpr Money operator-(Money a) { return Money{} -= a; }
  friend constexpr Money operator*(Money a, std::int64_t times) {
    std::int64_t product = 0;
    if (__builtin_mul_overflow(a.rupiah_, times, &product)) throw std::overflow_error("Money *");
    return Money{product};
  }

 private:
  std::int64_t rupiah_ = 0;
};

/// As Indonesians write it: "Rp 12.500.000", negative "-Rp 5.000". The space is U+00A0, so a price never breaks
/// over two lines.
std::string format_rupiah(Money amount);

}  // namespace hurtrock

#include "payments/stripe/amount.hpp"

#include <algorithm>

namespace hurtrock::payments {
namespace {

constexpr std::int64_t kSenPerRupiah = 100;

std::string upper(std::string_view currency) {
  std::string letters{currency};
  std::ranges::transform(letters, letters.begin(),
                         [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return letters;
}

}  // namespace

std::int64_t to_stripe(Money amount) { return amount.rupiah() * kSenPerRupiah; }

ToldAmount from_stripe(std::int64_t minor_units, std::string_view currency) {
  if (currency == "idr" && minor_units % kSenPerRupiah == 0) return {Money{minor_units / kSenPerRupiah}, "IDR"};
  return {Money{minor_units}, upper(currency) + " minor units"};
}

}  // namespace hurtrock::payments

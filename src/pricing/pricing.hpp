#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "platform/core/money.hpp"

/// Totals and taxes. Pure; any thread.
namespace hurtrock::pricing {

struct Line {
  Money unit_price;
  std::int64_t quantity;
};

/// What an order costs, as the database checks it: total = goods + shipping + fee - discount.
struct Totals {
  Money goods, shipping, fee, discount, total;
};

Money goods_total(std::span<const Line> lines);
Totals total_of(Money goods, Money shipping, Money fee = {}, Money discount = {});

/// PPN contained in a price. The rate is 12 % on 11/12 of the price before tax, so 11 % in effect
/// (PMK 131/2024): tax = price × 11/111, rounded half up; base + tax = price.
struct Tax {
  Money base, tax;
};
Tax included_tax(Money price);

/// Splits `amount` in proportion to `weights` so that the parts add up to it exactly: each gets its share rounded down,
/// the rupiah left over go to the largest remainders, first come first. Weights are not negative; all zero: the first
/// gets everything. `amount` is not negative.
std::vector<Money> split(Money amount, std::span<const std::int64_t> weights);

/// What the buyer pays for each part of an order. `lines` are the lines' totals, which add up to totals.goods. A
/// discount lowers the goods first, in proportion, and the shipping and the fee only by what it exceeds them.
struct PaidParts {
  std::vector<Money> lines;
  Money shipping, fee;
};
PaidParts paid_parts(std::span<const Money> lines, const Totals& totals);

/// Of what was paid for `quantity` pieces, the share of `pieces` more after the first `before`: rounded so that all
/// pieces together are what was paid, however they are parted.
Money share_of_pieces(Money paid, std::int64_t quantity, std::int64_t before, std::int64_t pieces);

/// The tax contained in each part of an order, so that the parts add up to `tax`.
struct TaxParts {
  std::vector<Money> lines;
  Money goods;  ///< the sum of the lines
  Money shipping, fee;
};
/// In proportion to paid_parts.
TaxParts split_tax(Money tax, std::span<const Money> lines, const Totals& totals);

}  // namespace hurtrock::pricing

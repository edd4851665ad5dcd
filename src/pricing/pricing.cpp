#include "pricing/pricing.hpp"

#include <algorithm>
#include <numeric>

namespace hurtrock::pricing {
namespace {

// Products of two amounts of rupiah do not fit 64 bits.
__extension__ using Wide = __int128;

}  // namespace

Money goods_total(std::span<const Line> lines) {
  Money sum;
  for (const Line& line : lines) sum += line.unit_price * line.quantity;
  return sum;
}

Totals total_of(Money goods, Money shipping, Money fee, Money discount) {
  return {.goods = goods,
          .shipping = shipping,
          .fee = fee,
          .discount = discount,
          .total = goods + shipping + fee - discount};
}

Tax included_tax(Money price) {
  const Wide doubled = Wide{price.rupiah()} * 22 + 111;
  const Money tax{static_cast<std::int64_t>(doubled / 222)};
  return {.base = price - tax, .tax = tax};
}

std::vector<Money> split(Money amount, std::span<const std::int64_t> weights) {
  std::vector<Money> parts(weights.size());
  if (weights.empty()) return parts;
  Wide sum = 0;
  for (const std::int64_t weight : weights) sum += weight;
  if (sum == 0) {
    parts.front() = amount;
    return parts;
  }

  std::vector<Wide> remainders(weights.size());
  Money left = amount;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const Wide product = Wide{amount.rupiah()} * weights[i];
    parts[i] = Money{static_cast<std::int64_t>(product / sum)};
    remainders[i] = product % sum;
    left -= parts[i];
  }

  std::vector<std::size_t> order(weights.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, [&](std::size_t a, std::size_t b) {
    return remainders[a] != remainders[b] ? remainders[a] > remainders[b] : a < b;
  });
  for (std::size_t i = 0; left > Money{}; ++i) {
    parts[order[i]] += Money{1};
    left -= Money{1};
  }
  return parts;
}

PaidParts paid_parts(std::span<const Money> lines, const Totals& totals) {
  std::vector<std::int64_t> weights;
  for (const Money line : lines) weights.push_back(line.rupiah());
  const std::vector<Money> discounts = split(std::min(totals.discount, totals.goods), weights);
  PaidParts paid{.lines = {lines.begin(), lines.end()}, .shipping = {}, .fee = {}};
  for (std::size_t i = 0; i < paid.lines.size(); ++i) paid.lines[i] -= discounts[i];

  const Money beyond_goods = totals.discount - std::min(totals.discount, totals.goods);
  const Money off_shipping = std::min(beyond_goods, totals.shipping);
  paid.shipping = totals.shipping - off_shipping;
  paid.fee = totals.fee - (beyond_goods - off_shipping);
  return paid;
}

Money share_of_pieces(Money paid, std::int64_t quantity, std::int64_t before, std::int64_t pieces) {
  const auto of_first = [&](std::int64_t count) {
    return Money{static_cast<std::int64_t>(Wide{paid.rupiah()} * count / quantity)};
  };
  return of_first(before + pieces) - of_first(before);
}

TaxParts split_tax(Money tax, std::span<const Money> lines, const Totals& totals) {
  const PaidParts paid = paid_parts(lines, totals);
  std::vector<std::int64_t> weights;
  for (const Money line : paid.lines) weights.push_back(line.rupiah());
  weights.push_back(paid.shipping.rupiah());
  weights.push_back(paid.fee.rupiah());

  TaxParts parts{.lines = split(tax, weights), .goods = {}, .shipping = {}, .fee = {}};
  parts.fee = parts.lines.back();
  parts.lines.pop_back();
  parts.shipping = parts.lines.back();
  parts.lines.pop_back();
  for (const Money line : parts.lines) parts.goods += line;
  return parts;
}

}  // namespace hurtrock::pricing

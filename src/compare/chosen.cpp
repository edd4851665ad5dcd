#include "compare/chosen.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "platform/core/text.hpp"

namespace hurtrock::compare {
namespace {

const catalog::SnapshotProduct& product_at(const catalog::Snapshot& snapshot, int index) {
  return snapshot.products()[static_cast<std::size_t>(index)];
}

}  // namespace

FromSlugs from_slugs(const catalog::Snapshot& snapshot, const std::vector<std::string_view>& slugs) {
  FromSlugs answer;
  for (const auto slug : slugs) {
    const auto product = snapshot.find_product(slug);
    if (!product)
      ++answer.missing;
    else if (!add(answer.products, *product))
      answer.too_many = true;
  }
  return answer;
}

Chosen from_cookie(const catalog::Snapshot& snapshot, std::string_view cookie) {
  Chosen chosen;
  for (const auto word : text::split(cookie, '.')) {
    const auto id = text::parse_integer(word, 1, INT64_MAX);
    const auto product = id ? snapshot.find_product(ProductId{*id}) : std::nullopt;
    if (product && !add(chosen, *product)) break;
  }
  return chosen;
}

std::string to_cookie(const catalog::Snapshot& snapshot, const Chosen& chosen) {
  std::string cookie;
  for (const int index : chosen)
    fmt::format_to(std::back_inserter(cookie), "{}{}", cookie.empty() ? "" : ".",
                   product_at(snapshot, index).id.value());
  return cookie;
}

std::string address_of(const catalog::Snapshot& snapshot, const Chosen& chosen) {
  std::string address = "/compare";
  for (const int index : chosen)
    fmt::format_to(std::back_inserter(address), "{}with={}", address.contains('?') ? '&' : '?',
                   product_at(snapshot, index).slug);
  return address;
}

bool add(Chosen& chosen, int product) {
  if (std::ranges::find(chosen, product) != chosen.end()) return true;
  if (chosen.size() >= kMostCompared) return false;
  chosen.push_back(product);
  return true;
}

}  // namespace hurtrock::compare

#include "catalog/related.hpp"

#include <algorithm>
#include <utility>

namespace hurtrock::catalog {
namespace {

/// A small category of a large shop is not looked for over the whole of it.
constexpr int kMostSteps = 20'000;

/// Gives products from the nearest price outwards to `take`, until it says that it has enough.
template <class Take>
void by_nearness_of_price(const Snapshot& snapshot, int product, Take&& take) {
  const auto order = snapshot.order(Sort::kPriceAscending);
  const auto price_at = [&](std::size_t place) { return snapshot.products()[order[place]].lowest_price.rupiah(); };
  const std::size_t here = snapshot.rank(Sort::kPriceAscending)[static_cast<std::size_t>(product)];
  const std::int64_t price = price_at(here);
  std::size_t below = here, above = here + 1;  // the next ones are below - 1 and above
  for (int step = 0; step < kMostSteps && (below > 0 || above < order.size()); ++step) {
    const bool down = above == order.size() || (below > 0 && price - price_at(below - 1) <= price_at(above) - price);
    if (!take(static_cast<int>(order[down ? --below : above++]))) return;
  }
}

}  // namespace

std::vector<int> related_to(const Snapshot& snapshot, int product, std::size_t limit) {
  std::vector<int> related, sold_out;
  const auto add_from = [&](int category) {
    const Bitmap& members = snapshot.in_category(category);
    by_nearness_of_price(snapshot, product, [&](int other) {
      if (other == product || !members.test(static_cast<std::size_t>(other))) return true;
      const bool available = snapshot.available(snapshot.products()[static_cast<std::size_t>(other)]) > 0;
      auto& place = available ? related : sold_out;
      if (place.size() < limit && std::ranges::find(place, other) == place.end()) place.push_back(other);
      return related.size() < limit;
    });
  };
  const int own = snapshot.products()[static_cast<std::size_t>(product)].category;
  add_from(own);
  const int parent = snapshot.categories()[static_cast<std::size_t>(own)].parent;
  if (related.size() < limit && parent >= 0) add_from(parent);
  for (const int other : sold_out)
    if (related.size() < limit) related.push_back(other);
  return related;
}

}  // namespace hurtrock::catalog

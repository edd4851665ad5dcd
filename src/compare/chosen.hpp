#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "catalog/snapshot.hpp"

namespace hurtrock::compare {

/// More do not fit beside each other, and nobody weighs more than that against each other.
constexpr std::size_t kMostCompared = 4;

/// The products of a comparison: indexes of a snapshot, each once, in the order they were chosen.
using Chosen = std::vector<int>;

/// From the slugs of an address. `missing`: how many of them are not sold any more, or never were.
struct FromSlugs {
  Chosen products;
  std::size_t missing = 0;
  bool too_many = false;  ///< the rest was left out
};
FromSlugs from_slugs(const catalog::Snapshot& snapshot, const std::vector<std::string_view>& slugs);

/// From the cookie, "12.7": ids of products. What is not sold any more, or is no id, is left out.
Chosen from_cookie(const catalog::Snapshot& snapshot, std::string_view cookie);
std::string to_cookie(const catalog::Snapshot& snapshot, const Chosen& chosen);

/// "/compare?with=a&with=b"; "/compare" for none.
std::string address_of(const catalog::Snapshot& snapshot, const Chosen& chosen);

/// False when it is full. What is there already stays where it is.
bool add(Chosen& chosen, int product);

}  // namespace hurtrock::compare

#pragma once

#include <boost/unordered/unordered_flat_set.hpp>
#include <string_view>

#include "catalog/arena.hpp"

namespace hurtrock::catalog {

/// Keeps each distinct text once, for as long as the pool lives. A large catalogue says the same things often. One
/// thread adds; others read meanwhile what they were handed before.
class StringPool {
 public:
  std::string_view keep(std::string_view text) {
    if (text.empty()) return {};
    if (const auto known = known_.find(text); known != known_.end()) return *known;
    const std::string_view kept = keep_another(text);
    known_.insert(kept);
    return kept;
  }
  /// For a text that hardly anything else says: it is not looked for, nor found again.
  std::string_view keep_another(std::string_view text) {
    const auto kept = characters_.keep(text);
    return {kept.data(), kept.size()};
  }
  /// Forgets which texts it has, but not the texts: what is kept from here on may stand there a second time.
  void seal() { known_ = {}; }

 private:
  Arena<char> characters_;
  // Looking up is most of the work of keeping: this one touches half as much memory as std::unordered_set.
  boost::unordered_flat_set<std::string_view> known_;
};

}  // namespace hurtrock::catalog

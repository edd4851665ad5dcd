#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace Xapian {
class Database;
}

namespace hurtrock::catalog::search {

/// A product that has a term, and how relevant the term makes it.
struct Posting {
  std::uint32_t product_id;
  float weight;  ///< more than 0
};
using Postings = std::vector<Posting>;

/// What the index says of its terms. Reading the list of a term that half the shop has takes milliseconds, and every
/// search for a guitar reads a dozen of them, so those are remembered for as long as the index stays as it is.
/// Bounded by the number of products; thread-safe.
class PostingsCache {
 public:
  /// Throws Xapian::Error.
  std::shared_ptr<const Postings> of(const Xapian::Database& index, const std::string& term);

 private:
  std::mutex mutex_;
  std::string state_;  ///< which state of which index the lists are of
  std::map<std::string, std::shared_ptr<const Postings>, std::less<>> lists_;
  std::deque<std::string> oldest_first_;
  std::size_t held_ = 0;
};

}  // namespace hurtrock::catalog::search

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

  /// Reads anew, from an index that nobody searches yet, what has been asked for since the last time; so no buyer waits
  /// for it. Throws Xapian::Error.
  void follow(const Xapian::Database& index);

  /// How many postings are remembered, of all terms together.
  [[nodiscard]] std::size_t held();

 private:
  /// Of the index a list was read from: states of one index follow one another, those of two do not.
  struct State {
    std::string index;
    std::uint64_t revision = 0;

    bool operator==(const State&) const = default;
    [[nodiscard]] bool is_before(const State& other) const { return index == other.index && revision < other.revision; }
  };
  static State state_of(const Xapian::Database& index);

  struct List {
    std::shared_ptr<const Postings> postings;
    bool asked_for;  ///< not only read because it had been asked for in an earlier state
  };
  /// With the mutex locked.
  void begin(State state);
  void keep(const std::string& term, List list, std::size_t most);

  std::mutex mutex_;
  State state_;
  std::map<std::string, List, std::less<>> lists_;
  std::deque<std::string> oldest_first_;
  std::size_t held_ = 0;
};

}  // namespace hurtrock::catalog::search

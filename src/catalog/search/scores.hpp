#pragma once

#include <vector>

#include "catalog/search/expression.hpp"
#include "catalog/search/postings.hpp"
#include "catalog/snapshot.hpp"

namespace hurtrock::catalog::search {

/// How relevant each product of the snapshot is, by its index; 0: it does not match.
struct Scores {
  std::vector<float> of;
  bool any = false;  ///< some product matches
};

/// What the index answers to expressions. One thread; throws Xapian::Error.
class Scorer {
 public:
  Scorer(const Xapian::Database& index, const Snapshot& snapshot, PostingsCache& postings)
      : index_(index), snapshot_(snapshot), postings_(postings) {}

  Scores scores(const Expression& expression);

 private:
  void add(const Expression& expression, double factor, Scores& sum);
  void raise(const Expression& expression, double factor, Scores& best);
  [[nodiscard]] Scores all(const std::vector<Expression>& parts, double factor);
  [[nodiscard]] std::vector<std::string> terms_beginning(const std::string& beginning) const;
  template <class F>
  void each(const std::string& term, double factor, Scores& scores, F&& combine);
  [[nodiscard]] Scores none() const;

  const Xapian::Database& index_;
  const Snapshot& snapshot_;
  PostingsCache& postings_;
};

}  // namespace hurtrock::catalog::search

#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace hurtrock::catalog::search {

/// Which products a text means, and how much each: a tree over terms of the index. A product has a part or does not,
/// and counts for as much as the part says, times the factor.
struct Expression {
  enum class Kind : std::uint8_t {
    kTerm,       ///< has the term
    kBeginning,  ///< has one of the terms that begin so; counts as the best of them
    kAny,        ///< has some part; counts as all of those together
    kAll,        ///< has every part; counts as all together
    kBest,       ///< has some part; counts as the best
  };

  Kind kind = Kind::kAny;
  std::string term = {};  ///< of the first two kinds
  std::vector<Expression> parts = {};
  double factor = 1;
};

inline Expression any_of(std::vector<Expression> parts) {
  return {.kind = Expression::Kind::kAny, .parts = std::move(parts)};
}
inline Expression all_of(std::vector<Expression> parts) {
  return {.kind = Expression::Kind::kAll, .parts = std::move(parts)};
}
inline Expression best_of(std::vector<Expression> parts) {
  return {.kind = Expression::Kind::kBest, .parts = std::move(parts)};
}
inline Expression scaled(double factor, Expression expression) {
  expression.factor *= factor;
  return expression;
}

}  // namespace hurtrock::catalog::search

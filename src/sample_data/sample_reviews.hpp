#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "platform/core/clock.hpp"
#include "platform/db/db.hpp"
#include "sample_data/history.hpp"

/// Reviews of sample products, each by a sample buyer who has really bought: with an order, its payment, invoice and
/// parcel, so that the books are right.
namespace hurtrock::sample_data {

struct SampleReview {
  std::string product, author;  ///< slug; name, which is an account's
  int rating = 5;
  std::string title, body, answer;  ///< title and answer may be empty
  std::int64_t days_ago = 0, helpful = 0;
  bool photo = false;
};

/// After the products. The authors, who are written at once, cannot log in: they have no password.
void add_reviews(db::Tx& tx, History& history, const std::vector<SampleReview>& reviews, Time now);
/// Once the history is written.
void count_stars(db::Tx& tx);

}  // namespace hurtrock::sample_data

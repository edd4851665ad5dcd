#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "platform/core/clock.hpp"
#include "platform/db/db.hpp"

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

/// After the products. The authors cannot log in: they have no password. Stock is as before: what they bought came in
/// for them.
void insert_reviews(db::Tx& tx, const std::vector<SampleReview>& reviews, Time now);

}  // namespace hurtrock::sample_data

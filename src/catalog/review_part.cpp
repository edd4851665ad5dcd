#include "catalog/review_part.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>

namespace hurtrock::catalog {

void add_reviews(boost::json::object& product, const RatingSummary& ratings, boost::json::array reviews) {
  if (ratings.total() == 0) return;
  const std::int64_t tenths = ratings.average_tenths();
  product["aggregateRating"] = boost::json::object{{"@type", "AggregateRating"},
                                                   {"ratingValue", fmt::format("{}.{}", tenths / 10, tenths % 10)},
                                                   {"reviewCount", ratings.total()},
                                                   {"bestRating", 5},
                                                   {"worstRating", 1}};
  if (!reviews.empty()) product["review"] = std::move(reviews);
}

}  // namespace hurtrock::catalog

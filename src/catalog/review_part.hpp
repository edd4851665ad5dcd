#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <functional>

#include "catalog/snapshot.hpp"
#include "platform/html/html.hpp"
#include "platform/http/message.hpp"

namespace hurtrock::catalog {

/// What a product's page shows of its reviews. Made by the feature that owns them, which stands above this one: app
/// hands the function in.
struct ReviewPart {
  html::SafeHtml section;
  boost::json::array reviews;  ///< schema.org Review objects
};
using ReviewsOf = std::function<ReviewPart(const http::Request&, const Snapshot&, const SnapshotProduct&)>;

/// Adds aggregateRating and review to a schema.org Product; nothing without reviews.
void add_reviews(boost::json::object& product, const RatingSummary& ratings, boost::json::array reviews);

}  // namespace hurtrock::catalog

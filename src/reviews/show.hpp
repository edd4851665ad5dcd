#pragma once

#include "reviews/pages.hpp"
#include "reviews/routes.hpp"

/// Rows as pages show them.
namespace hurtrock::reviews {

std::string reviews_url(const catalog::SnapshotProduct& product);
std::string write_url(const catalog::SnapshotProduct& product);
Summary summary_of(const catalog::SnapshotProduct& product, std::optional<int> chosen, i18n::Language language);
/// Which of them the visitor has voted for is asked for people with an account only.
std::vector<ShownReview> shown(const std::vector<Review>& reviews, const catalog::Snapshot& snapshot,
                               const catalog::SnapshotProduct& product, const http::Visitor& visitor, db::Database& db);
Voting voting_of(const http::Request& request, const std::string& return_to);
/// The product that the address names.
const catalog::SnapshotProduct* product_of(const http::Request& request, const catalog::Snapshot& snapshot);
http::Response not_found_page(const http::Request& request, Services& shop);
Author author_of(const http::Visitor& visitor);

}  // namespace hurtrock::reviews

#pragma once

#include "reviews/pages.hpp"
#include "reviews/routes.hpp"

/// Rows as pages show them.
namespace hurtrock::reviews {

std::string reviews_url(const catalog::SnapshotProduct& product);
std::string write_url(const catalog::SnapshotProduct& product);
inline constexpr Sort kSorts[] = {Sort::kHelpful, Sort::kNewest, Sort::kHighest,
                                  Sort::kLowest};  ///< as they are offered
/// Of the list that `query` asks for; `base` is reviews_url().
std::string address_of(const std::string& base, const ListQuery& query);
/// Links to the list with one thing changed; what is chosen already links to the list without it.
Summary summary_of(const catalog::SnapshotProduct& product, const ListQuery& query, i18n::Language language);
Choices choices_of(const std::string& base, const ListQuery& query);
/// Which of them the visitor has voted for is asked for people with an account only.
std::vector<ShownReview> shown(const std::vector<Review>& reviews, const catalog::SnapshotProduct& product,
                               const http::Visitor& visitor, db::Database& db);
Voting voting_of(const http::Request& request, const std::string& return_to);
/// The product that the address names, by a former slug, too.
const catalog::SnapshotProduct* product_of(const http::Request& request, const catalog::Snapshot& snapshot);
Author author_of(const http::Visitor& visitor);

}  // namespace hurtrock::reviews

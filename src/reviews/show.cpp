#include "reviews/show.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "catalog/cards.hpp"
#include "layout/picture_address.hpp"
#include "orders/dates.hpp"
#include "platform/core/text.hpp"
#include "platform/http/percent.hpp"

namespace hurtrock::reviews {
namespace {

std::vector<std::string> paragraphs_of(std::string_view text) {
  std::vector<std::string> paragraphs;
  for (const auto line : text::split(text, '\n'))
    if (const auto trimmed = text::trim(line); !trimmed.empty()) paragraphs.emplace_back(trimmed);
  return paragraphs;
}

std::string variant_label(const catalog::SnapshotProduct& product, VariantId id, i18n::Language language) {
  const auto variants = product.variants;
  const auto found = std::ranges::find(variants, id, &catalog::SnapshotVariant::id);
  if (variants.size() < 2 || found == variants.end()) return {};
  return catalog::label_of(*found, language);
}

/// The first page of the list with that change.
template <typename Change>
std::string changed(const std::string& base, ListQuery query, Change change) {
  query.page = 1;
  change(query);
  return address_of(base, query);
}

}  // namespace

std::string reviews_url(const catalog::SnapshotProduct& product) {
  return fmt::format("/product/{}/reviews", product.slug);
}
std::string write_url(const catalog::SnapshotProduct& product) {
  return fmt::format("/product/{}/review", product.slug);
}

std::string address_of(const std::string& base, const ListQuery& query) {
  std::string url = base;
  char separator = '?';
  const auto add = [&](std::string_view name, std::string_view value) {
    url += fmt::format("{}{}={}", std::exchange(separator, '&'), name, value);
  };
  if (query.sort != Sort::kHelpful) add("sort", word(query.sort));
  if (query.rating) add("rating", std::to_string(*query.rating));
  if (query.with_photos) add("photos", "1");
  if (query.page > 1) add("page", std::to_string(query.page));
  return url;
}

Summary summary_of(const catalog::SnapshotProduct& product, const ListQuery& query, i18n::Language language) {
  const std::string base = reviews_url(product);
  Summary summary{.rating = catalog::rating_of(product, language), .bars = {}};
  for (int stars = 5; stars >= 1; --stars) {
    const bool current = query.rating == stars;
    summary.bars.push_back(
        {.stars = stars,
         .count = product.ratings.counts[static_cast<std::size_t>(stars - 1)],
         .total = product.ratings.total(),
         .url = changed(base, query, [&](ListQuery& q) { q.rating = current ? std::nullopt : std::optional(stars); }),
         .current = current});
  }
  return summary;
}

Choices choices_of(const std::string& base, const ListQuery& query) {
  Choices choices{.sorts = {},
                  .photos_url = changed(base, query, [](ListQuery& q) { q.with_photos = !q.with_photos; }),
                  .with_photos = query.with_photos,
                  .all_url = {}};
  for (const Sort sort : kSorts)
    choices.sorts.push_back({.word = std::string(word(sort)),
                             .url = changed(base, query, [&](ListQuery& q) { q.sort = sort; }),
                             .current = query.sort == sort});
  if (query.rating || query.with_photos)
    choices.all_url = changed(base, query, [](ListQuery& q) {
      q.rating.reset();
      q.with_photos = false;
    });
  return choices;
}

std::vector<ShownReview> shown(const std::vector<Review>& reviews, const catalog::SnapshotProduct& product,
                               const http::Visitor& visitor, db::Database& db) {
  const auto& texts = visitor.texts();
  std::vector<ReviewId> voted;
  if (visitor.user && !reviews.empty())
    voted = db.read([&](db::Tx& tx) { return voted_for(tx, UserId{visitor.user->id}, reviews); });
  std::vector<ShownReview> list;
  for (const Review& review : reviews) {
    ShownReview shown{.id = review.id.value(),
                      .rating = review.rating,
                      .title = review.title,
                      .paragraphs = paragraphs_of(review.body),
                      .author = shown_author_of(review, texts),
                      .date = orders::date(review.written_at, texts),
                      .variant = variant_label(product, review.variant, visitor.language),
                      .photos = {},
                      .answer = paragraphs_of(review.answer),
                      .answered_on = review.answered_at ? orders::date(*review.answered_at, texts) : std::string{},
                      .helpful = review.helpful,
                      .own = visitor.user && review.author.value() == visitor.user->id,
                      .voted = std::ranges::find(voted, review.id) != voted.end()};
    for (const Photo& photo : review.photos)
      if (photo.state == "ready")
        shown.photos.push_back(
            {.url = "/media/" + photo.file,
             .width = photo.width,
             .height = photo.height,
             .alt = texts("reviews.photo_alt",
                          {{"number", shown.photos.size() + 1}, {"author", shown.author}, {"product", product.name}}),
             .srcset = layout::srcset_of(photo.file, photo.widths),
             .thumbnail = layout::thumbnail_url(photo.file, photo.widths)});
    list.push_back(std::move(shown));
  }
  return list;
}

Voting voting_of(const http::Request& request, const std::string& return_to) {
  Voting voting{.logged_in = request.visitor.user.has_value(),
                .csrf_token = request.visitor.session ? request.visitor.session->csrf_token : std::string{},
                .return_to = return_to,
                .login_url = "/login?return_to="};
  http::append_form_encoded(voting.login_url, return_to);
  return voting;
}

const catalog::SnapshotProduct* product_of(const http::Request& request, const catalog::Snapshot& snapshot) {
  const auto slug = request.param("slug");
  auto index = snapshot.find_product(slug);
  if (!index) index = snapshot.find_renamed_product(slug);
  return index ? &snapshot.products()[static_cast<std::size_t>(*index)] : nullptr;
}

Author author_of(const http::Visitor& visitor) {
  return {.id = UserId{visitor.user->id}, .proved_email = visitor.user->verified ? visitor.user->email : std::string{}};
}

}  // namespace hurtrock::reviews

#include "reviews/write_review.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "catalog/cards.hpp"
#include "catalog/elsewhere.hpp"
#include "images/image_files.hpp"
#include "layout/picture_address.hpp"
#include "platform/core/text.hpp"
#include "platform/log/log.hpp"
#include "reviews/handlers.hpp"
#include "reviews/show.hpp"
#include "reviews/views/write.html.hpp"

namespace hurtrock::reviews {
namespace {

constexpr std::string_view kNotices[] = {"saved", "removed"};
constexpr std::size_t kLongestName = 100;

struct FormState {
  int status = 200;
  std::string notice = {};
  bool notice_is_error = false;
  std::optional<layout::Form> form = {};
  std::vector<RefusedFile> refused = {};
};

http::Response page(const http::Request& request, Services& shop, FormState state) {
  const auto snapshot = shop.catalogue.snapshot();
  const auto* product = product_of(request, *snapshot);
  if (product == nullptr) return catalog::product_elsewhere(request, *snapshot, shop.frames, shop.clock.now());
  const auto& texts = request.visitor.texts();
  const Author author = author_of(request.visitor);
  std::optional<Review> review;
  WritePage view;
  shop.db.read([&](db::Tx& tx) {
    review = find(tx, author.id, product->id);
    view.may_write = review.has_value() || find_purchase(tx, author, product->id).has_value();
  });

  view.frame = shop.frames.frame_for(request);
  view.frame.title = texts("reviews.write.title_of", {{"product", product->name}});
  view.frame.indexable = false;
  view.frame.path = write_url(*product);
  view.frame.notice = std::move(state.notice);
  view.frame.notice_is_error = state.notice_is_error;
  view.product = product->name;
  view.product_url = fmt::format("/product/{}", product->slug);
  view.action = write_url(*product);
  view.picture = catalog::thumbnail_of(*product, request.visitor.language);
  view.picture.alt.clear();
  view.mailbox_proved = request.visitor.user->verified;
  view.refused = std::move(state.refused);
  if (review) {
    view.state = word(review->state);
    view.rejection_reason = review->rejection_reason;
    view.form.values = {{"rating", std::to_string(review->rating)}, {"title", review->title}, {"body", review->body}};
    for (const Photo& photo : review->photos)
      view.photos.push_back(
          {.id = photo.id.value(),
           .state = photo.state,
           .thumbnail = photo.state == "ready" ? layout::thumbnail_url(photo.file, photo.widths) : std::string{},
           .url = photo.state == "ready" ? "/media/" + photo.file : std::string{}});
  }
  if (state.form) view.form = *std::move(state.form);
  view.most_photos = static_cast<std::int64_t>(kMostPhotos);
  view.breadcrumbs = catalog::breadcrumbs_of(*snapshot, product->category, request.visitor.language);
  view.breadcrumbs.push_back({view.product, view.product_url});
  view.breadcrumbs.push_back({std::string(texts("reviews.write.title")), ""});

  std::string out;
  html::Writer writer(out, texts);
  views::write(writer, view);
  return http::html(state.status, std::move(out));
}

http::Response not_bought(const http::Request& request, Services& shop) {
  return page(request, shop,
              {.status = 403,
               .notice = std::string(request.visitor.texts()("reviews.refused.not_bought")),
               .notice_is_error = true});
}

/// A file as its sender calls it, and why it was not taken.
RefusedFile refused_file(const http::Request& request, const http::Upload& upload, std::string_view reason) {
  log::info("reviews.write_review.refused_photo", {{"reason", reason}});
  return {std::string(text::shorten(upload.filename, kLongestName)),
          std::string(request.visitor.texts()(fmt::format("reviews.photo_refused.{}", reason)))};
}

struct KeptPhotos {
  std::vector<NewPhoto> photos;
  std::vector<RefusedFile> refused;
  std::size_t too_many = 0;
};

/// The files that are pictures, put away; the others with their reasons. More than a review can have are not looked at.
KeptPhotos keep_photos(const http::Request& request, Services& shop) {
  KeptPhotos kept;
  std::size_t looked_at = 0;
  for (const http::Upload& upload : request.uploads) {
    // Browsers send an empty part where no file was chosen.
    if (upload.filename.empty() && upload.size == 0) continue;
    if (looked_at == kMostPhotos) {
      ++kept.too_many;
      continue;
    }
    ++looked_at;
    const auto size = shop.helper.inspect(upload.path, images::Sender::kAnybody);
    if (size)
      kept.photos.push_back({.original = images::keep_original(upload.path, shop.originals), .size = *size});
    else
      kept.refused.push_back(refused_file(request, upload, images::word(size.error())));
  }
  return kept;
}

}  // namespace

Content read_content(http::Input& input) {
  Content content;
  content.rating = static_cast<int>(input.integer("rating", 1, 5).value_or(0));
  content.title = input.line("title", kLongestTitle, http::Need::kOptional);
  content.body = input.text("body", kLongestBody);
  if (!content.body.empty() && text::length(content.body) < kShortestBody)
    input.refuse("body", "too_short", input.texts()("http.field.too_short", {{"min", kShortestBody}}));
  return content;
}

http::Response show_form(const http::Request& request, Services& shop) {
  FormState state;
  const std::string_view notice = request.query.value("notice");
  if (std::ranges::find(kNotices, notice) != std::end(kNotices))
    state.notice = request.visitor.texts()(fmt::format("reviews.notice.{}", notice));
  return page(request, shop, std::move(state));
}

std::optional<http::Response> turn_strangers_away(const http::Request& request, Services& shop) {
  const auto snapshot = shop.catalogue.snapshot();
  const auto* product = product_of(request, *snapshot);
  if (product == nullptr) return catalog::product_elsewhere(request, *snapshot, shop.frames, shop.clock.now());
  const Author author = author_of(request.visitor);
  const bool may = shop.db.read([&](db::Tx& tx) {
    return find(tx, author.id, product->id).has_value() || find_purchase(tx, author, product->id).has_value();
  });
  return may ? std::nullopt : std::optional{not_bought(request, shop)};
}

http::Response submit_review(const http::Request& request, Services& shop) {
  if (auto refused = turn_strangers_away(request, shop)) return *std::move(refused);
  const auto& texts = request.visitor.texts();
  const auto snapshot = shop.catalogue.snapshot();
  const auto* product = product_of(request, *snapshot);
  if (product == nullptr) return catalog::product_elsewhere(request, *snapshot, shop.frames, shop.clock.now());
  const Author author = author_of(request.visitor);
  auto input = http::Input::of_fields(request.form, texts);
  Draft draft{.content = read_content(input), .removed_photos = {}, .photos = {}};
  if (!input.ok())
    return page(request, shop,
                {.status = 422,
                 .notice = {},
                 .form = layout::Form{.values = request.form.pairs(), .errors = input.errors()},
                 .refused = {}});
  for (const auto id : request.form.all("remove_photo"))
    if (const auto number = text::parse_integer(id, 1, INT64_MAX))
      draft.removed_photos.push_back(ReviewPhotoId{*number});
  auto [photos, refused, too_many] = keep_photos(request, shop);
  draft.photos = std::move(photos);
  const auto saved = shop.db.write([&](db::Tx& tx) { return save(tx, author, product->id, draft, shop.clock.now()); });
  if (!saved) {
    shop.db.write([&](db::Tx& tx) {
      for (const NewPhoto& photo : draft.photos) forget_unused(tx, photo, shop.clock.now());
    });
    return not_bought(request, shop);
  }
  shop.wake_jobs();
  if (saved->was_published) shop.catalogue_changed();
  too_many += saved->photos_too_many;
  if (too_many > 0)
    refused.push_back({std::string(texts("reviews.photos")),
                       texts("reviews.photo_refused.too_many", {{"max", kMostPhotos}, {"n", too_many}})});
  if (refused.empty()) return http::see_other(write_url(*product) + "?notice=saved");
  // The text and the good photos are kept: nobody has to type them again.
  return page(request, shop,
              {.status = 422,
               .notice = std::string(texts("reviews.some_photos_refused")),
               .notice_is_error = true,
               .form = {},
               .refused = std::move(refused)});
}

http::Response submit_removal(const http::Request& request, Services& shop) {
  const auto snapshot = shop.catalogue.snapshot();
  const auto* product = product_of(request, *snapshot);
  if (product == nullptr) return catalog::product_elsewhere(request, *snapshot, shop.frames, shop.clock.now());
  shop.db.write(
      [&](db::Tx& tx) { return remove(tx, UserId{request.visitor.user->id}, product->id, shop.clock.now()); });
  shop.catalogue_changed();
  return http::see_other(write_url(*product) + "?notice=removed");
}

}  // namespace hurtrock::reviews

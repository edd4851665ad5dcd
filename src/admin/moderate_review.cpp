#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <functional>

#include "admin/dates.hpp"
#include "admin/frame.hpp"
#include "admin/handlers.hpp"
#include "admin/staff_action.hpp"
#include "admin/store.hpp"
#include "admin/views/review.html.hpp"
#include "admin/views/review_missing.html.hpp"
#include "layout/picture_address.hpp"
#include "platform/core/text.hpp"
#include "platform/http/input.hpp"

namespace hurtrock::admin {
namespace {

namespace json = boost::json;

constexpr std::size_t kLongestRejection = 500;
constexpr std::size_t kLongestAnswer = 2000;

struct ReviewState {
  int status = 200;
  std::string notice = {};
  layout::Form form = {};
};

std::optional<ReviewId> review_of(const http::Request& request) {
  const auto id = text::parse_integer(request.param("id"), 1, INT64_MAX);
  return id ? std::optional{ReviewId{*id}} : std::nullopt;
}

http::Response review_page(const http::Request& request, Services& shop, ReviewState state) {
  const auto& texts = request.visitor.texts();
  const auto id = review_of(request);
  const auto found = id ? shop.db.read([&](db::Tx& tx) { return reviews::find_in_queue(tx, *id); })
                        : std::optional<reviews::QueueRow>{};
  std::string out;
  html::Writer writer(out, texts);
  if (!found) {
    views::review_missing(writer, frame_for(request, shop, Section::kReviews, texts("admin.reviews.missing")));
    return http::html(404, std::move(out));
  }
  const reviews::Review& review = found->review;
  ReviewPage view{.frame =
                      frame_for(request, shop, Section::kReviews,
                                texts("admin.reviews.title_of", {{"author", reviews::full_author_of(review, texts)}}))};
  // Also after a refused POST, whose own address has no page.
  view.frame.shop.path = fmt::format("/admin/reviews/{}", review.id.value());
  view.frame.shop.notice = std::move(state.notice);
  view.frame.shop.notice_is_error = !view.frame.shop.notice.empty();
  view.form = std::move(state.form);
  // The page's other forms do not send the answer; without it its own would show none, and saving that take it away.
  if (std::ranges::find(view.form.values, "answer", &std::pair<std::string, std::string>::first) ==
      view.form.values.end())
    view.form.values.emplace_back("answer", review.answer);
  view.id = review.id.value();
  view.version = review.version;
  view.helpful = review.helpful;
  view.rating = review.rating;
  view.product = found->product_name;
  view.product_url = "/product/" + found->product_slug;
  view.author = reviews::full_author_of(review, texts);
  view.title = review.title;
  view.written_at = date_and_time(review.written_at, texts);
  view.state = reviews::word(review.state);
  view.rejection_reason = review.rejection_reason;
  view.answer = review.answer;
  for (const auto line : text::split(review.body, '\n'))
    if (const auto trimmed = text::trim(line); !trimmed.empty()) view.paragraphs.emplace_back(trimmed);
  for (const auto& photo : review.photos)
    view.photos.push_back(
        {.url = photo.state == "ready" ? "/media/" + photo.file : std::string{},
         .thumbnail = photo.state == "ready" ? layout::thumbnail_url(photo.file, photo.widths) : std::string{},
         .state = photo.state});
  views::review(writer, view);
  return http::html(state.status, std::move(out));
}

void record_decision(db::Tx& tx, const StaffMember& staff, std::string_view action, const reviews::Review& before,
                     Time now) {
  const auto as_json = [](const reviews::Review& review) {
    return json::serialize(json::object{{"state", reviews::word(review.state)},
                                        {"reason", review.rejection_reason},
                                        {"answer", review.answer},
                                        {"version", review.version}});
  };
  store::add_audit_entry(tx,
                         {.actor = staff.id,
                          .actor_name = staff.name,
                          .action = action,
                          .subject_kind = "review",
                          .subject_id = std::to_string(before.id.value()),
                          .before_json = as_json(before),
                          .after_json = as_json(*reviews::find(tx, before.id)),
                          .remote_address = staff.remote_address},
                         now);
}

using Decide =
    std::function<std::expected<reviews::Review, reviews::NotModerated>(db::Tx&, ReviewId, std::int64_t, Time)>;

/// One transaction for the decision, its audit entry and, by `decide`, its mail.
http::Response decided(const http::Request& request, Services& shop, std::string_view action, std::string_view notice,
                       const Decide& decide) {
  const auto& texts = request.visitor.texts();
  const auto id = review_of(request);
  if (!id) return review_page(request, shop, {});
  const StaffMember staff = staff_of(request);
  // A form without a version has seen nothing, and version 0 is no review's.
  const auto version = text::parse_integer(request.form.value("version"), 1, INT64_MAX).value_or(0);
  const auto done = shop.db.write([&](db::Tx& tx) {
    const Time now = shop.clock.now();
    auto before = decide(tx, *id, version, now);
    if (before) record_decision(tx, staff, action, *before, now);
    return before;
  });
  if (!done && done.error() == reviews::NotModerated::kNoSuchReview) return review_page(request, shop, {});
  if (!done)
    return review_page(request, shop,
                       {.status = 409,
                        .notice = std::string(texts(done.error() == reviews::NotModerated::kAlready
                                                        ? "admin.reviews.refused.already"
                                                        : "admin.reviews.refused.changed")),
                        .form = {.values = request.form.pairs(), .errors = {}}});
  shop.images.catalogue_changed();
  shop.wake_jobs();
  return http::see_other(
      fmt::format("/admin/reviews?state={}&notice={}", notice == "answered" ? "published" : "pending", notice));
}

http::Response refused_form(const http::Request& request, Services& shop, const http::Input& input) {
  return review_page(request, shop, {.status = 422, .form = {request.form.pairs(), input.errors()}});
}

}  // namespace

http::Response show_review(const http::Request& request, Services& shop) { return review_page(request, shop, {}); }

http::Response create_publication(const http::Request& request, Services& shop) {
  return decided(request, shop, "review.publication", "published",
                 [&](db::Tx& tx, ReviewId id, std::int64_t version, Time now) {
                   return reviews::publish(tx, id, version, staff_of(request).id, now);
                 });
}

http::Response create_rejection(const http::Request& request, Services& shop) {
  auto input = http::Input::of_fields(request.form, request.visitor.texts());
  const std::string reason = input.text("reason", kLongestRejection);
  if (!input.ok()) return refused_form(request, shop, input);
  return decided(request, shop, "review.rejection", "rejected",
                 [&](db::Tx& tx, ReviewId id, std::int64_t version, Time now) {
                   auto before = reviews::reject(tx, id, version, reason, staff_of(request).id, now);
                   if (before) reviews::send_rejection(tx, shop.review_mails, id, now);
                   return before;
                 });
}

http::Response create_answer(const http::Request& request, Services& shop) {
  auto input = http::Input::of_fields(request.form, request.visitor.texts());
  const std::string answer = input.text("answer", kLongestAnswer, http::Need::kOptional);
  if (!input.ok()) return refused_form(request, shop, input);
  return decided(request, shop, "review.answer", "answered",
                 [&](db::Tx& tx, ReviewId id, std::int64_t version, Time now) {
                   return reviews::answer(tx, id, version, answer, now);
                 });
}

}  // namespace hurtrock::admin

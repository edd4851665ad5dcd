#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "admin/audit.hpp"
#include "admin/counts.hpp"
#include "admin/dates.hpp"
#include "admin/frame.hpp"
#include "admin/handlers.hpp"
#include "admin/staff_action.hpp"
#include "admin/store.hpp"
#include "admin/take_page.hpp"
#include "admin/views/take_review.html.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::admin {
namespace {

using inventory::NotApplied;
using inventory::TakeState;

constexpr std::int64_t kDifferencesShown = 500, kMissingShown = 50;

DifferenceRow difference_row(const store::TakeLineRow& row, const std::vector<VariantId>& in_the_way) {
  const std::int64_t change = row.counted - row.expected;
  return {.sku = row.sku,
          .name = row.name,
          .url = fmt::format("/admin/stock/{}", row.variant.value()),
          .change = fmt::format("{}{}", change < 0 ? "−" : "+", std::abs(change)),
          .expected = row.expected,
          .counted = row.counted,
          .is_less = change < 0,
          .moved_meanwhile = row.first_expected != row.expected,
          .is_in_the_way = std::ranges::find(in_the_way, row.variant) != in_the_way.end()};
}

std::string_view text_of(NotApplied::Why why) {
  switch (why) {
    case NotApplied::Why::kPromised:
      return "admin.take.error.promised";
    case NotApplied::Why::kEnded:
      return "admin.take.error.ended";
    default:
      return "admin.take.error.changed";
  }
}

}  // namespace

http::Response take_review_page(const http::Request& request, Services& shop, StockTakeId id,
                                const std::optional<NotApplied>& refused) {
  const auto& texts = request.visitor.texts();
  TakeReviewPage view{.frame = frame_for(request, shop, Section::kStock, texts("admin.take.review_title")),
                      .id = id.value()};
  // Also after a refused POST.
  view.frame.shop.path = fmt::format("/admin/stock/takes/{}/review", id.value());
  if (request.query.value("notice") == "applied") view.frame.shop.notice = texts("admin.take.notice.applied");
  if (refused) view.refusal = texts(text_of(refused->why));
  const std::vector<VariantId> in_the_way = refused ? refused->variants : std::vector<VariantId>{};
  const bool is_found = shop.db.read([&](db::Tx& tx) {
    view.differences.clear();
    view.missing.clear();
    const auto take = inventory::find_stock_take(tx, id);
    if (!take) return false;
    view.version = take->version;
    view.scope = scope_text(tx, take->scope, texts);
    view.note = take->note;
    view.state = word(take->state);
    view.is_open = take->state == TakeState::kCounting;
    view.started = date_and_time(take->started_at, texts);
    view.ended = take->ended_at ? date_and_time(*take->ended_at, texts) : std::string{};
    const auto totals = store::take_totals(tx, id);
    view.right = totals.variants - totals.different;
    for (const auto& row : store::differences_of(tx, id, kDifferencesShown))
      view.differences.push_back(difference_row(row, in_the_way));
    if (totals.different > kDifferencesShown)
      view.more_differences = texts("admin.take.more_differences", {{"n", totals.different - kDifferencesShown}});
    if (!view.is_open) return true;
    auto missing = store::not_counted(tx, *take, store::kCountedAtMost + 1);
    const bool is_more = std::ssize(missing) > store::kCountedAtMost;
    view.missing_total = count_text({.value = std::ssize(missing), .more = is_more}, texts);
    missing.resize(std::min(missing.size(), static_cast<std::size_t>(kMissingShown)));
    for (const auto& row : missing) view.missing.push_back(difference_row(row, {}));
    return true;
  });
  if (!is_found) return missing_take_page(request, shop);
  std::string out;
  html::Writer writer(out, texts);
  views::take_review(writer, view);
  return http::html(refused ? 409 : 200, std::move(out));
}

http::Response show_take_review(const http::Request& request, Services& shop) {
  const auto id = take_of(request);
  return id ? take_review_page(request, shop, *id, std::nullopt) : missing_take_page(request, shop);
}

http::Response create_take_application(const http::Request& request, Services& shop) {
  const auto id = take_of(request);
  if (!id) return missing_take_page(request, shop);
  // A form without a version has seen nothing, and version 0 is no take's.
  const auto seen = text::parse_integer(request.form.value("version"), 1, INT64_MAX).value_or(0);
  const StaffMember staff = staff_of(request);
  const auto applied = shop.db.write([&](db::Tx& tx) {
    const Time now = shop.clock.now();
    const auto totals = store::take_totals(tx, *id);
    auto done = inventory::apply_stock_take(tx, *id, seen, staff.id, now);
    if (done)
      audit(tx, staff, "stock_take.applied", "stock_take", std::to_string(id->value()), {},
            {{"variants", totals.variants}, {"pieces", totals.pieces}, {"different", totals.different}}, now);
    return done;
  });
  // Sent twice, it has happened once.
  if (applied || applied.error().why == NotApplied::Why::kAlready)
    return http::see_other(fmt::format("/admin/stock/takes/{}/review?notice=applied", id->value()));
  if (applied.error().why == NotApplied::Why::kNoSuchTake) return missing_take_page(request, shop);
  return take_review_page(request, shop, *id, applied.error());
}

http::Response create_take_cancellation(const http::Request& request, Services& shop) {
  const auto id = take_of(request);
  if (!id) return missing_take_page(request, shop);
  const StaffMember staff = staff_of(request);
  const auto state = shop.db.write([&](db::Tx& tx) -> std::optional<TakeState> {
    const Time now = shop.clock.now();
    if (inventory::cancel_stock_take(tx, *id, staff.id, now))
      audit(tx, staff, "stock_take.cancelled", "stock_take", std::to_string(id->value()), {}, {{"state", "cancelled"}},
            now);
    const auto take = inventory::find_stock_take(tx, *id);
    return take ? std::optional{take->state} : std::nullopt;
  });
  if (!state) return missing_take_page(request, shop);
  if (*state == TakeState::kApplied) return take_review_page(request, shop, *id, NotApplied{NotApplied::Why::kEnded});
  return http::see_other("/admin/stock/takes?notice=cancelled");
}

}  // namespace hurtrock::admin

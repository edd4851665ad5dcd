#include <fmt/format.h>

#include <cstdlib>

#include "admin/dates.hpp"
#include "admin/form_key.hpp"
#include "admin/frame.hpp"
#include "admin/handlers.hpp"
#include "admin/staff_action.hpp"
#include "admin/store.hpp"
#include "admin/take_page.hpp"
#include "admin/views/take.html.hpp"
#include "inventory/stock_take.hpp"
#include "platform/core/crypto.hpp"
#include "platform/core/text.hpp"
#include "platform/http/input.hpp"

namespace hurtrock::admin {
namespace {

using inventory::NotCounted;

constexpr std::int64_t kRecentShown = 15;

struct CountState {
  int status = 200;
  std::string sku = {}, quantity = "1";
  std::string error = {}, field = "sku";
};

std::string signed_number(std::int64_t number) { return fmt::format("{}{}", number < 0 ? "−" : "+", std::abs(number)); }

http::Response take_page(const http::Request& request, Services& shop, StockTakeId id, CountState state) {
  const auto& texts = request.visitor.texts();
  TakePage view{.frame = frame_for(request, shop, Section::kStock, texts("admin.take.title")), .id = id.value()};
  // Also after a refused POST.
  view.frame.shop.path = fmt::format("/admin/stock/takes/{}", id.value());
  view.form_key = crypto::random_uuid();
  view.sku = std::move(state.sku);
  view.quantity = std::move(state.quantity);
  view.error = std::move(state.error);
  view.field = view.error.empty() ? std::string{} : std::move(state.field);
  bool is_open = false;
  const bool is_found = shop.db.read([&](db::Tx& tx) {
    view.recent.clear();
    const auto take = inventory::find_stock_take(tx, id);
    if (!take) return false;
    is_open = take->state == inventory::TakeState::kCounting;
    view.scope = scope_text(tx, take->scope, texts);
    view.note = take->note;
    const auto totals = store::take_totals(tx, id);
    view.variants = totals.variants;
    view.pieces = totals.pieces;
    for (const auto& row : store::recent_counts(tx, id, kRecentShown))
      view.recent.push_back({.sku = row.sku,
                             .name = row.name,
                             .pieces = signed_number(row.pieces),
                             .actor = row.actor,
                             .at = date_and_time(row.at, texts),
                             .undo_key = row.pieces > 0 ? "undo " + row.key : std::string{},
                             .undo_pieces = std::to_string(-row.pieces)});
    // What the one who has just counted wants to hear.
    const std::string_view sku = request.query.value("counted");
    if (const auto total = text::parse_integer(request.query.value("total"), 0, inventory::kMostCounted))
      if (!sku.empty() && text::is_printable(sku))
        view.said = texts("admin.take.counted", {{"sku", std::string(text::shorten(sku, 100))}, {"total", *total}});
    return true;
  });
  if (!is_found) return missing_take_page(request, shop);
  // Nothing is counted any more: what came of it is more to the point.
  if (!is_open) return http::see_other(fmt::format("/admin/stock/takes/{}/review", id.value()));
  std::string out;
  html::Writer writer(out, texts);
  views::take(writer, view);
  return http::html(state.status, std::move(out));
}

/// A scanner types as a person does, only faster: what it reads may stand between spaces.
struct Scan {
  std::string sku, key;
  std::int64_t pieces = 1;
};

struct Counted {
  std::string sku;
  std::int64_t total = 0;
};
enum class CountRefused : std::uint8_t { kMissing, kEnded, kUnknown, kElsewhere, kBelowZero, kTooMany, kAlready };

std::expected<Counted, CountRefused> count(Services& shop, const StaffMember& staff, StockTakeId id, const Scan& scan) {
  return shop.db.write([&](db::Tx& tx) -> std::expected<Counted, CountRefused> {
    const auto take = inventory::lock_stock_take(tx, id);
    if (!take) return std::unexpected(CountRefused::kMissing);
    const auto variant = store::variant_with_sku(tx, scan.sku);
    if (!variant) return std::unexpected(CountRefused::kUnknown);
    if (!store::is_within(tx, take->scope, *variant)) return std::unexpected(CountRefused::kElsewhere);
    const auto counted = inventory::count(tx,
                                          {.take = id,
                                           .variant = *variant,
                                           .pieces = scan.pieces,
                                           .expected = store::on_the_shelf(tx, *variant),
                                           .request_key = scan.key,
                                           .actor = staff.id},
                                          shop.clock.now());
    if (counted) return Counted{scan.sku, *counted};
    switch (counted.error()) {
      case NotCounted::kNoSuchTake:
        return std::unexpected(CountRefused::kMissing);
      case NotCounted::kEnded:
        return std::unexpected(CountRefused::kEnded);
      case NotCounted::kAlready:
        return std::unexpected(CountRefused::kAlready);
      case NotCounted::kBelowZero:
        return std::unexpected(CountRefused::kBelowZero);
      case NotCounted::kTooMany:
        return std::unexpected(CountRefused::kTooMany);
    }
    return std::unexpected(CountRefused::kMissing);
  });
}

}  // namespace

http::Response show_take(const http::Request& request, Services& shop) {
  const auto id = take_of(request);
  return id ? take_page(request, shop, *id, {.sku = {}}) : missing_take_page(request, shop);
}

http::Response create_count(const http::Request& request, Services& shop) {
  const auto id = take_of(request);
  if (!id) return missing_take_page(request, shop);
  const auto& texts = request.visitor.texts();
  auto input = http::Input::of_fields(request.form, texts);
  Scan scan{.sku = input.line("sku", 100), .key = needed_form_key(request.form, input)};
  // A minus takes back.
  const std::string typed = input.line("quantity", 8, http::Need::kOptional);
  const bool is_less = typed.starts_with('-');
  const auto pieces =
      typed.empty() ? std::optional<std::int64_t>{1}
                    : text::parse_integer(std::string_view(typed).substr(is_less ? 1 : 0), 0, inventory::kMostCounted);
  if (!pieces) input.refuse("quantity", "number", std::string(texts("admin.take.error.quantity")));
  const std::string sent_sku(text::shorten(request.form.value("sku"), 100));
  const auto refused = [&](int status, std::string error, std::string field) {
    return take_page(request, shop, *id,
                     {.status = status,
                      .sku = text::is_printable(sent_sku) ? sent_sku : std::string{},
                      .quantity = typed.empty() ? "1" : typed,
                      .error = std::move(error),
                      .field = std::move(field)});
  };
  if (!input.ok()) {
    const auto& first = input.errors().front();
    return refused(422, first.message, first.field == "quantity" ? "quantity" : "sku");
  }
  scan.pieces = is_less ? -*pieces : *pieces;
  const auto counted = count(shop, staff_of(request), *id, scan);
  const std::string url = fmt::format("/admin/stock/takes/{}", id->value());
  if (counted) {
    const http::Fields said({{"counted", counted->sku}, {"total", std::to_string(counted->total)}});
    return http::see_other(fmt::format("{}?{}", url, said.canonical()));
  }
  switch (counted.error()) {
    case CountRefused::kMissing:
      return missing_take_page(request, shop);
    case CountRefused::kAlready:
    case CountRefused::kEnded:
      return http::see_other(url);
    case CountRefused::kUnknown:
      return refused(422, texts("admin.take.error.unknown", {{"sku", scan.sku}}), "sku");
    case CountRefused::kElsewhere:
      return refused(422, texts("admin.take.error.elsewhere", {{"sku", scan.sku}}), "sku");
    case CountRefused::kBelowZero:
      return refused(422, std::string(texts("admin.take.error.below_zero")), "quantity");
    case CountRefused::kTooMany:
      return refused(422, std::string(texts("admin.take.error.too_many")), "quantity");
  }
  return missing_take_page(request, shop);
}

}  // namespace hurtrock::admin

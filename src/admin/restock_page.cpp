#include "admin/restock_page.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "admin/audit.hpp"
#include "admin/dates.hpp"
#include "admin/draft_page.hpp"
#include "admin/form_key.hpp"
#include "admin/frame.hpp"
#include "admin/handlers.hpp"
#include "admin/receive_restock.hpp"
#include "admin/store.hpp"
#include "admin/views/missing.html.hpp"
#include "admin/views/restock.html.hpp"
#include "catalog/suppliers.hpp"
#include "orders/dates.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::admin {
namespace {

constexpr std::string_view kRestockNotices[] = {"ordered", "received", "closed", "cancelled", "already"};

bool is_waited_for(restock::State state) {
  return state == restock::State::kOrdered || state == restock::State::kPartiallyReceived;
}

std::string cost_text(Money cost) { return cost > Money{} ? format_rupiah(cost) : std::string{}; }

RestockLine line_of(const restock::Line& line, const RestockPage& view, bool filled) {
  const auto& ordered = line.ordered;
  RestockLine shown{.name = ordered.name,
                    .options = ordered.options,
                    .sku = ordered.sku,
                    .url = fmt::format("/admin/stock/{}", ordered.variant.value()),
                    .quantity = ordered.quantity,
                    .received = line.received,
                    .left = line.left(),
                    .cost = cost_text(ordered.unit_cost),
                    .sum = cost_text(ordered.unit_cost * ordered.quantity),
                    .field = {},
                    .typed = {}};
  if (!view.can_receive) return shown;
  shown.field = received_field(line.id);
  shown.typed = filled && line.left() > 0 ? std::to_string(line.left()) : std::string(view.form.value(shown.field));
  return shown;
}

void add_receptions(RestockPage& view, const restock::Order& order,
                    const std::vector<restock::ReceptionRecord>& receptions,
                    const std::vector<std::pair<UserId, std::string>>& names, const i18n::Texts& texts) {
  for (const auto& reception : receptions) {
    const auto actor = std::ranges::find(names, reception.actor, &std::pair<UserId, std::string>::first);
    ReceptionBox box{.at = date_and_time(reception.received_at, texts),
                     .actor = actor == names.end() ? std::string{} : actor->second,
                     .note = reception.note,
                     .contents = {}};
    for (const auto& [id, quantity] : reception.pieces) {
      const auto line = std::ranges::find(order.lines, id, &restock::Line::id);
      box.contents.push_back(fmt::format("{} × {} {}", quantity, line->ordered.sku, line->ordered.name));
    }
    view.receptions.push_back(std::move(box));
  }
}

boost::json::object as_json(const std::optional<restock::Order>& order) {
  if (!order) return {};
  boost::json::object json{{"state", word(order->state)},
                           {"expected", order->expected_at ? wib_timestamp(*order->expected_at).substr(0, 10) : ""},
                           {"note", order->note}};
  for (const auto& line : order->lines) {
    json[fmt::format("lines/{}/quantity", line.ordered.sku)] = line.ordered.quantity;
    json[fmt::format("lines/{}/cost", line.ordered.sku)] = cost_text(line.ordered.unit_cost);
    json[fmt::format("lines/{}/received", line.ordered.sku)] = line.received;
  }
  return json;
}

}  // namespace

void audit_restock(db::Tx& tx, const StaffMember& staff, std::string_view action,
                   const std::optional<restock::Order>& before, std::string_view number, Time now) {
  audit(tx, staff, action, "purchase_order", number, as_json(before), as_json(restock::find(tx, number)), now);
}

restock::Seen seen_restock(const http::Request& request) {
  // A form without a version has seen nothing, and version 0 is no order's.
  return {.number = std::string(request.param("number")),
          .version = text::parse_integer(request.form.value("version"), 1, INT64_MAX).value_or(0)};
}

http::Response to_restock(std::string_view number, std::string_view notice) {
  return http::see_other(fmt::format("/admin/restock/{}?notice={}", number, notice));
}

http::Response missing_restock_page(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  std::string out;
  html::Writer writer(out, texts);
  views::missing(writer, frame_for(request, shop, Section::kStock, texts("admin.missing.stock_title")));
  return http::html(404, std::move(out));
}

http::Response restock_page(const http::Request& request, Services& shop, const restock::Order& order,
                            RestockPageState state) {
  const auto& texts = request.visitor.texts();
  RestockPage view{.frame = frame_for(request, shop, Section::kStock, order.number),
                   .form = std::move(state.form),
                   .number = order.number,
                   .state = std::string(word(order.state)),
                   .created_at = date_and_time(order.created_at, texts),
                   .ordered_at = order.ordered_at ? date_and_time(*order.ordered_at, texts) : std::string{},
                   .expected_on = order.expected_at ? orders::date(*order.expected_at, texts) : std::string{},
                   .closed_at = order.closed_at ? date_and_time(*order.closed_at, texts) : std::string{},
                   .note = order.note,
                   .version = order.version,
                   .seen_version = state.status == 422 ? seen_restock(request).version : order.version,
                   .can_receive = is_waited_for(order.state),
                   .can_cancel = order.state == restock::State::kOrdered,
                   .can_close = order.state == restock::State::kPartiallyReceived,
                   .is_short = order.is_short(),
                   .asks_for_more = state.asks_for_more,
                   .total = order.total()};
  // Also after a refused POST.
  view.frame.shop.path = fmt::format("/admin/restock/{}", order.number);
  view.frame.shop.notice = std::move(state.notice);
  view.frame.shop.notice_is_error = state.notice_is_error;
  view.is_late = view.can_receive && order.expected_at && *order.expected_at < start_of_wib_day(shop.clock.now());
  view.form_key = form_key_for_page(http::Fields(view.form.values), texts);
  for (const auto& line : order.lines) {
    view.lines.push_back(line_of(line, view, state.filled));
    if (view.can_receive) view.label_texts.emplace_back(view.lines.back().field, line.ordered.sku);
  }
  shop.db.read([&](db::Tx& tx) {
    view.receptions.clear();
    if (const auto found = catalog::find_supplier(tx, order.supplier)) {
      view.supplier = found->supplier.name;
      view.supplier_url = fmt::format("/admin/suppliers/{}", order.supplier.value());
      view.contact = found->supplier.phone.empty() ? found->supplier.email : found->supplier.phone;
    }
    add_receptions(view, order, restock::receptions_of(tx, order.id), store::staff_names(tx), texts);
    view.history = history_of(tx, "purchase_order", order.number, kHistoryShown, texts);
  });
  std::string out;
  html::Writer writer(out, texts);
  views::restock(writer, view);
  return http::html(state.status, std::move(out));
}

http::Response show_restock(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  const auto order = shop.db.read([&](db::Tx& tx) { return restock::find(tx, request.param("number")); });
  if (!order) return missing_restock_page(request, shop);
  const std::string_view notice = request.query.value("notice");
  if (order->state == restock::State::kDraft)
    return draft_page(request, shop, *order,
                      {.notice = notice == "saved" ? std::string(texts("admin.edit.notice.saved")) : std::string{}});
  const bool is_known = std::ranges::find(kRestockNotices, notice) != std::end(kRestockNotices);
  return restock_page(
      request, shop, *order,
      {.notice = is_known ? std::string(texts(fmt::format("admin.restock.notice.{}", notice))) : std::string{}});
}

http::Response refused_restock(const http::Request& request, Services& shop, restock::Refusal why, layout::Form sent) {
  const std::string_view number = request.param("number");
  // What was wanted is so: nothing to be alarmed about.
  if (why == restock::Refusal::kAlready) return to_restock(number, "already");
  const auto order = shop.db.read([&](db::Tx& tx) { return restock::find(tx, number); });
  if (!order) return missing_restock_page(request, shop);
  std::string notice(request.visitor.texts()(why == restock::Refusal::kNotAllowed ? "admin.restock.error.state"
                                                                                  : "admin.restock.error.changed"));
  if (order->state == restock::State::kDraft)
    return draft_page(request, shop, *order, {.status = 409, .notice = std::move(notice), .notice_is_error = true});
  return restock_page(request, shop, *order,
                      {.status = 409, .notice = std::move(notice), .notice_is_error = true, .form = std::move(sent)});
}

}  // namespace hurtrock::admin

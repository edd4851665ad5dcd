#include <fmt/format.h>

#include "admin/frame.hpp"
#include "admin/handlers.hpp"
#include "admin/order_list.hpp"
#include "admin/order_page.hpp"
#include "admin/order_row.hpp"
#include "admin/process_orders_pages.hpp"
#include "admin/staff_action.hpp"
#include "admin/views/process_orders.html.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::admin {
namespace {

using ProcessRow = ProcessOrdersPage::Row;

ProcessRow process_row(db::Tx& tx, std::string_view number, const i18n::Texts& texts) {
  const auto order = orders::find(tx, number);
  if (!order)
    return {.number = std::string(text::shorten(number, 20)),
            .customer = {},
            .state = {},
            .state_text = {},
            .note = worded_refusal(Refusal::kNoSuchOrder, texts),
            .seen = {}};
  return {.number = order->number,
          .customer = order->contact.name,
          .state = std::string(orders::word(order->state)),
          .state_text = order_state_text(order->state, order->shipping.is_pickup, texts),
          .note = {},
          .seen = fmt::format("{}:{}", order->number, order->version)};
}

/// What process_order() would say of it now.
std::string note_before(db::Tx& tx, std::string_view number, const i18n::Texts& texts) {
  const auto order = orders::find(tx, number);
  if (!order) return worded_refusal(Refusal::kNoSuchOrder, texts);
  if (order->state == orders::State::kProcessing) return worded_refusal(Refusal::kAlready, texts);
  if (!orders::may_become(order->state, orders::State::kProcessing)) return worded_refusal(Refusal::kNotAllowed, texts);
  return {};
}

/// Nothing when it is no order that a page has shown.
std::optional<SeenOrder> read_seen_order(std::string_view value) {
  const auto colon = value.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto version = text::parse_integer(value.substr(colon + 1), 1, INT64_MAX);
  return version ? std::optional{SeenOrder{std::string(value.substr(0, colon)), *version}} : std::nullopt;
}

void add_papers(ProcessOrdersPage& view) {
  if (view.marked.empty()) return;
  std::vector<std::pair<std::string, std::string>> numbers;
  for (const auto& row : view.marked) numbers.emplace_back("number", row.number);
  const std::string query = http::Fields(std::move(numbers)).canonical();
  view.labels_url = "/admin/orders/labels.pdf?" + query;
  view.packing_lists_url = "/admin/orders/packing-lists.pdf?" + query;
}

http::Response process_page(const http::Request& request, const ProcessOrdersPage& view, int status) {
  std::string out;
  html::Writer writer(out, request.visitor.texts());
  views::process_orders(writer, view);
  return http::html(status, std::move(out));
}

ProcessOrdersPage new_page(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  ProcessOrdersPage view{.frame = frame_for(request, shop, Section::kOrders, texts("admin.process.title"))};
  // Whoever changes the language after the POST sees the list: this page tells of one moment.
  view.frame.shop.path = "/admin/orders";
  return view;
}

}  // namespace

http::Response show_process_orders(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  const auto numbers = chosen_in_list(request.query.all("number"), texts);
  if (!numbers) return order_list(request, shop, 422, numbers.error());
  ProcessOrdersPage view = new_page(request, shop);
  shop.db.read([&](db::Tx& tx) {
    view.marked.clear();
    view.others.clear();
    for (const std::string_view number : *numbers) {
      ProcessRow row = process_row(tx, number, texts);
      row.note = note_before(tx, number, texts);
      (row.note.empty() ? view.marked : view.others).push_back(std::move(row));
    }
  });
  return process_page(request, view, 200);
}

http::Response create_process_orders(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  const auto chosen = chosen_in_list(request.form.all("order"), texts);
  if (!chosen) return order_list(request, shop, 422, chosen.error());
  const StaffMember staff = staff_of(request);
  ProcessOrdersPage view = new_page(request, shop);
  view.is_done = true;
  // Each by itself: what is not possible with one is no reason not to do it with the others.
  for (const std::string_view value : *chosen) {
    const auto seen = read_seen_order(value);
    const auto done = seen ? process_order(shop, staff, *seen) : std::unexpected(Refusal::kNoSuchOrder);
    ProcessRow row =
        shop.db.read([&](db::Tx& tx) { return process_row(tx, seen ? std::string_view(seen->number) : value, texts); });
    if (!done) row.note = worded_refusal(done.error(), texts);
    (done ? view.marked : view.others).push_back(std::move(row));
  }
  add_papers(view);
  view.frame.shop.notice = texts("admin.process.done", {{"n", std::ssize(view.marked)},
                                                        {"all", std::ssize(view.marked) + std::ssize(view.others)}});
  view.frame.shop.notice_is_error = view.marked.empty();
  return process_page(request, view, view.marked.empty() ? 409 : 200);
}

}  // namespace hurtrock::admin

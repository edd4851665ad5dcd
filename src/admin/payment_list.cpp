#include <fmt/format.h>

#include "admin/audit.hpp"
#include "admin/dates.hpp"
#include "admin/frame.hpp"
#include "admin/handlers.hpp"
#include "admin/payment_filter.hpp"
#include "admin/payment_note.hpp"
#include "admin/payment_pages.hpp"
#include "admin/saved_filters.hpp"
#include "admin/staff_action.hpp"
#include "admin/store.hpp"
#include "admin/task_row.hpp"
#include "admin/views/payment_list.html.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::admin {
namespace {

constexpr std::int64_t kPaymentsPerPage = 25;
constexpr std::int64_t kPaymentTasksShown = 100;

std::vector<Choice> provider_choices(const PaymentFilter& filter, const i18n::Texts& texts) {
  std::vector<Choice> choices{{"", std::string(texts("admin.payments.any_provider")), filter.provider.empty()}};
  for (const auto provider : kPaymentProviders)
    choices.push_back({std::string(provider), std::string(texts(fmt::format("admin.provider.{}", provider))),
                       filter.provider == provider});
  return choices;
}

std::vector<Choice> state_choices(const PaymentFilter& filter, const i18n::Texts& texts) {
  std::vector<Choice> choices{{"", std::string(texts("admin.payments.any_state")), !filter.state}};
  for (int n = 0; n <= static_cast<int>(payments::AttemptState::kDisputed); ++n) {
    const auto state = static_cast<payments::AttemptState>(n);
    choices.push_back({std::string(payments::word(state)),
                       std::string(texts(fmt::format("admin.attempt.{}", payments::word(state)))),
                       filter.state == state});
  }
  return choices;
}

PaymentRow row_of(const store::PaymentRow& row, const i18n::Texts& texts) {
  return {.created_at = date_and_time(row.place.created_at, texts),
          .order_number = row.order_number,
          .customer = row.customer,
          .provider = row.provider,
          .type = way_beside(row.provider, row.type, texts),
          .reference = row.reference,
          .state = row.state,
          .amount = row.amount,
          .captured = captured_beside(row.captured, row.amount)};
}

/// The row of the audit log is in the transaction of the resolution; a second click finds it resolved.
std::expected<void, payments::NotResolved> resolve_task(Services& shop, const StaffMember& staff, std::int64_t id) {
  return shop.db.write([&](db::Tx& tx) {
    const Time now = shop.clock.now();
    auto resolved = payments::resolve_staff_task(tx, id, staff.id, now);
    if (!resolved) return resolved;
    audit(tx, staff, "staff_task.resolution", "staff_task", std::to_string(id), {{"resolved", false}},
          {{"resolved", true}}, now);
    return resolved;
  });
}

/// The text of the notice; empty: it is none of this page.
std::string_view text_of_notice(std::string_view notice) {
  if (notice == "resolved") return "admin.payments.notice.resolved";
  if (notice == "already") return "admin.notice.already";
  return notice == "money_left" ? "admin.payments.notice.money_left" : std::string_view{};
}

}  // namespace

http::Response show_payments(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  const PaymentFilter filter = PaymentFilter::read(request.query);
  PaymentListPage view{.frame = frame_for(request, shop, Section::kPayments, texts("admin.payments.transactions"))};
  const std::string_view notice = request.query.value("notice");
  if (const auto text = text_of_notice(notice); !text.empty()) view.frame.shop.notice = texts(text);
  view.frame.shop.notice_is_error = notice == "money_left";
  std::vector<store::PaymentRow> rows;
  std::vector<payments::StaffTask> tasks;
  shop.db.read([&](db::Tx& tx) {
    // One more than fits says whether there are others.
    rows = store::payments_matching(tx, filter, kPaymentsPerPage + 1);
    tasks = payments::open_staff_tasks(tx, kPaymentTasksShown);
    view.saved = saved_filters(tx, request, FilteredList::kPayments);
  });
  if (std::ssize(rows) > kPaymentsPerPage) {
    rows.pop_back();
    view.older_url = filter.address_older_than(rows.back().place);
  }
  if (filter.older_than) view.newest_url = filter.address();
  for (const auto& task : tasks) view.tasks.push_back({task.id, task_row(task, texts), task.may_be_resolved()});
  for (const auto& row : rows) view.payments.push_back(row_of(row, texts));
  view.providers = provider_choices(filter, texts);
  view.states = state_choices(filter, texts);
  view.from = filter.from;
  view.to = filter.to;
  view.narrowed = filter.is_narrowed();

  std::string out;
  html::Writer writer(out, texts);
  views::payment_list(writer, view);
  return http::html(200, std::move(out));
}

http::Response create_task_resolution(const http::Request& request, Services& shop) {
  const auto id = text::parse_integer(request.param("id"), 1, INT64_MAX);
  const auto done = id ? resolve_task(shop, staff_of(request), *id) : std::unexpected(payments::NotResolved::kAlready);
  const std::string_view notice = done                                                ? "resolved"
                                  : done.error() == payments::NotResolved::kMoneyLeft ? "money_left"
                                                                                      : "already";
  return http::see_other(fmt::format("/admin/payments/transactions?notice={}", notice));
}

}  // namespace hurtrock::admin

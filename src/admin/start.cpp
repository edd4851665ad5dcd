#include <fmt/format.h>

#include <algorithm>

#include "admin/counts.hpp"
#include "admin/dates.hpp"
#include "admin/days.hpp"
#include "admin/figure_links.hpp"
#include "admin/frame.hpp"
#include "admin/handlers.hpp"
#include "admin/job_words.hpp"
#include "admin/mail_words.hpp"
#include "admin/order_row.hpp"
#include "admin/sales.hpp"
#include "admin/start_pages.hpp"
#include "admin/task_row.hpp"
#include "admin/views/start.html.hpp"

namespace hurtrock::admin {
namespace {

constexpr std::int64_t kFailedTasksShown = 20, kDeadMailsShown = 10, kBestSellersShown = 5, kScarceShown = 5;
constexpr std::size_t kNewestOrdersShown = 8;
constexpr std::string_view kStartNotices[] = {"jobs_retried", "jobs_gone"};
constexpr int kDaysOfTheChart = 30, kDaysOfBestSellers = 7;
/// A mail server that is restarted is back by then.
constexpr auto kHeldUpAfter = std::chrono::minutes{5};

/// What waits for somebody, in the order in which it is dealt with.
std::vector<WaitingTile> waiting_tiles(db::Tx& tx, Time now, std::optional<std::int64_t> chats,
                                       const i18n::Texts& texts) {
  std::vector<WaitingTile> tiles;
  const auto add = [&](std::string_view what, const store::Count& count, std::string url, bool accent) {
    tiles.push_back({count_text(count, texts), std::string(texts(fmt::format("admin.start.{}", what))),
                     std::string(texts(fmt::format("admin.start.{}_note", what))), std::move(url),
                     accent && count.value > 0});
  };
  const auto add_orders = [&](std::string_view what, OrderFilter filter, bool accent) {
    add(what, store::count_of(tx, filter), filter.address(), accent);
  };
  // Not there as long as nothing is wrong.
  const auto add_trouble = [&](std::string_view what, const store::Count& count, std::string url) {
    if (count.value > 0) add(what, count, std::move(url), true);
  };
  const auto add_stuck = [&](Stuck stuck, std::chrono::days after) {
    const OrderFilter filter{.stuck = stuck, .at = now};
    const auto count = store::count_of(tx, filter);
    if (count.value == 0) return;
    tiles.push_back(
        {count_text(count, texts), std::string(texts(fmt::format("admin.start.{}", word(stuck)))),
         texts(fmt::format("admin.start.{}_note", word(stuck)), {{"n", static_cast<std::int64_t>(after.count())}}),
         filter.address(), true});
  };
  using enum orders::State;
  const Days today = day_of(now);
  const OrderFilter late{.state = kPaid, .to = iso_day(today.from - std::chrono::days{1}), .day = OrderDay::kPaid};
  const OrderFilter by_hand{.refund_by_hand = true};
  // Nothing else is handed over unpaid.
  const OrderFilter cash{.state = kDelivered, .payment = orders::PaymentState::kUnpaid};
  add_orders("to_process", {.state = kPaid}, true);
  add_trouble("late", store::count_of(tx, late), late.address());
  add_orders("to_ship", {.state = kProcessing}, true);
  add_orders("partly_shipped", {.state = kPartiallyShipped}, false);
  add_stuck(Stuck::kUnsent, kUnsentAfter);
  add_stuck(Stuck::kUndelivered, kUndeliveredAfter);
  add_orders("waiting", {.state = kPending}, false);
  add_trouble("proofs", store::proofs_waiting(tx), "/admin/payments/transfers?proof=waiting");
  const OrderFilter awaiting{.awaits_goods = true};
  if (const auto count = store::count_of(tx, awaiting); count.value > 0)
    add("awaiting", count, awaiting.address(), false);
  add_trouble("by_hand", store::count_of(tx, by_hand), by_hand.address());
  add_trouble("cash", store::count_of(tx, cash), cash.address());
  add_trouble("held_mails", store::mails_held_up(tx, now - kHeldUpAfter), "/admin/mail?state=waiting");
  const auto dead = store::count_dead(tx);
  add_trouble("dead_mails", dead.mails, "/admin/mail?state=dead");
  add_trouble("dead_jobs", dead.jobs, "#dead");
  const auto unread = reviews::count_in(tx, reviews::State::kPending, store::kCountedAtMost + 1);
  if (chats) add("chats", {.value = *chats}, "/admin/chat", true);
  add("reviews", {std::min(unread, store::kCountedAtMost), unread > store::kCountedAtMost}, "/admin/reviews", true);
  return tiles;
}

struct Period {
  std::string_view id;  ///< of the texts
  Days now, before;
};

PeriodBox period_box(const Period& period, const std::vector<store::DaySales>& all, const i18n::Texts& texts) {
  const store::Sales now = store::sum_of(all, period.now), before = store::sum_of(all, period.before);
  PeriodBox box{.id = std::string(period.id),
                .name = std::string(texts(fmt::format("admin.start.{}", period.id))),
                .before_name = std::string(texts(fmt::format("admin.start.before_{}", period.id))),
                .revenue = {.name = std::string(texts("admin.start.revenue")),
                            .value = format_rupiah(now.revenue()),
                            .url = ledger_url(period.now),
                            .before = format_rupiah(before.revenue()),
                            .before_url = ledger_url(period.before)},
                .counts = {}};
  const auto add = [&](std::string_view what, std::int64_t store::Sales::* count, OrderDay by,
                       std::optional<BuyerKind> buyer = std::nullopt) {
    const auto url = [&](const Days& days) {
      OrderFilter counted = orders_on(days, by);
      counted.buyer = buyer;
      return counted.address();
    };
    box.counts.push_back({.name = std::string(texts(fmt::format("admin.start.{}", what))),
                          .value = number_text(now.*count, texts),
                          .url = url(period.now),
                          .before = number_text(before.*count, texts),
                          .before_url = url(period.before)});
  };
  add("placed", &store::Sales::placed, OrderDay::kPlaced);
  add("paid", &store::Sales::paid, OrderDay::kPaid);
  add("new_buyers", &store::Sales::first_paid, OrderDay::kPaid, BuyerKind::kNew);
  return box;
}

void fill_sales(db::Tx& tx, Time now, const i18n::Texts& texts, StartPage& view) {
  const Days today = day_of(now), week = week_of(now), month = month_of(now), chart = last_days(now, kDaysOfTheChart);
  const Days last_month = month_before(month);
  const auto all =
      store::sales_by_day(tx, {std::min({last_month.from, chart.from, week.before_them().from}), today.before});
  for (const Period& period : {Period{"today", today, today.before_them()},
                               {"week", {week.from, today.before}, week.before_them()},
                               {"month", {month.from, today.before}, last_month}})
    view.periods.push_back(period_box(period, all, texts));

  for (const auto& [day, sales] : all) {
    if (!chart.has(day)) continue;
    const Days only = day_of(day);
    view.days.push_back({.day = short_day(day, texts),
                         .url = ledger_url(only),
                         .revenue = sales.revenue(),
                         .paid = sales.paid,
                         .paid_url = orders_on(only, OrderDay::kPaid).address()});
  }
  view.chart_summary = texts("admin.start.chart_summary", {{"amount", store::sum_of(all, chart).revenue()},
                                                           {"from", short_day(chart.from, texts)},
                                                           {"to", short_day(today.from, texts)}});
  const Days lately = last_days(now, kDaysOfBestSellers);
  for (const auto& sold : store::best_sellers(tx, lately, kBestSellersShown)) {
    OrderFilter behind = orders_on(lately, OrderDay::kPaid);
    behind.product = sold.product;
    view.best_sellers.push_back({.name = sold.name,
                                 .url = fmt::format("/admin/products/{}", sold.product.value()),
                                 .pieces = texts("admin.start.pieces", {{"n", sold.pieces}}),
                                 .orders_url = behind.address(),
                                 .amount = sold.amount});
  }
}

void fill_stock(db::Tx& tx, const i18n::Texts& texts, StartPage& view) {
  const StockFilter scarce{.alerts = true};
  std::int64_t counted = 0;
  bool more = false;
  for (const auto alert : {StockAlert::kOut, StockAlert::kCritical, StockAlert::kLow}) {
    const StockFilter of_kind = scarce.with_alert(alert);
    const store::Count count = store::count_stock(tx, of_kind);
    counted += count.value;
    more = more || count.more;
    view.stock_alerts.push_back({std::string(texts(fmt::format("admin.stock.alert.{}", word(alert)))),
                                 of_kind.address(), count_text(count, texts)});
  }
  store::Count all = store::bounded(counted);
  all.more = all.more || more;
  view.scarce_total = count_text(all, texts);
  view.scarce_url = scarce.address();
  for (const auto& row : store::stock_matching(tx, scarce, texts.language(), kScarceShown)) {
    const auto alert = alert_of(row.free(), row.minimum, row.low);
    view.scarce.push_back({.name = row.options.empty() ? row.name : fmt::format("{} · {}", row.name, row.options),
                           .sku = row.sku,
                           .url = fmt::format("/admin/stock/{}", row.variant.value()),
                           .alert = alert ? std::string(word(*alert)) : std::string{},
                           .free = row.free()});
  }
}

DeadLetterRow dead_letter(const store::DeadMail& mail, const i18n::Texts& texts) {
  return {.text = texts("admin.start.dead_mail", {{"kind", worded_mail(mail.kind, texts)}}),
          .error = mail.error,
          .at = date_and_time(mail.at, texts),
          .url = mail_url(mail.id),
          .order_number = mail.order_number,
          .jobs = {}};
}

DeadLetterRow dead_letter(const store::DeadJobs& jobs, const i18n::Texts& texts) {
  return {.text = texts("admin.start.dead_job", {{"what", worded_job(jobs.kind, texts)}, {"n", jobs.count}}),
          .error = jobs.error,
          .at = date_and_time(jobs.at, texts),
          .url = {},
          .order_number = {},
          .jobs = jobs.kind};
}

}  // namespace

http::Response show_start(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  StartPage view{.frame = frame_for(request, shop, Section::kStart, texts("admin.start.title"))};
  const std::string_view notice = request.query.value("notice");
  if (std::ranges::find(kStartNotices, notice) != std::end(kStartNotices))
    view.frame.shop.notice = texts(fmt::format("admin.start.notice.{}", notice));
  const Time now = shop.clock.now();
  const auto chats = shop.chats_waiting ? shop.chats_waiting() : std::nullopt;
  shop.db.read([&](db::Tx& tx) {
    view.waiting = waiting_tiles(tx, now, chats, texts);
    view.mails_held_up = store::mails_held_up(tx, now - kHeldUpAfter).value > 0;
    fill_sales(tx, now, texts, view);
    fill_stock(tx, texts, view);
    for (const auto& order : store::orders_matching(tx, {}, kNewestOrdersShown).orders)
      view.orders.push_back(order_row(order, texts));
    for (const auto& task : payments::open_staff_tasks(tx, kFailedTasksShown))
      view.tasks.push_back(task_row(task, texts));
    for (const auto& mail : store::dead_mails(tx, kDeadMailsShown)) view.dead.push_back(dead_letter(mail, texts));
    for (const auto& jobs : store::dead_jobs(tx)) view.dead.push_back(dead_letter(jobs, texts));
    const auto totals = shop.totals.known(now, [&] { return store::totals(tx); });
    view.products = number_text(totals.products, texts);
    view.accounts = number_text(totals.accounts, texts);
    view.all_orders = number_text(store::orders_placed(tx), texts);
  });

  std::string out;
  html::Writer writer(out, texts);
  views::start(writer, view);
  return http::html(200, std::move(out));
}

}  // namespace hurtrock::admin

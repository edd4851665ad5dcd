#include "admin/counts.hpp"
#include "admin/frame.hpp"
#include "admin/handlers.hpp"
#include "admin/task_row.hpp"
#include "admin/views/start.html.hpp"

namespace hurtrock::admin {
namespace {

constexpr std::int64_t kTasksShown = 20;

}  // namespace

http::Response show_start(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  StartPage view{.frame = frame_for(request, shop, Section::kStart, texts("admin.start.title"))};
  const Time now = shop.clock.now();
  view.today = wib_timestamp(now).substr(0, 10);
  shop.db.read([&](db::Tx& tx) {
    const auto in = [&](orders::State state) { return count_text(store::orders_in(tx, state), texts); };
    view.to_process = in(orders::State::kPaid);
    view.waiting = in(orders::State::kPending);
    view.to_ship = in(orders::State::kProcessing);
    view.partly_shipped = in(orders::State::kPartiallyShipped);
    view.reviews_waiting = count_text_of_reviews(tx, reviews::State::kPending, texts);
    view.low_stock = count_text(store::count_stock(tx, {.alerts = true}), texts);
    const auto today = store::day_since(tx, start_of_wib_day(now));
    view.orders_today = count_text(today.orders_placed, texts);
    view.paid_today = count_text(today.orders_paid, texts);
    view.sales_today = today.sales;
    view.tasks.clear();
    for (const auto& task : payments::open_staff_tasks(tx, kTasksShown)) view.tasks.push_back(task_row(task, texts));
  });

  std::string out;
  html::Writer writer(out, texts);
  views::start(writer, view);
  return http::html(200, std::move(out));
}

}  // namespace hurtrock::admin

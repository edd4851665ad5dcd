#include "admin/bulk_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "admin/audit.hpp"
#include "admin/product_record.hpp"
#include "platform/jobs/jobs.hpp"
#include "platform/log/log.hpp"

namespace hurtrock::admin {
namespace {

using namespace std::chrono_literals;
using store::BulkRun;
using store::BulkRunId;

constexpr std::string_view kBulkRunJob = "admin.bulk_run";
/// Much shorter than the lease of its runner. Then the job hands on to another of its kind.
constexpr auto kBulkRunSlice = 5s;
/// One transaction, which on SQLite keeps all other writers waiting.
constexpr std::int64_t kChangedAtOnce = 25;
/// With pauses that double, a minute and a half; then the staff are told.
constexpr int kBulkRunTries = 6;
constexpr auto kBulkRunKept = 24h * 30;

void enqueue_bulk_run(db::Tx& tx, const BulkRun& run, Time now) {
  jobs::enqueue(tx, kBulkRunJob, fmt::format(R"({{"run":{}}})", run.id.value()),
                {.run_at = now,
                 .dedup_key = fmt::format("bulk_run:{}:{}", run.id.value(), run.done),
                 .max_attempts = kBulkRunTries});
}

/// Nothing when somebody else has worked on the run.
std::optional<BulkRun> change_next(BulkRunServices shop, const BulkRun& run) {
  return shop.db.write([&](db::Tx& tx) -> std::optional<BulkRun> {
    // First of all, so that of two who work on one run the second waits here, and finds that it is done.
    if (!store::lock_bulk_run(tx, run)) return std::nullopt;
    const auto products = store::next_of_bulk_run(tx, run, kChangedAtOnce);
    const auto kept = change_products_audited(tx, run.staff, products, run.change, shop.clock.now());
    return store::advance_bulk_run(tx, run, products, kept);
  });
}

jobs::Outcome do_bulk_run_job(const jobs::Job& job, BulkRunServices shop) {
  const BulkRunId id{boost::json::value_to<std::int64_t>(boost::json::parse(job.payload).at("run"))};
  try {
    if (work_on_bulk_run(shop, id, shop.clock.now() + kBulkRunSlice))
      shop.db.write([&](db::Tx& tx) {
        if (const auto run = store::find_bulk_run(tx, id)) enqueue_bulk_run(tx, *run, shop.clock.now());
      });
    return jobs::Outcome::done();
  } catch (const std::exception& failure) {
    if (job.attempt < job.max_attempts) throw;
    shop.db.write([&](db::Tx& tx) { store::stop_bulk_run(tx, id); });
    return jobs::Outcome::give_up(failure.what());
  }
}

}  // namespace

std::vector<catalog::BulkRefusal> change_products_audited(db::Tx& tx, const StaffMember& staff,
                                                          std::span<const catalog::SeenProduct> products,
                                                          const catalog::BulkChange& change, Time now) {
  const auto definitions = catalog::spec_definitions(tx);
  const auto now_of = [&](ProductId id) {
    const auto found = find_product_and_stock(tx, id);
    return found ? as_json(*found, definitions) : boost::json::object{};
  };
  std::vector<boost::json::object> before;
  for (const auto& seen : products) before.push_back(now_of(seen.id));
  auto refused = catalog::change_products(tx, products, change, now);
  for (std::size_t i = 0; i < products.size(); ++i)
    if (std::ranges::find(refused, products[i].id, &catalog::BulkRefusal::product) == refused.end())
      audit(tx, staff, "product.changed", "product", std::to_string(products[i].id.value()), before[i],
            now_of(products[i].id), now);
  return refused;
}

BulkRunId begin_bulk_run(BulkRunServices shop, const store::NewBulkRun& run,
                         std::span<const catalog::SeenProduct> products) {
  return shop.db.write([&](db::Tx& tx) {
    const Time now = shop.clock.now();
    const BulkRunId id = store::begin_bulk_run(tx, run, products, now);
    enqueue_bulk_run(tx, *store::find_bulk_run(tx, id), now);
    return id;
  });
}

bool work_on_bulk_run(BulkRunServices shop, BulkRunId id, Time until) {
  auto run = shop.db.read([&](db::Tx& tx) { return store::find_bulk_run(tx, id); });
  // At least one step: the job that follows goes by how far this one has come.
  while (run && run->state != "finished") {
    run = change_next(shop, *run);
    if (run && run->state == "finished")
      log::info("admin.bulk_run.done", {{"run", id.value()}, {"products", run->products}, {"kept", run->kept}});
    else if (run && shop.clock.now() >= until)
      return true;
  }
  return false;
}

void register_bulk_run_jobs(jobs::Runner& runner, BulkRunServices shop) {
  runner.on(std::string(kBulkRunJob), [shop](const jobs::Job& job) { return do_bulk_run_job(job, shop); });
  runner.every("admin.forget_bulk_runs", 24h, [shop] {
    while (shop.db.write([&](db::Tx& tx) { return store::forget_bulk_run(tx, shop.clock.now() - kBulkRunKept); })) {
    }
  });
}

}  // namespace hurtrock::admin

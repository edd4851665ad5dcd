#include <fmt/format.h>

#include "admin/bulk_run_store.hpp"

namespace hurtrock::admin::store {
namespace {

/// How many rows one statement inserts; what is left goes row by row, so that a connection prepares two statements and
/// not one for every number of products.
constexpr std::size_t kInsertedAtOnce = 100;

void insert_products(db::Tx& tx, BulkRunId run, std::span<const catalog::SeenProduct> products) {
  static const std::string sql = [] {
    std::string text = "INSERT INTO bulk_run_products (run_id, product_id, version) VALUES ";
    for (std::size_t row = 0; row < kInsertedAtOnce; ++row)
      text += fmt::format("{}($1, ${}, ${})", row == 0 ? "" : ", ", 2 * row + 2, 2 * row + 3);
    return text;
  }();
  for (; products.size() >= kInsertedAtOnce; products = products.subspan(kInsertedAtOnce)) {
    std::vector<db::Value> values{db::to_value(run)};
    for (const auto& product : products.first(kInsertedAtOnce)) {
      values.push_back(db::to_value(product.id));
      values.push_back(db::to_value(product.version));
    }
    tx.query_list(sql, values);
  }
  for (const auto& product : products)
    tx.send("INSERT INTO bulk_run_products (run_id, product_id, version) VALUES ($1, $2, $3)", run, product.id,
            product.version);
}

// A process that dies in the last attempt of its job can say nothing: a run goes on as long as a job of it waits.
#define BULK_RUNS                                                                                                     \
  "SELECT id, kind, milli_percent, amount, rounding, COALESCE(category_id, 0), list_url, "                            \
  "CASE WHEN state = 'running' AND NOT EXISTS (SELECT 1 FROM jobs j WHERE j.state = 'waiting' "                       \
  "AND j.kind = 'admin.bulk_run' AND j.payload = '{\"run\":' || bulk_runs.id || '}') THEN 'stopped' ELSE state END, " \
  "products, done, kept, last_product, COALESCE(created_by, 0), actor_name, remote_address FROM bulk_runs "

std::optional<BulkRun> bulk_run_in(const db::Rows& rows) {
  if (rows.empty()) return std::nullopt;
  const auto text = [&](std::size_t column) { return rows.get<std::string>(0, column); };
  const auto number = [&](std::size_t column) { return rows.get<std::int64_t>(0, column); };
  return BulkRun{.id = rows.get<BulkRunId>(0, 0),
                 .change = {.kind = catalog::find_bulk_kind(text(1)).value(),
                            .milli_percent = number(2),
                            .amount = rows.get<Money>(0, 3),
                            .rounding = number(4),
                            .category = CategoryId{number(5)}},
                 .list_url = text(6),
                 .staff = {.id = UserId{number(12)}, .name = text(13), .remote_address = text(14)},
                 .state = text(7),
                 .products = number(8),
                 .done = number(9),
                 .kept = number(10),
                 .last = ProductId{number(11)}};
}

}  // namespace

BulkRunId begin_bulk_run(db::Tx& tx, const NewBulkRun& run, std::span<const catalog::SeenProduct> products, Time now) {
  const auto& change = run.change;
  const auto id = tx.maybe_value<BulkRunId>(
      "INSERT INTO bulk_runs (request_key, kind, milli_percent, amount, rounding, category_id, list_url, products, "
      "created_by, actor_name, remote_address, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) "
      "ON CONFLICT DO NOTHING RETURNING id",
      run.request_key, catalog::word(change.kind), change.milli_percent, change.amount, change.rounding,
      change.category ? std::optional{change.category} : std::nullopt, run.list_url, std::ssize(products),
      run.staff.id ? std::optional{run.staff.id} : std::nullopt, run.staff.name, run.staff.remote_address, now);
  if (!id) return tx.one<BulkRunId>("SELECT id FROM bulk_runs WHERE request_key = $1", run.request_key);
  insert_products(tx, *id, products);
  return *id;
}

std::optional<BulkRun> find_bulk_run(db::Tx& tx, BulkRunId id) {
  return bulk_run_in(tx.query(BULK_RUNS "WHERE id = $1", id));
}

std::optional<BulkRun> unfinished_bulk_run(db::Tx& tx) {
  return bulk_run_in(tx.query(BULK_RUNS "WHERE state <> 'finished' ORDER BY id DESC LIMIT 1"));
}
#undef BULK_RUNS

bool lock_bulk_run(db::Tx& tx, const BulkRun& seen) {
  return tx
      .maybe_value<BulkRunId>("SELECT id FROM bulk_runs WHERE id = $1 AND done = $2 AND state <> 'finished' FOR UPDATE",
                              seen.id, seen.done)
      .has_value();
}

std::vector<catalog::SeenProduct> next_of_bulk_run(db::Tx& tx, const BulkRun& run, std::int64_t limit) {
  std::vector<catalog::SeenProduct> next;
  for (const auto& [product, version] : tx.all<ProductId, std::int64_t>(
           "SELECT product_id, version FROM bulk_run_products WHERE run_id = $1 AND product_id > $2 "
           "ORDER BY product_id LIMIT $3",
           run.id, run.last, limit))
    next.push_back({product, version});
  return next;
}

BulkRun advance_bulk_run(db::Tx& tx, const BulkRun& run, std::span<const catalog::SeenProduct> products,
                         std::span<const catalog::BulkRefusal> kept) {
  for (const auto& refusal : kept)
    tx.send("UPDATE bulk_run_products SET reason = $1 WHERE run_id = $2 AND product_id = $3",
            catalog::word(refusal.why), run.id, refusal.product);
  BulkRun next = run;
  next.done += std::ssize(products);
  next.kept += std::ssize(kept);
  next.state = next.done == run.products ? "finished" : "running";
  if (!products.empty()) next.last = products.back().id;
  tx.send("UPDATE bulk_runs SET done = $1, kept = $2, last_product = $3, state = $4 WHERE id = $5", next.done,
          next.kept, next.last, next.state, run.id);
  return next;
}

void stop_bulk_run(db::Tx& tx, BulkRunId id) {
  tx.send("UPDATE bulk_runs SET state = 'stopped' WHERE id = $1 AND state = 'running'", id);
}

std::vector<KeptProduct> kept_in_bulk_run(db::Tx& tx, BulkRunId id, std::int64_t limit) {
  std::vector<KeptProduct> kept;
  for (auto& [product, name, reason] : tx.all<ProductId, std::string, std::string>(
           "SELECT r.product_id, COALESCE(p.name, ''), r.reason FROM bulk_run_products r "
           "LEFT JOIN products p ON p.id = r.product_id WHERE r.run_id = $1 AND r.reason <> '' "
           "ORDER BY r.product_id LIMIT $2",
           id, limit))
    kept.push_back({product, std::move(name), catalog::find_bulk_why(reason).value()});
  return kept;
}

bool forget_bulk_run(db::Tx& tx, Time before) {
  return tx.execute(
             "DELETE FROM bulk_runs WHERE id = (SELECT id FROM bulk_runs WHERE created_at < $1 ORDER BY id LIMIT 1)",
             before) == 1;
}

}  // namespace hurtrock::admin::store

#include "catalog/catalogue.hpp"

#include "catalog/snapshot_builder.hpp"
#include "platform/log/log.hpp"

namespace hurtrock::catalog {
namespace {

using namespace std::chrono_literals;

// A row's time of change is set before its transaction commits: it may become visible this much later.
constexpr auto kLongestTransaction = 60s;

}  // namespace

Catalogue::Catalogue(db::Database& db, const Clock& clock) : db_(db), clock_(clock) {
  const std::lock_guard lock(refreshing_);
  db_.read([&](db::Tx& tx) { load_snapshot(tx, catalogue_version(tx)); });
}

void Catalogue::load_snapshot(db::Tx& tx, std::int64_t version) {
  const Time started = clock_.now();
  const auto before = current_.load();
  const auto changed = before ? products_changed_since(tx, version_) : std::nullopt;
  auto snapshot = changed ? build_snapshot(tx, *before, *changed) : build_snapshot(tx);
  log::info("catalog.snapshot", {{"version", version},
                                 {"products", snapshot->products().size()},
                                 {"read", changed ? changed->size() : snapshot->products().size()},
                                 {"ms", (clock_.now() - started).count() / 1000}});
  // Only now: what could not be read to its end is tried again.
  version_ = version;
  if (!before) stock_seen_ = started;
  current_.store(std::move(snapshot));
  ++page_version_;
}

void Catalogue::follow_stock(db::Tx& tx) {
  const Time now = clock_.now();
  const auto snapshot = current_.load();
  bool visible = false;
  for (const StockChange& change : stock_changes(tx, stock_seen_ - kLongestTransaction))
    visible |= snapshot->set_available(change.variant, change.available);
  stock_seen_ = now;
  if (visible) ++page_version_;
}

void Catalogue::refresh() {
  const std::lock_guard lock(refreshing_);
  db_.read([&](db::Tx& tx) {
    if (const std::int64_t version = catalogue_version(tx); version != version_) load_snapshot(tx, version);
    follow_stock(tx);
  });
}

}  // namespace hurtrock::catalog

#pragma once

#include <span>
#include <vector>

#include "admin/bulk_run_store.hpp"
#include "platform/core/clock.hpp"
#include "platform/jobs/runner.hpp"

/// A change to more products than one transaction may hold: a job makes it, some products at a time. What has been done
/// is recorded in the transaction that does it, so that a process that dies loses nothing and does nothing twice.
namespace hurtrock::admin {

struct BulkRunServices {
  db::Database& db;
  const Clock& clock;
};

/// catalog::change_products with a row of the audit log for each product that it changes.
std::vector<catalog::BulkRefusal> change_products_audited(db::Tx& tx, const StaffMember& staff,
                                                          std::span<const catalog::SeenProduct> products,
                                                          const catalog::BulkChange& change, Time now);

/// Leaves the job (wake its runner). The same preview sent twice is one run.
store::BulkRunId begin_bulk_run(BulkRunServices shop, const store::NewBulkRun& run,
                                std::span<const catalog::SeenProduct> products);
/// Works on the run until `until`; true when there is more to do.
bool work_on_bulk_run(BulkRunServices shop, store::BulkRunId id, Time until);

void register_bulk_run_jobs(jobs::Runner& runner, BulkRunServices shop);

}  // namespace hurtrock::admin

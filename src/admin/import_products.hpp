#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <string>

#include "admin/exchange_store.hpp"
#include "admin/import_file.hpp"
#include "admin/routes.hpp"
#include "platform/core/clock.hpp"
#include "platform/db/db.hpp"
#include "platform/jobs/runner.hpp"

/// Files of products, from the upload to the shop. A check says what an import would do and changes nothing. Both are
/// done some products at a time by a job: what has been done of a file is recorded in the transaction that does it, so
/// that a process that dies loses nothing and does nothing twice.
namespace hurtrock::admin {

struct ImportServices {
  db::Database& db;
  const Clock& clock;
  std::string folder;  ///< of the files; exists
  std::string media;   ///< what the addresses of the shop's own pictures begin with
};

/// Takes the file over, which stays where it is. Its columns are guessed and nothing is begun.
std::expected<store::ImportId, FileFault> receive_import(ImportServices& shop, const std::string& path,
                                                         const std::string& file_name, const StaffMember& staff);

/// Who is going to call work_on_import(): a job that is left (wake its runner), or the caller.
enum class Worker : std::uint8_t { kJob, kCaller };
/// Begins a check with these settings, or the import of what has been checked. False when the import is not as run
/// `seen` left it.
bool begin_check(ImportServices& shop, store::ImportId id, std::int64_t seen, const ImportSettings& settings,
                 Worker worker);
bool begin_import(ImportServices& shop, store::ImportId id, std::int64_t seen, Worker worker);

/// Works on the import until `until`; true when there is more to do. `got_on` is called when some products are done.
bool work_on_import(ImportServices& shop, store::ImportId id, Time until, const std::function<void()>& got_on = {});

/// The rows that the newest run has refused, as they stand in the file, with what is wrong in a column behind them, so
/// that they can be corrected and sent again. As CSV into a file that must not exist.
void write_refused_rows(ImportServices& shop, const store::ProductImport& import, const i18n::Texts& texts,
                        const std::string& path);

ImportServices imports_of(Services& shop);
/// Why the file cannot be read, for people.
std::string worded(const FileFault& fault, const i18n::Texts& texts);

void register_import_jobs(jobs::Runner& runner, ImportServices& shop);

}  // namespace hurtrock::admin

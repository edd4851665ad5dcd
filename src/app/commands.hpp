#pragma once

#include <cstdint>
#include <string>

#include "app/config.hpp"

/// What `hurtrock COMMAND` does, beside the services. Each answers the exit status.
namespace hurtrock::app {

int migrate_command(const Config& config, bool status_only, bool reset, bool yes_destroy_data);
/// What becomes of made-up products where customers would find them.
enum class InProduction : std::uint8_t { kRefused, kLeftOut, kLoaded };
int sample_data_command(const Config& config, std::int64_t products, InProduction in_production);
/// Invites that mailbox as an admin, or makes its account one; prints the link, which is mailed too. An account of the
/// sample data loses the password that everybody knows; the link to choose another is printed only.
int create_admin_command(const Config& config, const std::string& email, const std::string& name);
/// The account of that mailbox, unless it is the only admin's.
int switch_off_command(const Config& config, const std::string& email);
enum class Exported : std::uint8_t { kProducts, kOrders, kCustomers, kStock };
struct ExportWish {
  Exported what = Exported::kProducts;
  std::string path, format;  ///< csv or xlsx
  /// Whole days in WIB, "2026-11-22", in which it was ordered, changed or moved; both empty: all of them.
  std::string from, to;
};
/// Products with their variants, orders, customers or stock into a file, which may be there already.
int export_command(const Config& config, const ExportWish& wish);
struct ImportWish {
  std::string path;
  bool dry_run = false, sets_stock = false;
};
/// Checks a file of products in any of the known columns and imports it; prints what is refused.
int import_products_command(const Config& config, const ImportWish& wish);
int audit_command(const Config& config);
/// Writes databases and files into one archive while the shop runs; what is in it says backup.hpp.
int backup_command(const Config& config, const std::string& file);
/// Brings such an archive back into the configured databases and data folder, which must be empty unless `replace`, and
/// proves the books. `check`: into a scratch place instead. A damaged archive is refused before anything is touched.
int restore_command(const Config& config, const std::string& file, bool check, bool replace);
/// Mails the store that its nightly backup failed, once a day.
int backup_failed_command(const Config& config);
int doctor_command(const Config& config);
/// "hurtrock 1.2.3"
std::string version_text();
int version_command();

}  // namespace hurtrock::app

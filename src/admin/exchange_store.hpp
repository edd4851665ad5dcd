#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "admin/import_columns.hpp"
#include "admin/product_record.hpp"
#include "admin/staff_action.hpp"
#include "platform/db/db.hpp"

/// Questions about products that leave and come as files.
namespace hurtrock::admin::store {

struct ExportedProduct {
  ProductAndStock product;            ///< without the names of category and supplier in other languages
  std::vector<std::string> pictures;  ///< files in the media folder, in the order they are shown
  Time changed_at;                    ///< the product; its stock changes by itself
};
/// Active and hidden ones behind `after`, by id.
std::vector<ExportedProduct> products_to_export(db::Tx& tx, ProductId after, std::int64_t limit);

struct SkuOwner {
  VariantId variant;  ///< none when asked by slug
  ProductId product;
  bool archived = false;
};
std::optional<SkuOwner> owner_of_sku(db::Tx& tx, std::string_view sku);
/// Whose slug it is now.
std::optional<SkuOwner> owner_of_slug(db::Tx& tx, std::string_view slug);
std::optional<ProductId> present_or_former_owner_of_slug(db::Tx& tx, std::string_view slug);
/// The products that these SKUs belong to, in the order in which everybody locks them, and then their stock.
void lock_products_of(db::Tx& tx, std::span<const std::string> skus);

// Imports ------------------------------------------------------------------------------------------------------------

using ImportId = Id<struct ImportTag>;

struct ImportCounts {
  std::int64_t done = 0;  ///< products; of them:
  std::int64_t created = 0, changed = 0, unchanged = 0, refused = 0;
  std::int64_t refused_rows = 0;
};

struct NewImport {
  std::string file;       ///< its name in the folder of imports
  std::string file_name;  ///< as it was sent
  std::string encoding;
  char delimiter = ',';
  ImportSettings settings;
  std::int64_t rows = 0;
  StaffMember staff;
};

/// A word of the column `state`.
struct ProductImport {
  ImportId id;
  NewImport file;
  std::string state;
  std::int64_t run = 0;
  std::int64_t products = 0;
  ImportCounts counts;
  std::string failure;  ///< a word of FileFault, or "unexpected"; empty unless it failed
  std::int64_t failure_row = 0;
  Time created_at{};
  std::optional<Time> finished_at;
  /// Its job has been given up after something unexpected: it is working as far as the state says, and goes on once
  /// the job is tried again.
  bool is_stopped = false;
  [[nodiscard]] bool is_working() const { return state == "checking" || state == "running"; }
};

ImportId add_import(db::Tx& tx, const NewImport& import, Time now);
std::optional<ProductImport> find_import(db::Tx& tx, ImportId id);
/// Newest first, from the one before `before` on; 0: from the newest.
std::vector<ProductImport> imports_before(db::Tx& tx, std::int64_t before, std::int64_t limit);

/// From one of the states "columns", "checked" and "cancelled" (a check), or from "checked" only (an import) to
/// `state`, with nothing done. False, and nothing changed, when it is in another state, or has been changed since run
/// `seen`.
bool begin_run(db::Tx& tx, ImportId id, std::string_view state, std::int64_t seen, const ImportSettings& settings);
/// False when it is not working and not to be begun.
bool cancel_import(db::Tx& tx, ImportId id, Time now);
void fail_import(db::Tx& tx, ImportId id, std::string_view failure, std::int64_t row, Time now);
/// Those that came before `before` and are working although they have no job: the command that worked on them has
/// ended, or their job was forgotten before anybody tried it again.
void fail_stranded_imports(db::Tx& tx, Time before, Time now);

/// Nobody else works on the import until the transaction ends. False when somebody has since `seen`, or it is
/// cancelled.
bool lock_import(db::Tx& tx, const ProductImport& seen);
/// What is done of the present run grows from `seen` on to `counts`, and with the last of `products` the run ends as
/// `end`. False, and nothing changed, when somebody else has done it meanwhile or it is cancelled. Locks the import.
bool advance_import(db::Tx& tx, const ProductImport& seen, const ImportCounts& counts, std::int64_t products,
                    std::string_view end, Time now);

struct ImportNote {
  std::string kind;  ///< created, changed or refused
  std::int64_t row = 0;
  std::uint64_t offset = 0, length = 0;
  std::string subject;  ///< the product's name, or a SKU
  std::string column;
  std::string text_id, text_en;
  std::string before_json = "null", after_json = "null";
};
void add_note(db::Tx& tx, const ProductImport& import, const ImportNote& note);
/// In the order of the file's products, behind the note with the id `after`.
std::vector<std::pair<std::int64_t, ImportNote>> notes_of(db::Tx& tx, const ProductImport& import, bool refused,
                                                          std::int64_t after, std::int64_t limit);

/// Those begun before `before`, with their notes; answers their files.
std::vector<std::string> forget_imports(db::Tx& tx, Time before, std::int64_t limit);
bool is_import_file(db::Tx& tx, std::string_view file);

}  // namespace hurtrock::admin::store

#pragma once

#include <expected>
#include <map>
#include <string>
#include <vector>

#include "admin/import_form.hpp"
#include "admin/product_form.hpp"
#include "admin/save_product.hpp"

/// What a product's rows come to, before anything is written.
namespace hurtrock::admin {

struct ProductPlan : FilledForm {
  enum class Kind : std::uint8_t { kCreate, kChange, kKeep } kind = Kind::kCreate;
  ProductForm form;            ///< read from the fields
  bool only_pictures = false;  ///< nothing else of the product changes
};

/// `rows` are all of one product, in the file's order.
class ImportPlanner {
 public:
  ImportPlanner(const ImportSettings& settings, const std::vector<std::string>& titles, const ImportLookups& lookups)
      : settings_(settings), titles_(titles), lookups_(lookups) {}

  [[nodiscard]] std::expected<ProductPlan, CellErrors> plan(db::Tx& tx, const std::vector<FileRow>& rows) const;
  /// Errors of the form's fields, at the cells they come from.
  [[nodiscard]] CellErrors at_cells(const std::vector<http::FieldError>& indonesian,
                                    const std::vector<http::FieldError>& english,
                                    const std::map<int, std::int64_t>& file_rows, std::int64_t first_row) const;
  /// The product as it is before and would be afterwards, as the audit log has it.
  [[nodiscard]] boost::json::object after(const ProductPlan& plan) const;

 private:
  const ImportSettings& settings_;
  const std::vector<std::string>& titles_;
  const ImportLookups& lookups_;
};

}  // namespace hurtrock::admin

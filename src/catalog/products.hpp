#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/ids.hpp"
#include "platform/core/clock.hpp"
#include "platform/core/money.hpp"
#include "platform/db/db.hpp"

/// Products as the staff write them: hidden and archived ones too, with every variant. Every change is part of the
/// caller's transaction and raises the catalogue's version. That row is the lock under which the catalogue is edited:
/// two editors who want the same SKU or slug come one after the other, and the second is told.
namespace hurtrock::catalog {

enum class ProductState : std::uint8_t {
  kActive,    ///< in the shop
  kHidden,    ///< being prepared, or away for a while
  kArchived,  ///< not sold any more; kept for the orders that refer to it
};
std::string_view word(ProductState state);
std::optional<ProductState> find_product_state(std::string_view word);

/// What tells a variant from its siblings: "Warna: Hitam".
struct OptionDraft {
  std::string name_id, name_en, value_id, value_en;
  bool operator==(const OptionDraft&) const = default;
};

struct VariantDraft {
  VariantId id;     ///< none: a new one
  std::string sku;  ///< unlike any other variant's
  Money price;
  std::optional<Money> compare_at;  ///< higher than the price
  std::int64_t weight_g = 0, length_mm = 0, width_mm = 0, height_mm = 0;
  bool active = true;  ///< it can be bought when its product can
  std::vector<OptionDraft> options;
  bool operator==(const VariantDraft&) const = default;
};

/// Either a number, in thousandths of the definition's unit, or a text in both languages.
struct SpecDraft {
  std::int64_t definition = 0;
  std::optional<std::int64_t> number_milli;
  std::string text_id, text_en;
  bool operator==(const SpecDraft&) const = default;
};

struct ProductDraft {
  std::string name, model;
  std::string slug;   ///< empty: made of the name, with a number behind it when that one is taken
  std::string brand;  ///< its name; a brand that is not known yet is added
  CategoryId category;
  std::optional<SupplierId> supplier;
  std::string description_id, description_en;
  /// What search engines and messengers are told of its page; empty: the name, the beginning of the description.
  std::string seo_title_id, seo_title_en, seo_description_id, seo_description_en;
  ProductState state = ProductState::kHidden;
  bool featured = false;
  std::vector<VariantDraft> variants;  ///< in the order they are shown
  std::vector<SpecDraft> specs;        ///< likewise
  bool operator==(const ProductDraft&) const = default;
};

struct ProductRecord {
  ProductId id;
  std::int64_t version = 0;
  ProductDraft product;
  std::string category_id, supplier;  ///< names
};
std::optional<ProductRecord> find_product_record(db::Tx& tx, ProductId product);

enum class NotSaved : std::uint8_t {
  kNoSuchProduct,
  kChanged,  ///< the product is not what its editor was shown
  kSlugTaken,
  kSkuTaken,
  kNoSuchVariant,  ///< of this product
  kNoSuchCategory,
  kNoSuchSupplier,
  kNoSuchSpec,  ///< or one of the other kind
};
struct Refused {
  NotSaved why{};
  std::size_t index = 0;  ///< of the variant or specification in the draft
};
/// Everything that is wrong, not only the first.
using Refusals = std::vector<Refused>;

struct SavedProduct {
  ProductId id;
  std::vector<VariantId> variants;  ///< of the draft's variants, in its order
};

/// New variants have no stock yet: inventory::open_stock() gives them some, and until then nobody can buy them.
std::expected<SavedProduct, Refusals> create_product(db::Tx& tx, const ProductDraft& draft, Time now);
/// `seen` is the version that its editor was shown. Variants that the draft does not name stay as they are, behind the
/// others. A slug that is given up goes on leading to the product (slugs.hpp).
std::expected<SavedProduct, Refusals> update_product(db::Tx& tx, ProductId product, std::int64_t seen,
                                                     const ProductDraft& draft, Time now);

/// Away from the shop and from the staff's list, or back as hidden. Nothing else changes.
std::expected<void, NotSaved> archive_product(db::Tx& tx, ProductId product, std::int64_t seen, Time now);
std::expected<void, NotSaved> restore_product(db::Tx& tx, ProductId product, std::int64_t seen, Time now);

/// For good, with its variants, pictures and slugs. Nothing may refer to it: what does makes this throw
/// db::ErrorKind::kCheck.
std::expected<void, NotSaved> delete_product(db::Tx& tx, ProductId product, std::int64_t seen);

/// What a product can be specified by, in the order of the definitions.
struct SpecDefinition {
  std::int64_t id = 0;
  std::string name_id, name_en, unit;  ///< unit empty: none
  bool is_number = false;
};
std::vector<SpecDefinition> spec_definitions(db::Tx& tx);
/// Ids of the definitions that products of the category are specified by.
std::vector<std::int64_t> usual_specs(db::Tx& tx, CategoryId category);

}  // namespace hurtrock::catalog

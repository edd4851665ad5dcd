#include "admin/import_form.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <span>

#include "admin/exchange_store.hpp"
#include "admin/html_text.hpp"
#include "admin/names_store.hpp"
#include "admin/product_form.hpp"
#include "catalog/gallery.hpp"
#include "catalog/thousandths.hpp"
#include "platform/core/text.hpp"
#include "platform/fetch/download.hpp"
#include "platform/spreadsheet/spreadsheet.hpp"

namespace hurtrock::admin {
namespace {

/// Of a picture's address, in bytes, and of its description.
constexpr std::size_t kLongestAddress = 2'000, kLongestAlt = 200;

using Pairs = std::vector<std::pair<std::string, std::string>>;

struct Meant {
  std::string_view meaning, field;
};
/// What belongs to the product, and the fields of its form that take the cell as it is.
constexpr Meant kOfProduct[] = {{"name", "name"},
                                {"model", "model"},
                                {"brand", "brand"},
                                {"description_id", "description_id"},
                                {"description_en", "description_en"},
                                {"seo_title_id", "seo_title_id"},
                                {"seo_title_en", "seo_title_en"},
                                {"seo_description_id", "seo_description_id"},
                                {"seo_description_en", "seo_description_en"},
                                {"option1_name", "o1_name_id"},
                                {"option1_name_en", "o1_name_en"},
                                {"option2_name", "o2_name_id"},
                                {"option2_name_en", "o2_name_en"},
                                {"option3_name", "o3_name_id"},
                                {"option3_name_en", "o3_name_en"}};
/// What belongs to a variant, and the part of its field's name behind the row's.
constexpr Meant kOfVariant[] = {{"sku", "sku"},
                                {"option1_value", "o1_id"},
                                {"option1_value_en", "o1_en"},
                                {"option2_value", "o2_id"},
                                {"option2_value_en", "o2_en"},
                                {"option3_value", "o3_id"},
                                {"option3_value_en", "o3_en"}};
constexpr Meant kNumbersOfVariant[] = {
    {"weight_g", "weight"},       {"length_mm", "length"}, {"width_mm", "width"},           {"height_mm", "height"},
    {"minimum_stock", "minimum"}, {"low_stock", "low"},    {"backorder_limit", "backorder"}};
struct Converted {
  std::string_view meaning, plain, field;
  std::int64_t divisor;  ///< thousandths of the file's unit in one of ours
};
constexpr Converted kConverted[] = {{"weight_kg", "weight_g", "weight", 1},
                                    {"length_cm", "length_mm", "length", 100},
                                    {"width_cm", "width_mm", "width", 100},
                                    {"height_cm", "height_mm", "height", 100}};

/// "1250000.00" and "12,0" without what is nothing; the groups of "1.250.000" have three digits and stay.
std::string without_zero_decimals(std::string_view cell) {
  const auto mark = cell.find_last_of(".,");
  if (mark != std::string_view::npos && mark > 0) {
    const auto decimals = cell.substr(mark + 1);
    const bool is_zero = !decimals.empty() && decimals.find_first_not_of('0') == std::string_view::npos;
    if (is_zero && decimals.size() != 3) cell = cell.substr(0, mark);
  }
  return std::string(cell);
}

std::optional<bool> read_flag(std::string_view cell) {
  const std::string word = text::lower(cell);
  for (const auto yes : {"1", "true", "yes", "ya", "y", "benar"})
    if (word == yes) return true;
  for (const auto no : {"0", "false", "no", "tidak", "n", "salah", "-1"})
    if (word == no) return false;
  return std::nullopt;
}

/// A word of the form's field "state"; any other is left to the form to refuse.
std::string read_state(std::string_view cell) {
  const std::string word = text::lower(cell);
  if (word == "aktif") return "active";
  for (const auto hidden : {"draft", "draf", "archived", "unlisted", "disembunyikan"})
    if (word == hidden) return "hidden";
  return word;
}

/// Form fields that may be set again.
class FormFields {
 public:
  explicit FormFields(const http::Fields& fields) : pairs_(fields.pairs()) {}

  [[nodiscard]] std::string get(std::string_view name) const {
    const auto found = std::ranges::find(pairs_, name, &std::pair<std::string, std::string>::first);
    return found == pairs_.end() ? std::string{} : found->second;
  }
  void set(std::string name, std::string value) {
    const auto found = std::ranges::find(pairs_, name, &std::pair<std::string, std::string>::first);
    if (found == pairs_.end())
      add(std::move(name), std::move(value));
    else
      found->second = std::move(value);
  }
  void add(std::string name, std::string value) { pairs_.emplace_back(std::move(name), std::move(value)); }
  template <class Predicate>
  void remove_if(Predicate predicate) {
    std::erase_if(pairs_, [&](const auto& pair) { return predicate(pair.first); });
  }
  http::Fields take() { return http::Fields(std::move(pairs_)); }

 private:
  Pairs pairs_;
};

bool is_spec_field(std::string_view name) {
  return name == "spec" || (name.size() > 1 && name[0] == 's' && name[1] >= '0' && name[1] <= '9');
}

/// Trimmed, and without what our exports put before it.
std::string_view trimmed(std::string_view cell) { return text::trim(spreadsheet::without_guard(cell)); }
std::string plain(std::string_view cell) { return std::string(trimmed(cell)); }

/// Puts the rows of one product into the fields of its form.
class Filler {
 public:
  Filler(db::Tx& tx, const ImportSettings& settings, const std::vector<std::string>& titles,
         const ImportLookups& lookups, const std::vector<FileRow>& rows)
      : tx_(tx), settings_(settings), titles_(titles), lookups_(lookups), rows_(rows) {}

  std::expected<FilledForm, CellErrors> fill() {
    FilledForm filled;
    check_cells();
    if (!errors_.empty() || !sort_rows() || !find_product(filled)) return std::unexpected(std::move(errors_));
    FormFields fields(filled.before
                          ? fields_of(filled.before->record.product, filled.before->levels, i18n::Language::kEnglish)
                          : fields_of_new_product());
    if (!filled.before) {
      fields.remove_if([](const std::string& name) { return name == "row" || name.starts_with("v1_"); });
      set_defaults(fields, {}, {"brand", "category"});
    }
    fill_product(fields, filled);
    fill_specifications(fields);
    fill_variants(fields, filled);
    set_option_count(fields);
    gather_pictures(filled);
    if (!errors_.empty()) return std::unexpected(std::move(errors_));
    filled.fields = fields.take();
    return filled;
  }

 private:
  [[nodiscard]] bool is_own() const { return settings_.set == ColumnSet::kOwn; }
  [[nodiscard]] bool has(std::string_view meaning) const { return settings_.column_of(meaning).has_value(); }

  [[nodiscard]] std::string cell(const FileRow& row, std::string_view meaning) const {
    const auto column = settings_.column_of(meaning);
    if (!column || *column >= row.cells.size()) return {};
    std::string value = plain(row.cells[*column]);
    if (!is_own() && meaning.starts_with("description")) value = text_of_html(value);
    return value;
  }
  /// Whether the cell is to be written to the form.
  [[nodiscard]] bool says(const std::string& value) const { return is_own() || !value.empty(); }

  void refuse(const FileRow& row, std::string_view meaning, std::string_view code,
              std::initializer_list<i18n::Arg> args = {}) {
    refuse(row, meaning, in_both(fmt::format("admin.import.error.{}", code), args));
  }
  void refuse(const FileRow& row, std::string_view meaning, Bilingual text) {
    const auto column = settings_.column_of(meaning);
    errors_.push_back(
        {row.place.number, column && *column < titles_.size() ? titles_[*column] : std::string{}, std::move(text)});
  }

  /// What is wrong with a row whatever it means.
  void check_cells() {
    for (const auto& row : rows_) {
      if (row.cells.size() != titles_.size())
        refuse(row, {}, "ragged", {{"cells", row.cells.size()}, {"columns", titles_.size()}});
      if (row.place.same_sku != 0) refuse(row, "sku", "same_sku", {{"row", row.place.same_sku}});
      for (std::size_t i = 0; i < std::min(row.cells.size(), settings_.columns.size()); ++i)
        if (!settings_.columns[i].empty() && row.cells[i].starts_with('='))
          refuse(row, settings_.columns[i], "formula");
    }
    if (rows_.size() > kMostRowsOfProduct) refuse(rows_.front(), {}, "too_many_variants", {{"most", kMostVariants}});
  }

  /// Which rows are variants; the others say something of their product only, or are pictures.
  bool sort_rows() {
    for (const auto& row : rows_) {
      const std::string type = text::lower(cell(row, "type"));
      if (settings_.set == ColumnSet::kWooCommerce && (type == "grouped" || type == "external")) {
        refuse(row, "type", "type");
        return false;
      }
      const bool is_parent = settings_.set == ColumnSet::kWooCommerce && type == "variable";
      const bool is_picture =
          settings_.set == ColumnSet::kShopify && cell(row, "sku").empty() && cell(row, "price").empty();
      (is_parent || is_picture ? others_ : variants_).push_back(&row);
    }
    if (variants_.empty()) {
      refuse(rows_.front(), {}, "no_variants");
      return false;
    }
    for (const auto* row : variants_)
      if (cell(*row, "sku").empty()) refuse(*row, "sku", "sku_missing");
    return errors_.empty();
  }

  bool find_product(FilledForm& filled) {
    std::optional<ProductId> product;
    for (const auto* row : variants_) {
      const std::string sku = sku_of(settings_, *row);
      const auto owner = store::owner_of_sku(tx_, sku);
      if (!owner) continue;
      variant_of_sku_[sku] = owner->variant;
      if (product && *product != owner->product) refuse(*row, "sku", "two_products");
      if (owner->archived) refuse(*row, "sku", "archived");
      product = owner->product;
    }
    const std::string slug = this->slug(rows_.front());
    if (!product && !slug.empty())
      if (const auto owner = store::owner_of_slug(tx_, slug)) {
        if (owner->archived) refuse(rows_.front(), "slug", "archived");
        product = owner->product;
      }
    if (!errors_.empty()) return false;
    if (product) filled.before = find_product_and_stock(tx_, *product);
    return true;
  }

  /// A handle of Shopify may hold other characters than our addresses do.
  [[nodiscard]] std::string slug(const FileRow& row) const {
    std::string value = cell(row, "slug");
    return is_own() || value.empty() ? value : text::slug(value);
  }

  /// What all rows of the product say, or the one that says something. Rows that contradict each other are refused:
  /// one of them has been changed and the others forgotten.
  std::string of_all_rows(std::string_view meaning) {
    std::string value;
    // A variation of WooCommerce has a name of its own, which is not its product's.
    for (const auto* rows : {&others_, &variants_})
      for (const auto* row : *rows) {
        std::string here = cell(*row, meaning);
        if (here.empty()) continue;
        if (value.empty())
          value = std::move(here);
        else if (value != here && is_own())
          refuse(*row, meaning, "rows_differ", {{"row", rows_.front().place.number}});
      }
    return value;
  }

  void set_defaults(FormFields& fields, std::string_view prefix, std::initializer_list<std::string_view> meanings) {
    for (const auto meaning : meanings) {
      const auto given = settings_.defaults.find(std::string(meaning));
      if (given == settings_.defaults.end()) continue;
      const auto number = std::ranges::find(kNumbersOfVariant, meaning, &Meant::meaning);
      const auto name = number == std::end(kNumbersOfVariant) ? meaning : number->field;
      fields.set(fmt::format("{}{}", prefix, name), given->second);
    }
  }

  void fill_product(FormFields& fields, const FilledForm& filled) {
    const bool with_options = uses_options();
    for (const auto& [meaning, field] : kOfProduct) {
      if (!has(meaning) || (meaning.starts_with("option") && !with_options)) continue;
      if (auto value = of_all_rows(meaning); says_over_default(value, meaning))
        fields.set(std::string(field), std::move(value));
    }
    if (has("description"))
      if (const auto value = of_all_rows("description"); !value.empty())
        for (const auto* field : {"description_id", "description_en"})
          if (!has(field)) fields.set(field, value);
    if (const auto value = slug(rows_.front()); !value.empty()) fields.set("slug", value);
    if (const auto value = of_all_rows("state"); !value.empty())
      fields.set("state", read_state(value));
    else if (const auto published = of_all_rows("published"); !published.empty())
      fields.set("state", read_flag(published).value_or(false) ? "active" : "hidden");
    fill_flag(fields, of_all_rows("featured"), rows_.front(), "featured", "featured");
    fill_category(fields, filled);
    fill_supplier(fields);
  }

  [[nodiscard]] bool says_over_default(const std::string& value, std::string_view meaning) const {
    return says(value) && (!value.empty() || !settings_.defaults.contains(std::string(meaning)));
  }

  void fill_flag(FormFields& fields, const std::string& value, const FileRow& row, std::string_view meaning,
                 const std::string& field) {
    if (value.empty()) return;
    const auto on = read_flag(value);
    if (!on) return refuse(row, meaning, "flag");
    fields.remove_if([&](const std::string& name) { return name == field; });
    if (*on) fields.add(field, "1");
  }

  void fill_category(FormFields& fields, const FilledForm& filled) {
    const auto value = of_all_rows("category");
    if (value.empty()) return;
    auto found = lookups_.categories.find(value);
    // WooCommerce has several: the first that is one of ours.
    if (settings_.set == ColumnSet::kWooCommerce)
      for (const auto part : text::split(value, ','))
        if (!found) found = lookups_.categories.find(part);
    if (found) return fields.set("category", std::to_string(found->value()));
    const bool may_stay = !is_own() && (filled.before || settings_.defaults.contains("category"));
    if (!may_stay) refuse(rows_.front(), "category", "category", {{"name", text::shorten(value, 100)}});
  }

  void fill_supplier(FormFields& fields) {
    if (!has("supplier")) return;
    const auto value = of_all_rows("supplier");
    if (!says(value)) return;
    if (value.empty()) return fields.set("supplier", "");
    const auto found = lookups_.suppliers.find(text::lower(value));
    if (found == lookups_.suppliers.end())
      return refuse(rows_.front(), "supplier", "supplier", {{"name", text::shorten(value, 100)}});
    fields.set("supplier", std::to_string(found->second.value()));
  }

  void fill_specifications(FormFields& fields) {
    if (!has("specifications")) return;
    const auto value = of_all_rows("specifications");
    if (!says(value)) return;
    const auto read = read_specifications(value, lookups_.definitions);
    if (!read.wrong_line.empty())
      return refuse(rows_.front(), "specifications", "specification", {{"line", text::shorten(read.wrong_line, 100)}});
    fields.remove_if([](const std::string& name) { return is_spec_field(name); });
    for (const auto& spec : read.specs) {
      fields.add("spec", std::to_string(spec.definition));
      if (spec.number_milli) {
        fields.add(spec_field(spec.definition), catalog::thousandths(*spec.number_milli, i18n::Language::kEnglish));
      } else {
        fields.add(spec_field(spec.definition, "id"), spec.text_id);
        fields.add(spec_field(spec.definition, "en"), spec.text_en == spec.text_id ? "" : spec.text_en);
      }
    }
  }

  /// What others call an attribute tells no variants apart where there is only one: "Title: Default Title".
  [[nodiscard]] bool uses_options() const { return is_own() || variants_.size() > 1; }

  void fill_variants(FormFields& fields, FilledForm& filled) {
    int last = 0;
    std::map<VariantId, int> row_of;
    if (filled.before)
      for (const auto& variant : filled.before->record.product.variants) row_of[variant.id] = ++last;
    for (const auto* file_row : variants_) {
      const auto known = variant_of_sku_.find(sku_of(settings_, *file_row));
      const bool is_new = known == variant_of_sku_.end();
      const int row = is_new ? ++last : row_of.at(known->second);
      if (is_new) {
        fields.add("row", std::to_string(row));
        fields.add(row_field(row, "active"), "1");
        set_defaults(fields, row_field(row, ""), {"weight_g", "length_mm", "width_mm", "height_mm"});
      }
      filled.file_rows[row] = file_row->place.number;
      fill_variant(fields, *file_row, row);
      fill_stock(fields, filled, *file_row, row, is_new ? std::nullopt : std::optional{known->second});
    }
    if (last > static_cast<int>(kMostVariants))
      refuse(rows_.front(), {}, "too_many_variants", {{"most", kMostVariants}});
  }

  void fill_variant(FormFields& fields, const FileRow& file_row, int row) {
    const auto put = [&](std::string_view field, std::string value) {
      fields.set(row_field(row, field), std::move(value));
    };
    for (const auto& [meaning, field] : kOfVariant) {
      if (!has(meaning) || (meaning.starts_with("option") && !uses_options())) continue;
      if (auto value = cell(file_row, meaning); says(value)) put(field, std::move(value));
    }
    for (const auto& [meaning, field] : kNumbersOfVariant)
      if (has(meaning))
        if (auto value = without_zero_decimals(cell(file_row, meaning)); says_over_default(value, meaning))
          put(field, std::move(value));
    for (const auto& [meaning, plain, field, divisor] : kConverted) {
      const auto value = cell(file_row, meaning);
      if (value.empty() || has(plain)) continue;
      const auto milli = catalog::read_thousandths(value);
      // What is no number is for the form to refuse.
      put(field, milli ? std::to_string((*milli + divisor - 1) / divisor) : value);
    }
    fill_price(fields, file_row, row);
    fill_flag(fields, cell(file_row, "active"), file_row, "active", row_field(row, "active"));
  }

  void fill_price(FormFields& fields, const FileRow& file_row, int row) {
    const auto amount = [&](std::string_view meaning) { return without_zero_decimals(cell(file_row, meaning)); };
    auto price = amount("price"), compare = amount("compare_price");
    if (has("regular_price")) {
      const auto regular = amount("regular_price"), sale = amount("sale_price");
      price = sale.empty() ? regular : sale;
      compare = sale.empty() ? std::string{} : regular;
      if (price.empty()) return;
      fields.set(row_field(row, "price"), price);
      fields.set(row_field(row, "compare"), compare);
      return;
    }
    if (has("price") && says(price)) fields.set(row_field(row, "price"), price);
    // Others write a zero, or the price once more, where there is no other price.
    if (!is_own() && (compare == "0" || compare == price)) compare.clear();
    if (has("compare_price") && (says(compare) || has("price"))) fields.set(row_field(row, "compare"), compare);
  }

  void fill_stock(FormFields& fields, FilledForm& filled, const FileRow& file_row, int row,
                  std::optional<VariantId> variant) {
    const auto value = without_zero_decimals(cell(file_row, "stock"));
    if (value.empty()) return;
    if (!variant) return fields.set(row_field(row, "stock"), value);
    if (!settings_.sets_stock) return;
    const auto wanted = text::parse_integer(value, 0, inventory::kMostOnHand);
    if (!wanted) return refuse(file_row, "stock", "stock", {{"most", inventory::kMostOnHand}});
    const auto level = std::ranges::find(filled.before->levels, *variant, &inventory::Level::variant);
    if (level == filled.before->levels.end() || level->on_hand == *wanted) return;
    if (*wanted + level->limits.backorder_limit < level->reserved) return refuse(file_row, "stock", "promised");
    filled.stock.push_back({*variant, level->on_hand, *wanted, file_row.place.number});
  }

  using Sources = std::set<std::string, std::less<>>;

  /// Of all rows of the product together; its rows may name the same ones.
  void gather_pictures(FilledForm& filled) {
    if (!has("pictures")) return;
    Sources known;
    if (filled.before) known = store::known_pictures(tx_, filled.before->record.id, lookups_.media);
    std::set<std::string_view> named;
    for (const auto& row : rows_)
      for (const auto name : pictures_named(settings_, row)) {
        if (!named.insert(name).second) continue;
        if (named.size() > catalog::kMostImages)
          return refuse(row, "pictures", "too_many_pictures", {{"most", catalog::kMostImages}});
        const auto source = source_of(row, name, known);
        if (!source || !known.insert(*source).second) continue;
        const auto alt = cell(row, "picture_alt");
        filled.pictures.push_back(
            {row.place.number, *source, text::is_printable(alt) ? std::string(text::shorten(alt, kLongestAlt)) : ""});
      }
  }

  /// As import_pictures has it. Nothing where it is refused, and where there is nothing to take over.
  std::optional<std::string> source_of(const FileRow& row, std::string_view name, const Sources& known) {
    const auto shown = text::shorten(name, 100);
    const bool is_text = name.size() <= kLongestAddress && text::is_printable(name);
    if (is_text && fetch::is_web_address(name)) return std::string(name);
    const auto file = is_text ? named_file(name) : std::nullopt;
    if (!file) {
      refuse(row, "pictures", "picture_address", {{"address", shown}});
      return std::nullopt;
    }
    if (lookups_.archive)
      if (const auto found = lookups_.archive->find(*file); found != lookups_.archive->end()) {
        const auto& fault = found->second.fault;
        if (fault.empty()) return archive_source(found->second);
        refuse(row, "pictures",
               Bilingual{in_archive(shown, fault, i18n::Language::kIndonesian),
                         in_archive(shown, fault, i18n::Language::kEnglish)});
        return std::nullopt;
      }
    // The same file of products once more, for other things that it says: its ZIP is not sent every time.
    const bool has_it = std::ranges::any_of(known, [&](const std::string& source) {
      const auto taken = read_archive_source(source);
      return taken && archive_key(taken->name) == *file;
    });
    if (!has_it)
      refuse(row, "pictures", lookups_.archive ? "not_in_archive" : "picture_address",
             {{"name", shown}, {"address", shown}});
    return std::nullopt;
  }

  static std::string in_archive(std::string_view name, const std::string& fault, i18n::Language language) {
    const auto& texts = i18n::Texts::of(language);
    return texts("admin.import.error.in_archive",
                 {{"name", name}, {"why", texts(fmt::format("admin.import.archive.fault.{}", fault))}});
  }

  void set_option_count(FormFields& fields) {
    if (!uses_options() || (!has("option1_name") && !has("option2_name") && !has("option3_name"))) return;
    int count = 0;
    for (int option = 1; option <= kMostOptions; ++option)
      if (!fields.get(option_name_field(option, "id")).empty()) count = option;
    fields.set("options", std::to_string(count));
  }

  db::Tx& tx_;
  const ImportSettings& settings_;
  const std::vector<std::string>& titles_;
  const ImportLookups& lookups_;
  const std::vector<FileRow>& rows_;
  std::vector<const FileRow*> variants_, others_;
  std::map<std::string, VariantId> variant_of_sku_;
  CellErrors errors_;
};

/// "v3_price" -> 3 and "price"; 0 for a field of the product.
std::pair<int, std::string_view> parts_of(std::string_view field) {
  const auto line = field.find('_');
  if (!field.starts_with('v') || line == std::string_view::npos) return {0, field};
  const auto row = text::parse_integer(field.substr(1, line - 1), 1, 1'000'000);
  return row ? std::pair{static_cast<int>(*row), field.substr(line + 1)} : std::pair{0, field};
}

/// The meanings that a field of the form may have got its value from.
std::vector<std::string_view> meanings_of(std::string_view field) {
  std::vector<std::string_view> meanings;
  for (const auto& table : {std::span<const Meant>(kOfProduct), std::span<const Meant>(kOfVariant),
                            std::span<const Meant>(kNumbersOfVariant)})
    for (const auto& meant : table)
      if (meant.field == field) meanings.push_back(meant.meaning);
  for (const auto& converted : kConverted)
    if (converted.field == field) meanings.push_back(converted.meaning);
  if (field == "price")
    meanings = {"price", "regular_price", "sale_price"};
  else if (field == "compare")
    meanings = {"compare_price", "regular_price"};
  else if (field == "description_id" || field == "description_en")
    meanings.emplace_back("description");
  else if (field == "state")
    meanings = {"state", "published"};
  else if (is_spec_field(field))
    meanings = {"specifications"};
  else if (meanings.empty())
    meanings = {field};
  return meanings;
}

}  // namespace

Bilingual in_both(std::string_view key, std::initializer_list<i18n::Arg> args) {
  return {i18n::Texts::of(i18n::Language::kIndonesian)(key, args),
          i18n::Texts::of(i18n::Language::kEnglish)(key, args)};
}

std::string sku_of(const ImportSettings& settings, const FileRow& row) {
  const auto column = settings.column_of("sku");
  return column && *column < row.cells.size() ? text::upper(plain(row.cells[*column])) : std::string{};
}

std::vector<std::string_view> pictures_named(const ImportSettings& settings, const FileRow& row) {
  std::vector<std::string_view> names;
  const auto column = settings.column_of("pictures");
  if (!column || *column >= row.cells.size()) return names;
  const auto cell = trimmed(row.cells[*column]);
  for (const auto line : text::split(cell, settings.set == ColumnSet::kWooCommerce ? ',' : '\n'))
    if (const auto name = text::trim(line); !name.empty()) names.push_back(name);
  return names;
}

ImportLookups ImportLookups::read(db::Tx& tx, const std::string& media, store::ImportId import) {
  ImportLookups lookups{.categories = CategoryNames(catalog::uncounted_category_tree(tx)),
                        .suppliers = {},
                        .supplier_names = {},
                        .definitions = catalog::spec_definitions(tx),
                        .media = media,
                        .archive = {}};
  if (const auto archive = store::find_archive(tx, import); archive && !archive->is_removed) {
    lookups.archive.emplace();
    for (auto& file : store::archive_files(tx, import)) {
      // Of several of one name, the one that can be used.
      const auto [at, is_new] = lookups.archive->try_emplace(file.key, file);
      if (!is_new && file.fault.empty()) at->second = std::move(file);
    }
  }
  const store::Names suppliers(tx, store::Named::kSupplier);
  for (const auto& row : suppliers.with_part(store::Offered::kAll, "", INT64_MAX)) {
    lookups.suppliers.emplace(text::lower(row.name), SupplierId{row.id});
    lookups.supplier_names.emplace(SupplierId{row.id}, row.name);
  }
  return lookups;
}

std::expected<FilledForm, CellErrors> fill_product_form(db::Tx& tx, const ImportSettings& settings,
                                                        const std::vector<std::string>& titles,
                                                        const ImportLookups& lookups,
                                                        const std::vector<FileRow>& rows) {
  return Filler(tx, settings, titles, lookups, rows).fill();
}

FormCell cell_behind(std::string_view field) {
  const auto [row, name] = parts_of(field);
  return {.row = row, .meanings = meanings_of(name)};
}

}  // namespace hurtrock::admin

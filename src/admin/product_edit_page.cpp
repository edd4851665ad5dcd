#include "admin/product_edit_page.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "admin/audit.hpp"
#include "admin/dates.hpp"
#include "admin/frame.hpp"
#include "admin/named_choice.hpp"
#include "admin/product_form.hpp"
#include "admin/views/missing.html.hpp"
#include "admin/views/product_edit.html.hpp"
#include "catalog/gallery.hpp"
#include "catalog/summary.hpp"
#include "layout/picture_address.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::admin {

std::string_view EditForm::stored_beside(std::string_view field) const {
  const auto found = std::ranges::find(stored, field, &std::pair<std::string, std::string>::first);
  return found == stored.end() ? std::string_view{} : std::string_view{found->second};
}

namespace {

constexpr std::size_t kThumbnailsShown = 6;

/// What the page reads besides the product itself.
struct Surroundings {
  NamedChoice category, supplier;
  std::string stored_category;  ///< its path; only for whoever is told what others have stored
  std::vector<std::string> brands;
  std::vector<catalog::SpecDefinition> definitions;
  std::vector<std::int64_t> usual_specs;
  std::vector<HistoryRow> history;
  std::optional<catalog::Gallery> gallery;
};

std::optional<std::int64_t> number_in(const http::Fields& fields, std::string_view field) {
  return text::parse_integer(fields.value(field), 1, INT64_MAX);
}

Surroundings surroundings(db::Tx& tx, const http::Fields& fields, std::optional<ProductId> product,
                          const i18n::Texts& texts) {
  Surroundings found{
      .category = named_choice(tx, store::Named::kCategory, fields, texts("admin.edit.choose_category"), texts),
      .supplier = named_choice(tx, store::Named::kSupplier, fields, texts("admin.edit.no_supplier"), texts,
                               store::Offered::kInUse),
      .stored_category = {},
      .brands = {},
      .definitions = catalog::spec_definitions(tx),
      .usual_specs = {},
      .history = {},
      .gallery = {}};
  for (auto& brand : store::Names(tx, store::Named::kBrand).with_part(store::Offered::kAll, "", kNamesOffered))
    found.brands.push_back(std::move(brand.name));
  if (const auto category = number_in(fields, "category"))
    found.usual_specs = catalog::usual_specs(tx, CategoryId{*category});
  if (product) {
    found.history = history_of(tx, "product", std::to_string(product->value()), kHistoryShown, texts);
    found.gallery = catalog::find_gallery(tx, *product);
  }
  return found;
}

bool is_english(const i18n::Texts& texts) { return texts.language() == i18n::Language::kEnglish; }

/// One view of the form, put together from its fields.
class Page {
 public:
  Page(const http::Fields& fields, const Surroundings& around, std::optional<ProductAndStock> stored,
       const i18n::Texts& texts, ProductEditPage& view)
      : fields_(fields), around_(around), stored_(std::move(stored)), texts_(texts), view_(view) {}

  void fill(bool conflict) {
    view_.state = std::string(fields_.value("state"));
    view_.featured = fields_.value("featured") == "1";
    fill_choices();
    fill_variants();
    fill_specs();
    fill_previews();
    if (conflict && stored_) set_beside();
    label_fields();
  }

 private:
  std::string text(std::string_view key, std::initializer_list<i18n::Arg> args = {}) const { return texts_(key, args); }

  void fill_choices() {
    view_.category = around_.category;
    view_.supplier = around_.supplier;
    view_.brands = around_.brands;
  }

  void fill_variants() {
    const auto shape = ProductFormShape::of(fields_);
    for (int option = 1; option <= shape.options; ++option)
      view_.options.push_back({option, option_name_field(option, "id"), option_name_field(option, "en")});
    view_.may_add_option = shape.options < kMostOptions;
    // Without an option a second variant could not be told from the first: the option comes before it.
    view_.may_add_row = shape.options > 0 && shape.rows.size() < kMostVariants;
    for (const int row : shape.rows) {
      VariantFields variant{.row = std::to_string(row),
                            .prefix = row_field(row, ""),
                            .number = std::ssize(view_.variants) + 1,
                            .id = std::string(fields_.value(row_field(row, "id")))};
      for (const auto& column : view_.options) {
        const std::string_view name = fields_.value(column.field_id);
        variant.options.push_back(
            {name.empty() ? text("admin.edit.option", {{"number", column.number}}) : std::string(name),
             option_value_field(row, column.number, "id"), option_value_field(row, column.number, "en")});
        const std::string_view value = fields_.value(variant.options.back().field_id);
        if (value.empty()) continue;
        if (!variant.title.empty()) variant.title += " / ";
        variant.title += value;
      }
      if (variant.title.empty()) variant.title = std::string(fields_.value(row_field(row, "sku")));
      variant.active = fields_.value(row_field(row, "active")) == "1";
      if (const auto* level = level_of(variant.id))
        variant.stock = text("admin.edit.stock_now", {{"on_hand", level->on_hand}, {"reserved", level->reserved}});
      variant.open = variant.id.empty() || has_error(variant.prefix);
      view_.variants.push_back(std::move(variant));
    }
  }

  const inventory::Level* level_of(const std::string& variant) const {
    const auto id = text::parse_integer(variant, 1, INT64_MAX);
    if (!id || !stored_) return nullptr;
    const auto found = std::ranges::find(stored_->levels, VariantId{*id}, &inventory::Level::variant);
    return found == stored_->levels.end() ? nullptr : &*found;
  }

  bool has_error(const std::string& prefix) const {
    return std::ranges::any_of(view_.form.form.errors,
                               [&](const http::FieldError& error) { return error.field.starts_with(prefix); });
  }

  void fill_specs() {
    auto shown = ProductFormShape::of(fields_).specs;
    for (const auto usual : around_.usual_specs)
      if (std::ranges::find(shown, usual) == shown.end() && shown.size() < kMostSpecs) shown.push_back(usual);
    for (const auto& definition : around_.definitions) {
      const std::string& name = is_english(texts_) ? definition.name_en : definition.name_id;
      if (std::ranges::find(shown, definition.id) == shown.end()) {
        view_.more_specs.push_back({std::to_string(definition.id), name, false});
        continue;
      }
      view_.specs.push_back(
          {.definition = std::to_string(definition.id),
           .name = name,
           .unit = definition.unit,
           .field_id = definition.is_number ? spec_field(definition.id) : spec_field(definition.id, "id"),
           .field_en = definition.is_number ? std::string{} : spec_field(definition.id, "en")});
    }
  }

  void fill_previews() {
    const std::string_view slug = fields_.value("slug");
    for (const std::string_view language : {"id", "en"}) {
      const auto field = [&](std::string_view name) { return fields_.value(fmt::format("{}_{}", name, language)); };
      const auto title = field("seo_title"), description = field("seo_description");
      const auto& own = i18n::Texts::of(language == "en" ? i18n::Language::kEnglish : i18n::Language::kIndonesian);
      view_.previews.push_back(
          {.language = std::string(language),
           .title = std::string(title.empty() ? fields_.value("name") : title),
           .address = fmt::format("{}/product/{}", view_.frame.shop.shop->public_url, slug.empty() ? "…" : slug),
           .description = catalog::summary_of(description.empty() ? field("description") : description),
           .no_title = std::string(own("admin.edit.seo_no_title")),
           .no_description = std::string(own("admin.edit.seo_no_description"))});
    }
  }

  /// Rows are matched by their variant, whatever number they have here.
  void set_beside() {
    const auto& draft = stored_->record.product;
    const http::Fields theirs = fields_of(draft, stored_->levels, texts_.language());
    const auto compare = [&](const std::string& ours, const std::string& of_theirs) {
      const std::string_view sent = fields_.value(ours), stored = theirs.value(of_theirs);
      if (sent != stored) view_.form.stored.emplace_back(ours, shown(of_theirs, stored));
    };
    for (const auto* field :
         {"name", "model", "brand", "category", "supplier", "description_id", "description_en", "seo_title_id",
          "seo_title_en", "seo_description_id", "seo_description_en", "state", "featured", "slug"})
      compare(field, field);
    for (const auto& column : view_.options) {
      compare(column.field_id, column.field_id);
      compare(column.field_en, column.field_en);
    }
    for (std::size_t place = 0; place < draft.variants.size(); ++place) {
      const auto& variant = draft.variants[place];
      const auto row = std::ranges::find(view_.variants, std::to_string(variant.id.value()), &VariantFields::id);
      if (row == view_.variants.end()) {
        view_.other_changes.push_back(text("admin.edit.conflict_variant", {{"sku", variant.sku}}));
        continue;
      }
      const int theirs_row = static_cast<int>(place) + 1;
      for (const auto* name :
           {"sku", "price", "compare", "active", "weight", "length", "width", "height", "minimum", "low", "backorder"})
        compare(row->prefix + name, row_field(theirs_row, name));
      for (const auto& column : view_.options)
        for (const auto* language : {"id", "en"})
          compare(fmt::format("{}o{}_{}", row->prefix, column.number, language),
                  option_value_field(theirs_row, column.number, language));
      if (std::ranges::any_of(view_.form.stored, [&](const auto& pair) { return pair.first.starts_with(row->prefix); }))
        row->open = true;
    }
    for (const auto& spec : view_.specs) {
      compare(spec.field_id, spec.field_id);
      if (!spec.field_en.empty()) compare(spec.field_en, spec.field_en);
    }
    for (const auto& spec : draft.specs)
      if (std::ranges::find(view_.specs, std::to_string(spec.definition), &SpecFields::definition) == view_.specs.end())
        if (const auto known = std::ranges::find(around_.definitions, spec.definition, &catalog::SpecDefinition::id);
            known != around_.definitions.end())
          view_.other_changes.push_back(
              text("admin.edit.conflict_spec", {{"name", is_english(texts_) ? known->name_en : known->name_id}}));
  }

  /// A stored value as its field shows it.
  std::string shown(std::string_view field, std::string_view value) const {
    std::string words(value);
    if (field == "category") words = around_.stored_category;
    if (field == "supplier") words = stored_->record.supplier;
    if (field == "state") words = texts_(fmt::format("admin.products.state.{}", value));
    if (field == "featured" || field.ends_with("_active"))
      words = texts_(value == "1" ? "admin.history.yes" : "admin.history.no");
    return words.empty() ? text("admin.edit.empty") : words;
  }

  /// What the summary of errors calls the fields.
  void label_fields() {
    const auto add = [&](std::string field, std::string label) {
      view_.label_texts.emplace_back(std::move(field), std::move(label));
    };
    for (const auto* field :
         {"name", "model", "brand", "category", "supplier", "description_id", "description_en", "seo_title_id",
          "seo_title_en", "seo_description_id", "seo_description_en", "state", "slug"})
      add(field, std::string(texts_(fmt::format("admin.edit.field.{}", field))));
    for (const auto& column : view_.options)
      for (const auto& field : {column.field_id, column.field_en})
        add(field, text("admin.edit.option", {{"number", column.number}}));
    for (const auto& variant : view_.variants) {
      const std::string which = text("admin.edit.variant", {{"number", variant.number}});
      for (const auto* name :
           {"sku", "price", "compare", "stock", "weight", "length", "width", "height", "minimum", "low", "backorder"})
        add(variant.prefix + name, fmt::format("{} · {}", which, texts_(fmt::format("admin.edit.field.{}", name))));
      for (const auto& option : variant.options) {
        add(option.field_id, fmt::format("{} · {}", which, option.name));
        add(option.field_en, fmt::format("{} · {}", which, option.name));
      }
    }
    for (const auto& spec : view_.specs) {
      add(spec.field_id, spec.name);
      if (!spec.field_en.empty()) add(spec.field_en, spec.name);
    }
  }

  const http::Fields& fields_;
  const Surroundings& around_;
  std::optional<ProductAndStock> stored_;
  const i18n::Texts& texts_;
  ProductEditPage& view_;
};

void show_pictures(const std::optional<catalog::Gallery>& gallery, ProductEditPage& view, const i18n::Texts& texts) {
  if (!gallery) return;
  view.pictures = texts("admin.products.pictures", {{"n", std::ssize(gallery->images)}});
  for (const auto& image : gallery->images)
    if (image.state == catalog::ImageState::kReady && view.thumbnails.size() < kThumbnailsShown)
      view.thumbnails.push_back(layout::thumbnail_url(image.file, layout::write_widths(image.widths)));
  if (gallery->on_sale) view.shop_url = "/product/" + gallery->slug;
}

http::Response printed(const ProductEditPage& view, int status, const i18n::Texts& texts) {
  std::string out;
  html::Writer writer(out, texts);
  views::product_edit(writer, view);
  return http::html(status, std::move(out));
}

void take_state(ProductEditPage& view, ProductEditState& state) {
  view.frame.shop.notice = std::move(state.notice);
  view.frame.shop.notice_is_error = state.notice_is_error;
  view.form.form = {.values = state.fields.pairs(), .errors = std::move(state.errors)};
}

http::Response page_of(const http::Request& request, Services& shop, ProductId product, ProductEditState state,
                       bool as_stored) {
  const auto& texts = request.visitor.texts();
  std::optional<ProductAndStock> stored;
  Surroundings around;
  shop.db.read([&](db::Tx& tx) {
    stored = find_product_and_stock(tx, product);
    if (!stored) return;
    if (as_stored) state.fields = fields_of(stored->record.product, stored->levels, texts.language());
    around = surroundings(tx, state.fields, product, texts);
    if (state.conflict)
      around.stored_category = store::Names(tx, store::Named::kCategory, texts.language())
                                   .of(stored->record.product.category.value())
                                   .value_or("");
  });
  if (!stored) return missing_product_page(request, shop);
  const auto& record = stored->record;
  ProductEditPage view{.frame = frame_for(request, shop, Section::kProducts, record.product.name)};
  // Also after a refused POST.
  view.frame.shop.path = fmt::format("/admin/products/{}", product.value());
  take_state(view, state);
  view.archived = record.product.state == catalog::ProductState::kArchived;
  view.id = product.value();
  view.version = record.version;
  view.name = record.product.name;
  view.action = view.frame.shop.path;
  // The form of before goes on as it was seen, unless its sender is being told now what has changed since.
  if (!as_stored && !state.conflict) view.version = number_in(state.fields, "version").value_or(0);
  if (state.conflict && !around.history.empty())
    view.conflict =
        texts("admin.edit.conflict_by", {{"name", around.history.front().actor}, {"at", around.history.front().at}});
  else if (state.conflict)
    view.conflict = texts("admin.edit.conflict");
  show_pictures(around.gallery, view, texts);
  view.history = around.history;
  Page(state.fields, around, stored, texts, view).fill(state.conflict);
  return printed(view, state.status, texts);
}

}  // namespace

http::Response missing_product_page(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  std::string out;
  html::Writer writer(out, texts);
  views::missing(writer, frame_for(request, shop, Section::kProducts, texts("admin.missing.product_title")));
  return http::html(404, std::move(out));
}

http::Response new_product_page(const http::Request& request, Services& shop, ProductEditState state) {
  const auto& texts = request.visitor.texts();
  const auto around = shop.db.read([&](db::Tx& tx) { return surroundings(tx, state.fields, std::nullopt, texts); });
  ProductEditPage view{.frame = frame_for(request, shop, Section::kProducts, texts("admin.edit.new"))};
  view.frame.shop.path = "/admin/products/new";
  take_state(view, state);
  view.is_new = true;
  view.action = "/admin/products";
  view.name = texts("admin.edit.new");
  view.copied = std::string(state.fields.value("copy_of"));
  Page(state.fields, around, std::nullopt, texts, view).fill(false);
  return printed(view, state.status, texts);
}

http::Response product_page(const http::Request& request, Services& shop, ProductId product, ProductEditState state) {
  return page_of(request, shop, product, std::move(state), false);
}

http::Response product_page(const http::Request& request, Services& shop, ProductId product, std::string notice,
                            bool notice_is_error, int status) {
  return page_of(request, shop, product,
                 {.status = status, .notice = std::move(notice), .notice_is_error = notice_is_error}, true);
}

}  // namespace hurtrock::admin

#include "admin/picture_page.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "admin/edit_form.hpp"
#include "admin/frame.hpp"
#include "admin/handlers.hpp"
#include "admin/product_edit_page.hpp"
#include "admin/views/pictures.html.hpp"
#include "catalog/gallery.hpp"
#include "catalog/products.hpp"
#include "layout/picture_address.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::admin {
namespace {

constexpr std::string_view kPictureNotices[] = {"saved", "removed", "retried", "uploaded"};

std::string text_of(const http::Fields* sent, const std::string& field, const std::string& stored) {
  const auto typed = sent == nullptr ? std::nullopt : sent->get(field);
  return typed ? std::string(*typed) : stored;
}

/// "Merah · RG550-RF". Nothing where there is one variant only.
std::vector<Choice> variant_choices(const catalog::ProductRecord& record, const i18n::Texts& texts) {
  const auto& variants = record.product.variants;
  if (variants.size() < 2) return {};
  const bool english = texts.language() == i18n::Language::kEnglish;
  std::vector<Choice> choices{{"", std::string(texts("admin.pictures.all_variants"))}};
  for (const auto& variant : variants) {
    std::string label;
    for (const auto& option : variant.options)
      label += (english && !option.value_en.empty() ? option.value_en : option.value_id) + " · ";
    choices.push_back({std::to_string(variant.id.value()), label + variant.sku});
  }
  return choices;
}

PictureRow picture_row(const catalog::GalleryImage& image, std::vector<Choice> variants, const http::Fields* sent,
                       const i18n::Texts& texts) {
  const std::int64_t id = image.id.value();
  PictureRow row{.id = id,
                 .state = std::string(catalog::word(image.state)),
                 .failure = image.failure.empty() ? std::string{} : worded_failure(image.failure, texts),
                 .size = fmt::format("{} × {}", image.width, image.height),
                 .variants = std::move(variants),
                 .alt_id = text_of(sent, alt_field("id", id), image.alt_id),
                 .alt_en = text_of(sent, alt_field("en", id), image.alt_en),
                 .is_thumbnail = image.thumbnail};
  const std::string shown =
      text_of(sent, variant_field(id), image.variant ? std::to_string(image.variant->value()) : std::string{});
  for (Choice& choice : row.variants) choice.selected = choice.value == shown;
  if (image.state == catalog::ImageState::kReady) {
    row.url = "/media/" + image.file;
    row.thumbnail = layout::thumbnail_url(image.file, layout::write_widths(image.widths));
  }
  return row;
}

/// What a colleague has stored stands beside what was sent, or saving once more would take it back unseen.
void set_stored_beside(EditForm& form, const catalog::GalleryImage& image, const std::vector<Choice>& variants,
                       const http::Fields& sent, const i18n::Texts& texts) {
  const std::int64_t id = image.id.value();
  const std::string of_variant = variant_field(id);
  const http::Fields stored({{alt_field("id", id), image.alt_id},
                             {alt_field("en", id), image.alt_en},
                             {of_variant, image.variant ? std::to_string(image.variant->value()) : std::string{}}});
  for (const auto& [field, value] : stored.pairs())
    if (sent.get(field))
      set_beside(form, sent, stored, {field}, texts, [&](std::string_view name, std::string words) {
        const auto choice = std::ranges::find(variants, words, &Choice::value);
        return name == of_variant && choice != variants.end() ? choice->text : words;
      });
}

/// Where staff have chosen none, the shop shows the first.
void mark_default_thumbnail(std::vector<PictureRow>& rows) {
  if (std::ranges::any_of(rows, &PictureRow::is_thumbnail)) return;
  const auto first = std::ranges::find(rows, "ready", &PictureRow::state);
  if (first != rows.end()) first->is_thumbnail = true;
}

}  // namespace

std::optional<ProductId> product_of(const http::Request& request) {
  const auto id = text::parse_integer(request.param("id"), 1, INT64_MAX);
  return id ? std::optional{ProductId{*id}} : std::nullopt;
}

std::string alt_field(std::string_view language, std::int64_t image) {
  return fmt::format("alt_{}_{}", language, image);
}

std::string variant_field(std::int64_t image) { return fmt::format("variant_{}", image); }

std::string worded_failure(std::string_view code, const i18n::Texts& texts) {
  return std::string(texts(fmt::format("admin.pictures.failure.{}", code)));
}

http::Response show_pictures(const http::Request& request, Services& shop) {
  PicturesState state;
  const std::string_view notice = request.query.value("notice");
  if (std::ranges::find(kPictureNotices, notice) != std::end(kPictureNotices))
    state.notice = request.visitor.texts()(fmt::format("admin.pictures.notice.{}", notice));
  return picture_page(request, shop, std::move(state));
}

http::Response picture_page(const http::Request& request, Services& shop, PicturesState state) {
  const auto& texts = request.visitor.texts();
  const auto product = product_of(request);
  std::optional<catalog::Gallery> gallery;
  std::vector<Choice> variants;
  if (product)
    shop.db.read([&](db::Tx& tx) {
      gallery = catalog::find_gallery(tx, *product);
      if (gallery) variants = variant_choices(*catalog::find_product_record(tx, *product), texts);
    });
  if (!gallery) return missing_product_page(request, shop);

  PicturesPage view{.frame = frame_for(request, shop, Section::kProducts,
                                       texts("admin.pictures.title_of", {{"name", gallery->name}}))};
  // Also after a refused POST, whose own address has no page.
  view.frame.shop.path = fmt::format("/admin/products/{}/images", product->value());
  view.frame.shop.notice = std::move(state.notice);
  view.frame.shop.notice_is_error = state.notice_is_error;
  view.product = product->value();
  view.name = gallery->name;
  if (gallery->on_sale) view.shop_url = "/product/" + gallery->slug;
  view.version = gallery->version;
  for (const auto& image : gallery->images) {
    view.pictures.push_back(picture_row(image, variants, state.sent, texts));
    if (state.sent != nullptr) set_stored_beside(view.form, image, variants, *state.sent, texts);
  }
  mark_default_thumbnail(view.pictures);
  view.refused = std::move(state.refused);

  std::string out;
  html::Writer writer(out, texts);
  views::pictures(writer, view);
  return http::html(state.status, std::move(out));
}

http::Response to_pictures(const http::Request& request, std::string_view notice) {
  return http::see_other(fmt::format("/admin/products/{}/images?notice={}", request.param("id"), notice));
}

}  // namespace hurtrock::admin

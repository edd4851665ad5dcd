#include <fmt/format.h>

#include <algorithm>

#include "catalog/cards.hpp"
#include "catalog/elsewhere.hpp"
#include "catalog/handlers.hpp"
#include "catalog/options.hpp"
#include "catalog/pages.hpp"
#include "catalog/related.hpp"
#include "catalog/structured.hpp"
#include "catalog/summary.hpp"
#include "catalog/thousandths.hpp"
#include "catalog/views/product.html.hpp"
#include "platform/core/text.hpp"
#include "platform/http/percent.hpp"

namespace hurtrock::catalog {
namespace {

constexpr std::int64_t kMostAtOnce = 99;
constexpr std::size_t kRelated = 4;

/// The one asked for; otherwise the first that can be bought, otherwise the first.
const SnapshotVariant& chosen_variant(const Snapshot& snapshot, const SnapshotProduct& product,
                                      std::string_view wanted) {
  const auto variants = product.variants;
  if (const auto id = text::parse_integer(wanted, 1, INT64_MAX)) {
    const auto found = std::ranges::find(variants, VariantId{*id}, &SnapshotVariant::id);
    if (found != variants.end()) return *found;
  }
  const auto in_stock =
      std::ranges::find_if(variants, [&](const SnapshotVariant& v) { return snapshot.available(v) > 0; });
  return in_stock == variants.end() ? variants.front() : *in_stock;
}

/// The pictures of the variant, then those of all; of a variant without any, everything there is.
std::vector<const SnapshotImage*> images_for(const SnapshotProduct& product, const SnapshotVariant& variant) {
  std::vector<const SnapshotImage*> own, shared;
  for (const SnapshotImage& image : product.images) {
    if (image.variant == variant.id) own.push_back(&image);
    if (!image.variant) shared.push_back(&image);
  }
  own.insert(own.end(), shared.begin(), shared.end());
  if (own.empty())
    for (const SnapshotImage& image : product.images) own.push_back(&image);
  return own;
}

std::vector<Specification> specifications_of(const SnapshotProduct& product, i18n::Language language) {
  std::vector<Specification> specifications;
  for (const SnapshotSpec& spec : product.specs)
    specifications.push_back({std::string(spec.name.in(language)), value_of(spec, language)});
  return specifications;
}

std::vector<std::string> paragraphs_of(std::string_view text) {
  std::vector<std::string> paragraphs;
  for (const auto line : text::split(text, '\n'))
    if (const auto trimmed = text::trim(line); !trimmed.empty()) paragraphs.emplace_back(trimmed);
  return paragraphs;
}

/// "https://wa.me/62…?text=…", with a question that names the product and says where it stands.
std::string question_url(const ProductPage& view, const i18n::Texts& texts) {
  const std::string& chat = view.frame.shop->store.whatsapp_url;
  if (chat.empty()) return {};
  const std::string name =
      view.variant_label.empty() ? view.name : fmt::format("{} ({})", view.name, view.variant_label);
  const std::string question =
      texts(view.stock.state == layout::StockState::kSoldOut ? "catalog.product.question_sold_out"
                                                             : "catalog.product.question",
            {{"name", name}, {"sku", view.sku}, {"url", view.share_url}});
  std::string url = chat + "?text=";
  // WhatsApp shows a '+' as it is; a plus sign of the text has become "%2B".
  std::string encoded;
  http::append_form_encoded(encoded, question);
  for (const char c : encoded) url += c == '+' ? std::string("%20") : std::string(1, c);
  return url;
}

/// Of a sold-out variant: the first of the others that can be bought.
void offer_another(ProductPage& view, const Snapshot& snapshot, const SnapshotProduct& product,
                   i18n::Language language) {
  if (view.stock.state != layout::StockState::kSoldOut) return;
  const auto variants = product.variants;
  const auto other =
      std::ranges::find_if(variants, [&](const SnapshotVariant& v) { return snapshot.available(v) > 0; });
  if (other == variants.end()) return;
  view.in_stock_label = label_of(*other, language);
  if (view.in_stock_label.empty()) view.in_stock_label = other->sku;
  view.in_stock_url = fmt::format("{}?variant={}", view.url, other->id.value());
}

}  // namespace

http::Response show_product(const http::Request& request, Services& shop) {
  const auto snapshot = shop.catalogue.snapshot();
  const auto index = snapshot->find_product(request.param("slug"));
  if (!index) return product_elsewhere(request, *snapshot, shop.frames, shop.clock.now());
  const auto language = request.visitor.language;
  const auto& product = snapshot->products()[static_cast<std::size_t>(*index)];
  const auto& chosen = chosen_variant(*snapshot, product, request.query.value("variant"));
  const auto& brand = snapshot->brands()[static_cast<std::size_t>(product.brand)];
  const bool several = product.variants.size() > 1;

  ProductPage view;
  view.id = product.id.value();
  view.url = "/product/" + std::string(product.slug);
  view.share_url = shop.public_url + view.url;
  if (several) view.share_url += fmt::format("?variant={}", chosen.id.value());
  if (request.visitor.is_staff()) view.staff_url = fmt::format("/admin/products/{}/images", product.id.value());
  view.name = product.name;
  view.brand = brand.name;
  view.brand_url = "/products?brand=" + std::string(brand.slug);
  view.model = product.model;
  view.description = paragraphs_of(product.description.in(language));
  const auto images = images_for(product, chosen);
  for (const SnapshotImage* image : images) view.pictures.push_back(picture_of(*image, language));
  view.specifications = specifications_of(product, language);
  view.options = option_groups(*snapshot, product, chosen, language, view.url);
  view.variant_id = chosen.id.value();
  if (several) view.variant_label = label_of(chosen, language);
  view.sku = chosen.sku;
  view.price = price_of(chosen);
  if (chosen.compare_at) view.saving = format_rupiah(*chosen.compare_at - chosen.price);
  view.stock = stock_of(*snapshot, chosen);
  view.max_quantity = std::min(snapshot->available(chosen), kMostAtOnce);
  view.weight = thousandths((chosen.weight_g + 99) / 100 * 100, language) + "\u00a0kg";
  offer_another(view, *snapshot, product, language);
  view.related = cards_of(*snapshot, related_to(*snapshot, *index, kRelated), language, shop.clock.now());
  view.breadcrumbs = breadcrumbs_of(*snapshot, product.category, language);
  view.breadcrumbs.push_back({view.name, ""});

  view.frame = shop.frames.frame_for(request);
  view.tell_me = {.variant_id = view.variant_id, .form = {}, .csrf_token = view.frame.csrf_token};
  if (request.visitor.user) view.tell_me.form.values = {{"email", request.visitor.user->email}};
  view.ask_url = question_url(view, request.visitor.texts());
  const std::string_view title = product.seo_title.in(language), description = product.seo_description.in(language);
  view.frame.title = title.empty() ? view.name : std::string(title);
  view.frame.canonical = shop.public_url + view.url;
  view.frame.description = summary_of(description.empty() ? product.description.in(language) : description);
  if (!images.empty()) view.frame.preview = preview_of(*images.front(), language);
  ReviewPart reviews;
  if (shop.reviews) reviews = shop.reviews(request, *snapshot, product);
  view.rating = rating_of(product, language);
  view.reviews = std::move(reviews.section);
  view.frame.json_ld = {product_json(*snapshot, product, view.frame, language, std::move(reviews.reviews)),
                        breadcrumb_json(view.breadcrumbs, view.frame, language)};

  std::string out;
  html::Writer writer(out, request.visitor.texts());
  views::product(writer, view);
  return http::html(200, std::move(out));
}

}  // namespace hurtrock::catalog

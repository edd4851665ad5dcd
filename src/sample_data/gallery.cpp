#include "sample_data/gallery.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

namespace hurtrock::sample_data {
namespace {

struct ViewName {
  const char* id;
  const char* en;
};
/// As pictures/ numbers its views: guitars and basses have views of their own.
constexpr std::array kGuitarViews = {ViewName{"tampak depan", "front"}, ViewName{"badan dari dekat", "body close-up"},
                                     ViewName{"headstock", "headstock"}, ViewName{"tampak belakang", "back"}};
constexpr std::array kOtherViews = {ViewName{"tampak depan", "front"}, ViewName{"dari dekat", "close-up"},
                                    ViewName{"detail", "detail"}};

const ViewName& view_name(const Product& product, int view) {
  const std::span<const ViewName> names =
      product.strings > 0 ? std::span<const ViewName>(kGuitarViews) : std::span<const ViewName>(kOtherViews);
  return names[std::min(static_cast<std::size_t>(view), names.size() - 1)];
}

int strings_of(const Product& product, const Variant& variant) {
  return variant.strings > 0 ? variant.strings : product.strings;
}

bool look_alike(const Product& product) {
  const Variant& first = product.variants.front();
  return std::ranges::all_of(product.variants, [&](const Variant& variant) {
    return variant.finish == first.finish && variant.left_handed == first.left_handed &&
           strings_of(product, variant) == strings_of(product, first);
  });
}

/// "Fender CD-60S, Natural, tampak depan": with the variant's own words where it has some.
Bilingual alternative_text(const Product& product, const Variant* variant, int view) {
  Bilingual alt{product.name, product.name};
  if (variant != nullptr) {
    for (const Option& option : variant->options) {
      alt.id += ", " + option.value.id;
      alt.en += ", " + option.value.en;
    }
  }
  const ViewName& name = view_name(product, view);
  alt.id += std::string(", ") + name.id;
  alt.en += std::string(", ") + name.en;
  return alt;
}

int views_of_variant(const Product& product, std::size_t variant, GallerySize size) {
  const int all = sample_pictures::views(product.shape);
  if (size == GallerySize::kSmall) return std::min(all, variant == 0 ? 2 : 1);
  return variant == 0 ? all : std::min(all, 2);
}

}  // namespace

std::vector<Image> gallery(const Product& product, GallerySize size, PictureFiles& files) {
  const bool shared = look_alike(product);
  const std::size_t pictured = shared ? 1 : product.variants.size();

  std::vector<Image> images;
  for (std::size_t index = 0; index < pictured; ++index) {
    const Variant& variant = product.variants[index];
    for (int view = 0; view < views_of_variant(product, index, size); ++view) {
      const PictureFile& file = files.file_for({.shape = product.shape,
                                                .finish = variant.finish,
                                                .hardware = product.hardware,
                                                .view = view,
                                                .left_handed = variant.left_handed,
                                                .strings = strings_of(product, variant)});
      images.push_back({.variant = shared ? std::nullopt : std::optional{index},
                        .file = file,
                        .alt = alternative_text(product, shared ? nullptr : &variant, view)});
    }
  }
  return images;
}

}  // namespace hurtrock::sample_data

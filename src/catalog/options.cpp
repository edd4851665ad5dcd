#include "catalog/options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "catalog/cards.hpp"

namespace hurtrock::catalog {
namespace {

class Options {
 public:
  Options(const Snapshot& snapshot, const SnapshotProduct& product, const SnapshotVariant& chosen,
          i18n::Language language, std::string_view url)
      : snapshot_(snapshot),
        product_(product),
        variants_(product.variants),
        chosen_(chosen),
        language_(language),
        url_(url) {}

  [[nodiscard]] std::vector<OptionGroup> groups() const {
    if (variants_.size() < 2) return {};
    if (!told_apart()) return {every_variant()};
    std::vector<OptionGroup> groups;
    for (const SnapshotOption& option : variants_.front().options)
      groups.push_back(group_of(option.name, groups.empty()));
    return groups;
  }

 private:
  /// The variant's value of the option, or none.
  [[nodiscard]] const Bilingual* value_of(const SnapshotVariant& variant, std::string_view option) const {
    const auto options = variant.options;
    const auto found = std::ranges::find(options, option, [](const SnapshotOption& o) { return o.name.id; });
    return found == options.end() ? nullptr : &found->value;
  }

  /// Whether all variants have the same options and no two the same values.
  [[nodiscard]] bool told_apart() const {
    const auto names_of = [&](const SnapshotVariant& variant) {
      std::set<std::string_view> names;
      for (const SnapshotOption& option : variant.options) names.insert(option.name.id);
      return names;
    };
    const auto names = names_of(variants_.front());
    std::set<std::vector<std::string_view>> seen;
    for (const SnapshotVariant& variant : variants_) {
      if (names_of(variant) != names) return false;
      std::vector<std::string_view> values;
      for (const std::string_view name : names) values.push_back(value_of(variant, name)->id);
      if (!seen.insert(std::move(values)).second) return false;
    }
    return true;
  }

  [[nodiscard]] OptionGroup every_variant() const {
    OptionGroup group;
    for (const SnapshotVariant& variant : variants_) {
      std::string label = label_of(variant, language_);
      label += fmt::format("{}{}", label.empty() ? "" : " · ", variant.sku);
      if (&variant == &chosen_) group.chosen = label;
      group.values.push_back(leading_to(variant, std::move(label)));
    }
    return group;
  }

  [[nodiscard]] OptionGroup group_of(const Bilingual& option, bool with_pictures) const {
    OptionGroup group{.name = std::string(option.in(language_)),
                      .chosen = std::string(value_of(chosen_, option.id)->in(language_)),
                      .values = {}};
    std::set<std::string_view> seen;
    for (const SnapshotVariant& variant : variants_) {
      const Bilingual& value = *value_of(variant, option.id);
      if (!seen.insert(value.id).second) continue;
      const SnapshotVariant& nearest = nearest_with(option.id, value.id);
      OptionValue entry = leading_to(nearest, std::string(value.in(language_)));
      entry.elsewhere = in_common(nearest, option.id) + 1 < chosen_.options.size();
      if (with_pictures) entry.picture = picture_of_its_own(nearest);
      group.values.push_back(std::move(entry));
    }
    // A row in which some have a picture and others do not looks broken.
    if (std::ranges::any_of(group.values, [](const OptionValue& value) { return value.picture.empty(); }))
      for (OptionValue& value : group.values) value.picture.clear();
    return group;
  }

  /// How many options but that one the variant shares with the chosen one.
  [[nodiscard]] std::size_t in_common(const SnapshotVariant& variant, std::string_view but) const {
    return static_cast<std::size_t>(std::ranges::count_if(chosen_.options, [&](const SnapshotOption& option) {
      return option.name.id != but && value_of(variant, option.name.id)->id == option.value.id;
    }));
  }

  [[nodiscard]] const SnapshotVariant& nearest_with(std::string_view option, std::string_view value) const {
    const auto nearness = [&](const SnapshotVariant& variant) {
      return std::tuple{value_of(variant, option)->id == value, in_common(variant, option),
                        snapshot_.available(variant) > 0};
    };
    // Of several equally near ones the first in the shop's order.
    return *std::ranges::max_element(variants_, {}, nearness);
  }

  [[nodiscard]] OptionValue leading_to(const SnapshotVariant& variant, std::string label) const {
    OptionValue value{.label = std::move(label),
                      .url = fmt::format("{}?variant={}", url_, variant.id.value()),
                      .price = {},
                      .picture = {},
                      .stock = stock_of(snapshot_, variant),
                      .selected = &variant == &chosen_};
    if (product_.lowest_price != product_.highest_price) value.price = format_rupiah(variant.price);
    return value;
  }

  [[nodiscard]] std::string picture_of_its_own(const SnapshotVariant& variant) const {
    const auto images = product_.images;
    const auto own = std::ranges::find(images, variant.id, &SnapshotImage::variant);
    return own == images.end() ? std::string{} : picture_of(*own, language_).thumbnail;
  }

  const Snapshot& snapshot_;
  const SnapshotProduct& product_;
  std::span<const SnapshotVariant> variants_;
  const SnapshotVariant& chosen_;
  i18n::Language language_;
  std::string_view url_;
};

}  // namespace

std::vector<OptionGroup> option_groups(const Snapshot& snapshot, const SnapshotProduct& product,
                                       const SnapshotVariant& chosen, i18n::Language language, std::string_view url) {
  return Options(snapshot, product, chosen, language, url).groups();
}

}  // namespace hurtrock::catalog

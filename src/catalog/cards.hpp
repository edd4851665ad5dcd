#pragma once

#include <string>
#include <vector>

#include "catalog/snapshot.hpp"
#include "layout/breadcrumbs.hpp"
#include "layout/product_card.hpp"
#include "platform/core/clock.hpp"

/// Snapshot entries as views and API show them.
namespace hurtrock::catalog {

layout::Picture picture_of(const SnapshotImage& image, i18n::Language language);
/// The product's thumbnail, or its first picture; empty without any.
layout::Picture thumbnail_of(const SnapshotProduct& product, i18n::Language language);
/// What messengers show; without url for a drawing without paintings.
layout::Picture preview_of(const SnapshotImage& image, i18n::Language language);
layout::Price price_of(const SnapshotVariant& variant);
layout::Stock stock_of(const Snapshot& snapshot, const SnapshotVariant& variant);
/// "Sunburst · Kidal"; empty for a plain product.
std::string label_of(const SnapshotVariant& variant, i18n::Language language);
/// "648 mm", "Mahoni".
std::string value_of(const SnapshotSpec& spec, i18n::Language language);
/// "4,8", in English "4.8"; nothing to show without reviews.
layout::Rating rating_of(const SnapshotProduct& product, i18n::Language language);
layout::ProductCard card_of(const Snapshot& snapshot, int product, i18n::Language language, Time now);
std::vector<layout::ProductCard> cards_of(const Snapshot& snapshot, const std::vector<int>& products,
                                          i18n::Language language, Time now);
/// From the department down to the category, with its address.
layout::Breadcrumbs breadcrumbs_of(const Snapshot& snapshot, int category, i18n::Language language);

}  // namespace hurtrock::catalog

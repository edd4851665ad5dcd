#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "platform/core/clock.hpp"
#include "platform/i18n/texts.hpp"

/// Packing lists on A4: what goes into a parcel, to be ticked off.
namespace hurtrock::documents {

struct PackingLine {
  std::string sku, name, options;
  std::int64_t quantity = 1;
};

struct PackingList {
  std::string shop_name, order_number, ordered_on;
  std::string courier, weight;
  std::vector<std::string> recipient_lines;  ///< the first is the name
  std::string note;                          ///< the buyer's; may be empty
  std::vector<PackingLine> lines;
};

/// Every list begins on a page of its own, and counts its pages by itself.
std::string packing_list_pdf(std::span<const PackingList> lists, const i18n::Texts& texts, Time made_at);

}  // namespace hurtrock::documents

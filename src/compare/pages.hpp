#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "layout/frame.hpp"
#include "layout/product_card.hpp"

namespace hurtrock::compare {

/// One of the products, at the head of its column.
struct Column {
  std::int64_t product_id = 0;
  std::string slug;
  layout::ProductCard card;
};

/// Price, stock and rating are shown as on cards; everything else is a text.
enum class RowKind : std::uint8_t { kPrice, kStock, kRating, kText };

struct Row {
  RowKind kind = RowKind::kText;
  std::string name;                 ///< with kText; the others are worded by the view
  std::vector<std::string> values;  ///< with kText: one for each column; empty: not stated
  bool differs = false;
};

/// A product to be added.
struct Candidate {
  std::int64_t product_id = 0;
  std::string name, brand, price;
  layout::Picture picture;
};

/// GET /compare
struct ComparePage {
  layout::Frame frame;
  std::vector<Column> columns;  ///< at most kMostCompared
  std::vector<Row> rows;        ///< with `only_differences`, only those that differ
  bool only_differences = false;
  std::string all_url, differences_url;  ///< the same comparison with everything, and with what differs only
  std::string share_url;                 ///< absolute
  bool full = false;                     ///< no more can be added
  std::string search_text;               ///< typed into the field for another one
  std::vector<Candidate> candidates;     ///< found for it, or else like the ones that are compared; at most 6
  bool searched = false;
};

}  // namespace hurtrock::compare

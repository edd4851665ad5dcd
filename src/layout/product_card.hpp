#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "layout/picture.hpp"
#include "platform/core/money.hpp"

namespace hurtrock::layout {

struct Price {
  Money amount;
  std::optional<Money> compare_at;  ///< the former price, struck through; only when higher than `amount`
  int saving_percent = 0;           ///< whole percent below `compare_at`; 0: no badge
  bool from = false;                ///< the variants differ in price and this is the lowest: "mulai Rp …"
};

/// From the best for a buyer to the worst.
enum class StockState : std::uint8_t {
  kInStock,
  kLow,
  kBackorder,  ///< may be ordered, and is sent once it has arrived
  kSoldOut,
};

struct Stock {
  StockState state = StockState::kInStock;
  std::int64_t left = 0;  ///< what is here and can be bought; printed when `state` is kLow
};

/// What buyers think of a product.
struct Rating {
  std::string average;     ///< "4,8"
  std::int64_t count = 0;  ///< reviews; 0: nothing is shown
};

/// A product in a grid or a row.
struct ProductCard {
  std::string name, brand;
  std::string url;  ///< "/product/…"
  Picture picture;
  Price price;
  Stock stock;
  std::int64_t quick_variant_id = 0;  ///< the only variant, for "add to cart" on the card; 0: choose on its page
  std::int64_t wish_variant_id = 0;   ///< what its heart puts on the wish list; 0: it has none
  std::int64_t compare_id = 0;        ///< the product, for its button that compares; 0: it has none
  bool is_new = false;
  Rating rating = {};
};

}  // namespace hurtrock::layout

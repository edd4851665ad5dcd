#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "layout/frame.hpp"
#include "layout/picture.hpp"
#include "layout/product_card.hpp"
#include "platform/core/money.hpp"

namespace hurtrock::cart {

/// What the buyer must know about a line before ordering. Worded by the view.
enum class LineNotice : std::uint8_t {
  kNone,
  kPriceChanged,   ///< since it was put in; see `price_before`
  kLessAvailable,  ///< than the quantity; see `available`
  kSoldOut,
  kNoLongerSold,
  kBackorder,  ///< some have to arrive first; see `awaited`
};

struct LineView {
  std::int64_t id = 0;  ///< of the cart line
  std::string name, brand;
  std::string option;  ///< the variant's label; empty when the product has one variant only
  std::string url;     ///< "/product/…?variant=…"; empty when it is no longer sold
  layout::Picture picture;
  std::int64_t quantity = 1;
  std::int64_t available = 0;  ///< the most that can be ordered now
  std::int64_t awaited = 0;    ///< of the quantity, what is not here yet
  Money unit_price, total;
  LineNotice notice = LineNotice::kNone;
  std::optional<Money> price_before;
};

/// How far the cart is from free shipping.
struct FreeShippingView {
  Money from, missing;  ///< `missing` is 0 once it is reached
  std::optional<Money> at_most;
};

struct Contents {
  std::vector<LineView> lines;
  Money subtotal;
  std::int64_t count = 0;                         ///< pieces, not lines
  bool can_check_out = false;                     ///< not empty and no line is sold out, short or withdrawn
  std::optional<FreeShippingView> free_shipping;  ///< empty: the shop has no such offer
};

/// GET /cart
struct CartPage {
  layout::Frame frame;
  Contents cart;
  std::vector<layout::ProductCard> suggestions;  ///< shown when the cart is empty; at most 4
};

/// GET /cart/drawer: a fragment of HTML without frame, opened beside the page after something was put into the cart.
struct Drawer {
  Contents cart;
  std::string csrf_token;  ///< as in Frame
};

}  // namespace hurtrock::cart

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "layout/frame.hpp"
#include "layout/picture.hpp"
#include "layout/product_card.hpp"

namespace hurtrock::wishlist {

struct EntryView {
  std::int64_t variant_id = 0;
  std::string name, brand;
  std::string option;  ///< the variant's label; empty when the product has one variant only
  std::string url;     ///< "/product/…?variant=…"; empty when it is no longer sold
  layout::Picture picture;
  layout::Price price;
  layout::Stock stock;  ///< of what is still sold
  bool no_longer_sold = false;
  std::optional<Money> cheaper_by;  ///< than when it was put on the list; of one's own list only
};

/// Something that was just taken off, to be put back.
struct Removed {
  std::int64_t variant_id = 0;
  std::string name;
};

/// GET /wishlist
struct WishlistPage {
  layout::Frame frame;
  std::vector<EntryView> entries;  ///< newest first
  std::string shared_url;          ///< absolute; empty: nobody else sees it
  std::optional<Removed> removed;
};

/// GET /wishlist/shared/:token: somebody else's list. Whose it is is not told.
struct SharedPage {
  layout::Frame frame;
  std::vector<EntryView> entries;
};

}  // namespace hurtrock::wishlist

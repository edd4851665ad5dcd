#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "catalog/pages.hpp"

namespace hurtrock::back_in_stock {

/// GET /back-in-stock, and what came of the form that was sent.
struct AskPage {
  enum class Shows : std::uint8_t { kForm, kKept, kAvailable };
  layout::Frame frame;
  Shows shows = Shows::kForm;
  std::string name, product_url;
  std::string email;  ///< that will be written to
  std::int64_t most_wishes = 0;
  catalog::TellMe tell_me;
};

struct WishView {
  std::int64_t id = 0;
  std::string name, url;  ///< url empty: it is not sold at the moment
};

/// GET /back-in-stock/wishes/:token: what the mailbox that got the link waits for.
struct WishesPage {
  layout::Frame frame;
  std::vector<WishView> wishes;
  std::string action;  ///< of the forms that end them
};

}  // namespace hurtrock::back_in_stock

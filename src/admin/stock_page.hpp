#pragma once

#include <optional>
#include <string>

#include "admin/routes.hpp"
#include "admin/stock_pages.hpp"
#include "platform/http/message.hpp"

namespace hurtrock::admin {

/// What the page of a variant's stock says besides what is stored.
struct StockPageState {
  int status = 200;
  std::string notice = {};
  bool notice_is_error = false;
  layout::Form form = {};  ///< of a correction that was refused
  bool changed = false;    ///< because the level is not the one that was seen
};
http::Response stock_page(const http::Request& request, Services& shop, VariantId variant, StockPageState state);
http::Response missing_stock_page(const http::Request& request, Services& shop);

std::optional<VariantId> variant_of(const http::Request& request);

}  // namespace hurtrock::admin

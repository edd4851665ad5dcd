#pragma once

#include <optional>
#include <string>
#include <vector>

#include "admin/restock_pages.hpp"
#include "admin/routes.hpp"
#include "platform/http/message.hpp"
#include "restock/restock.hpp"

namespace hurtrock::admin {

/// What the form of an order to a supplier says besides what is stored.
struct DraftPageState {
  int status = 200;
  std::string notice = {};
  bool notice_is_error = false;
  http::Fields fields = {};  ///< empty: as it is stored
  std::vector<http::FieldError> errors = {};
  bool conflict = false;  ///< somebody else was faster
};
/// `order`: nothing: a new one.
http::Response draft_page(const http::Request& request, Services& shop, const std::optional<restock::Order>& order,
                          DraftPageState state);

}  // namespace hurtrock::admin

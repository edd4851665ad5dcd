#pragma once

#include <optional>
#include <string>
#include <vector>

#include "admin/product_record.hpp"
#include "admin/routes.hpp"
#include "platform/http/message.hpp"
#include "platform/http/problem.hpp"

namespace hurtrock::admin {

struct ProductEditState {
  int status = 200;
  std::string notice = {};  ///< finished text
  bool notice_is_error = false;
  http::Fields fields = {};
  std::vector<http::FieldError> errors = {};
  /// The product was changed by somebody else: what is stored stands beside what was sent.
  bool conflict = false;
};

/// The form of a product that is not there yet.
http::Response new_product_page(const http::Request& request, Services& shop, ProductEditState state);
/// The form of a product that is; 404 when there is none.
http::Response product_page(const http::Request& request, Services& shop, ProductId product, ProductEditState state);
/// With what is stored.
http::Response product_page(const http::Request& request, Services& shop, ProductId product, std::string notice = {},
                            bool notice_is_error = false, int status = 200);
http::Response missing_product_page(const http::Request& request, Services& shop);

}  // namespace hurtrock::admin

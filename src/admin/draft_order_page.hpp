#pragma once

#include <optional>
#include <string>
#include <vector>

#include "admin/draft_order_pages.hpp"
#include "admin/routes.hpp"
#include "checkout/draft_orders.hpp"
#include "platform/http/message.hpp"

namespace hurtrock::admin {

/// What the form of a draft says besides what is stored.
struct DraftOrderPageState {
  int status = 200;
  std::string notice = {};
  bool notice_is_error = false;
  http::Fields fields = {};  ///< empty: as it is stored
  std::vector<http::FieldError> errors = {};
  bool conflict = false;              ///< somebody else was faster
  bool search_areas = false;          ///< show the areas that area_query finds
  std::vector<VariantId> found = {};  ///< to choose from
  std::vector<DraftOrderFound> accounts = {};
};
/// `draft`: nothing: a new one; it is open.
http::Response draft_order_page(const http::Request& request, Services& shop,
                                const std::optional<checkout::DraftOrder>& draft, DraftOrderPageState state);
/// Of a draft that is an order.
http::Response placed_draft_page(const http::Request& request, Services& shop, const checkout::DraftOrder& draft,
                                 std::string notice);
http::Response missing_draft_page(const http::Request& request, Services& shop);

/// What there is of the offer, for a line of the form.
std::string offered_text(const catalog::Offer& offer, const i18n::Texts& texts);

}  // namespace hurtrock::admin

#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <string_view>

#include "admin/restock_pages.hpp"
#include "admin/routes.hpp"
#include "admin/staff_action.hpp"
#include "platform/http/message.hpp"
#include "restock/restock.hpp"

namespace hurtrock::admin {

/// What the page of an order to a supplier says besides what is stored.
struct RestockPageState {
  int status = 200;
  std::string notice = {};
  bool notice_is_error = false;
  layout::Form form = {};      ///< of a reception that was sent and not recorded
  bool asks_for_more = false;  ///< because more has come than was ordered
  bool filled = false;         ///< with everything that is waited for
};
/// Of an order that is no draft.
http::Response restock_page(const http::Request& request, Services& shop, const restock::Order& order,
                            RestockPageState state);
http::Response missing_restock_page(const http::Request& request, Services& shop);
/// The page of the order as it is now, with what was in the way of an action. `sent`: what stays in the fields for the
/// next try.
http::Response refused_restock(const http::Request& request, Services& shop, restock::Refusal why,
                               layout::Form sent = {});
/// 303 to the order's page.
http::Response to_restock(std::string_view number, std::string_view notice);

restock::Seen seen_restock(const http::Request& request);

/// Writes the audit log's row: the order as it was and as it is. Nothing: it has been made.
void audit_restock(db::Tx& tx, const StaffMember& staff, std::string_view action,
                   const std::optional<restock::Order>& before, std::string_view number, Time now);

}  // namespace hurtrock::admin

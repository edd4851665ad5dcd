#pragma once

#include <optional>
#include <string>
#include <vector>

#include "accounts/accounts.hpp"
#include "checkout/pages.hpp"
#include "checkout/request.hpp"
#include "checkout/services.hpp"
#include "platform/http/visitor.hpp"

/// The account's addresses at the checkout.
namespace hurtrock::checkout {

struct AccountData {
  std::string name, email, phone;  ///< the last as it is shown
  std::vector<accounts::Address> addresses;
};
/// Nothing of an account that is gone or switched off.
std::optional<AccountData> account_data(db::Tx& tx, UserId id);
/// Of whoever is logged in; a guest has none.
std::optional<AccountData> account_data(db::Tx& tx, const http::Visitor& visitor);

/// What the checkout's form begins with: the address that `wanted` names ("12"), none for "new", or else the default.
layout::Form form_of(const AccountData& account, std::string_view wanted);

/// Shows them beside what the form holds.
void add_addresses(CheckoutPage& view, const AccountData& account);

/// Keeps the order's address in the account, unless it is there already or there is no room for another one.
void save_address(Services& shop, UserId user, const PlaceRequest& request);

}  // namespace hurtrock::checkout

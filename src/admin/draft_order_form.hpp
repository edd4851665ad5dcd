#pragma once

#include <expected>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "accounts/accounts.hpp"
#include "catalog/offers.hpp"
#include "checkout/draft_orders.hpp"
#include "checkout/saved_addresses.hpp"
#include "platform/http/input.hpp"
#include "platform/http/message.hpp"
#include "platform/i18n/texts.hpp"

/// The fields of a draft: those of the checkout's form, and its lines. A repeated field "row" names the variants in
/// their order; those of variant 12 are "quantity_12" and, hidden, "price_12": what the page has shown for one.
/// "account" holds the id of the account whose order it becomes.
namespace hurtrock::admin {

/// What a form of that size comes to, with some to spare.
constexpr std::size_t kMostDraftFields = 3 * static_cast<std::size_t>(cart::kMostLines) + 150;
constexpr std::size_t kLargestDraftForm = 64UZ * 1024;

std::string draft_quantity_field(VariantId variant);
std::string draft_price_field(VariantId variant);

/// What the form shows of a stored draft, or of none yet.
http::Fields fields_of(const checkout::DraftOrder& draft);
http::Fields empty_draft();
/// The lines that the fields hold, for reckoning while one types: a quantity that cannot be read leaves its line out, a
/// price that cannot be read is 0.
std::vector<checkout::DraftLine> lines_in(const http::Fields& form);

/// One piece more of it, shown at today's price.
http::Fields with_line(const http::Fields& form, const catalog::Offer& offer);
/// Whether orders may be composed for this account: a customer's that is in use, never one of the staff.
bool is_customer(const accounts::User& user);
/// What is known of such an account; nothing of any other.
std::optional<checkout::AccountData> customer_data(db::Tx& tx, UserId id);
/// The order becomes one of this account: what is known of it stands in the fields from now on.
http::Fields with_account(const http::Fields& form, UserId account, const checkout::AccountData& data);
http::Fields without_account(const http::Fields& form);

/// `need`: kRequired of what is to be placed.
std::expected<checkout::DraftContents, std::vector<http::FieldError>> read_draft_form(const http::Fields& form,
                                                                                      http::Need need,
                                                                                      const i18n::Texts& texts);

}  // namespace hurtrock::admin

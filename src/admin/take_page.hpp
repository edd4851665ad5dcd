#pragma once

#include <optional>
#include <string>

#include "admin/routes.hpp"
#include "admin/take_pages.hpp"
#include "inventory/stock_take.hpp"
#include "platform/http/message.hpp"
#include "platform/i18n/texts.hpp"

namespace hurtrock::admin {

std::optional<StockTakeId> take_of(const http::Request& request);
/// "Semua", or the category's or supplier's name.
std::string scope_text(db::Tx& tx, const inventory::Scope& scope, const i18n::Texts& texts);
http::Response missing_take_page(const http::Request& request, Services& shop);
/// The way of the take's review, with what was in the way of applying it.
http::Response take_review_page(const http::Request& request, Services& shop, StockTakeId take,
                                const std::optional<inventory::NotApplied>& refused);

}  // namespace hurtrock::admin

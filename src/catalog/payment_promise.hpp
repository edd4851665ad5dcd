#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/i18n/texts.hpp"

namespace hurtrock::catalog {

/// What the first page says of paying: no way that the shop does not take.
struct PaymentPromise {
  std::string title, text;
  std::string_view way;  ///< the one that its picture is of, as in `ways`
};

/// Of these ways to pay ("midtrans", "stripe", "bank_transfer"). Cash on delivery has a promise of its own; nothing
/// when there is no other way.
std::optional<PaymentPromise> payment_promise(const std::vector<std::string>& ways, const i18n::Texts& texts);

}  // namespace hurtrock::catalog

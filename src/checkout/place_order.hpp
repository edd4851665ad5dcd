#pragma once

#include <chrono>
#include <expected>
#include <functional>
#include <optional>
#include <string>

#include "cart/cart.hpp"
#include "checkout/request.hpp"
#include "checkout/services.hpp"
#include "payments/payments.hpp"

namespace hurtrock::checkout {

/// An order that is all there is to it: nobody has to be asked for a page to pay on.
struct Complete {
  std::string number;
  orders::State state;
  Money total;
};

/// Who places the order, and under which name the request is known if it comes again.
struct Buyer {
  cart::Owner owner;
  i18n::Language language = i18n::Language::kIndonesian;
  std::string idempotency_key;  ///< 1 to 255 characters
  std::string body_hash;        ///< tells a repeat from another request under the same key
  /// The answer that is kept with a complete order, for repeats of the request; may be empty. Touches nothing.
  std::function<std::string(const Complete&)> answer_of = {};
  std::string proved_email = {};         ///< of an account whose mailbox is verified
  bool is_staff = false;                 ///< whoever orders for others at the counter
  std::optional<UserId> placed_by = {};  ///< a member of the staff, when it is not the buyer who places the order
  [[nodiscard]] std::string scope() const;
};

/// Of the visitor's account, if it is verified.
std::string proved_email(const http::Visitor& visitor);

struct Placed {
  OrderId order;
  bool repeated = false;                  ///< the request had been carried out before
  std::optional<Complete> complete = {};  ///< when this call made it so
};

/// Why no order was placed. Nothing has changed, except that with kPriceChanged the cart now remembers the prices the
/// buyer is about to be shown.
struct NotPlaced {
  enum class Why : std::uint8_t {
    kEmptyCart,
    kKeyReused,  ///< the key came before with another body
    kPriceChanged,
    kTotalChanged,  ///< it is not what the buyer was shown
    kInsufficientStock,
    kNotSold,             ///< a line is no longer sold
    kUnknownShipping,     ///< or the service does not take this parcel there
    kMethodNotAvailable,  ///< switched off, or the total is outside its limits
    kUnpaidOrders,        ///< as many as may be hold goods unpaid already
    kTooManyOrders,       ///< within the last hour
  };
  /// Whose orders those were.
  enum class Counted : std::uint8_t { kBuyer, kMailbox, kPhone };
  Why why;
  std::string product = {};    ///< the line concerned
  std::int64_t available = 0;  ///< of it, with kInsufficientStock
  Counted counted = Counted::kBuyer;
  std::string orders = {};         ///< the numbers of the buyer's own, with kUnpaidOrders
  std::chrono::seconds wait = {};  ///< until there is room, with kTooManyOrders
  Money total = {};                ///< as it is now, without the code of a transfer, with kTotalChanged
};

/// Validates against today's catalogue, reserves the goods, writes order, lines, event, payment attempt and mail, and
/// empties the cart: all in one transaction, so that an order exists with everything that belongs to it, or not at all.
/// Repeats of one request give one order. May be called from many threads at once.
std::expected<Placed, NotPlaced> place_order(Services& shop, const Buyer& buyer, const PlaceRequest& request);

/// The same of lines that no visitor's cart holds, as a part of the caller's transaction: whoever calls sees to it that
/// repeats give one order, that nothing is lost of the prices the buyer is to be shown, and that the jobs are woken.
/// Belongs into with_free_code (transfer.hpp).
std::expected<Placed, NotPlaced> place_lines(db::Tx& tx, Services& shop, const Buyer& buyer,
                                             const PlaceRequest& request, const cart::Cart& cart);

/// The answer that was given to this request when it was final; nothing while it is not.
std::optional<std::string> kept_answer(db::Tx& tx, const Buyer& buyer);
void keep_answer(db::Tx& tx, const Buyer& buyer, std::string_view answer);

}  // namespace hurtrock::checkout

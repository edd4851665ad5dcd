#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "platform/core/money.hpp"
#include "platform/http/message.hpp"

namespace hurtrock::sandbox {

struct PaymentLine {
  std::string name;
  std::int64_t quantity = 1;
  Money total;
};

struct PaymentMethod {
  std::string_view code, name;
};

/// A button beside the one that pays.
struct PaymentEnding {
  std::string_view action, text_key;
};

/// A payment page, as the template prints it.
struct PaymentPage {
  std::string merchant, order_id, buyer;
  Money amount;
  std::vector<PaymentLine> lines;
  std::vector<PaymentMethod> methods;  ///< the first one is chosen
  std::vector<PaymentEnding> endings;  ///< other than paying
  std::string actions_url;             ///< where the buttons post, without the action
  std::string deadline;                ///< in WIB
  std::string state_key;               ///< the text that says how the payment stands
  bool payable = false;
  std::string return_url;     ///< empty: the shop gave none
  std::string locale;         ///< the language that the shop asked for, as language_named() reads it
  std::string address_query;  ///< stands behind the addresses that the buttons post to; payment_page() fills it in
};

/// The page in the language that page_language() finds.
http::Response payment_page(int status, PaymentPage page, const http::Request& request);
/// For an address that leads to no payment, or a request that failed.
http::Response refused_page(int status, const std::string& merchant, const http::Request& request);

}  // namespace hurtrock::sandbox

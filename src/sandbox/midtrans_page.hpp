#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "platform/core/money.hpp"

namespace hurtrock::sandbox {

struct PaymentLine {
  std::string name;
  std::int64_t quantity = 1;
  Money total;
};

struct PaymentMethod {
  std::string_view code, name;
};

/// The payment page, as the template prints it.
struct PaymentPage {
  std::string merchant, order_id, buyer;
  Money amount;
  std::vector<PaymentLine> lines;
  std::vector<PaymentMethod> methods;  ///< the first one is chosen
  std::string actions_url;             ///< where the buttons post, without the action
  std::string deadline;                ///< in WIB
  std::string state_key;               ///< the text that says how the payment stands
  bool payable = false;
  std::string return_url;  ///< empty: the shop gave none
};

}  // namespace hurtrock::sandbox

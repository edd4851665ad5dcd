#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "platform/core/clock.hpp"
#include "sandbox/midtrans_order.hpp"

namespace hurtrock::sandbox {

/// The body of POST /snap/v1/transactions, checked by Midtrans' rules. Error: Midtrans' messages.
std::expected<MidtransOrder, std::vector<std::string>> read_snap_request(std::string_view body, Time now);

}  // namespace hurtrock::sandbox

#pragma once

#include <optional>
#include <string_view>

#include "payments/gateway.hpp"

namespace hurtrock::payments {

/// The answer to GET /v2/{id}/status for a payment that exists. Nothing when it is not JSON, or lacks the state or a
/// readable amount.
std::optional<Report> read_report(std::string_view body);

}  // namespace hurtrock::payments

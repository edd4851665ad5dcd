#pragma once

#include <vector>

#include "checkout/services.hpp"
#include "platform/http/route.hpp"

namespace hurtrock::checkout {

std::vector<http::Route> routes(Services& shop);

}  // namespace hurtrock::checkout

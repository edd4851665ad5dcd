#pragma once

#include <string>

#include "restock/restock.hpp"

namespace hurtrock::admin {

/// The field that says how many pieces of a line have come.
std::string received_field(PurchaseLineId line);

}  // namespace hurtrock::admin

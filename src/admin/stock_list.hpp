#pragma once

#include "admin/stock_filter.hpp"
#include "admin/store.hpp"

namespace hurtrock::admin {

/// The place behind a row of a list in that order.
StockFilter::Cursor stock_place(const store::StockRow& row, StockSort sort);

}  // namespace hurtrock::admin

#pragma once

#include <vector>

#include "catalog/snapshot.hpp"
#include "compare/chosen.hpp"
#include "compare/pages.hpp"

namespace hurtrock::compare {

/// Everything that is said of the columns' products, a row for each: price, stock, rating, brand, model, category, then
/// every specification that at least one of them has. With fewer than two products nothing differs. Pure.
std::vector<Row> rows_of(const catalog::Snapshot& snapshot, const Chosen& chosen, const std::vector<Column>& columns,
                         const i18n::Texts& texts);

}  // namespace hurtrock::compare

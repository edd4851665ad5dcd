#pragma once

#include <cstddef>
#include <string>

/// For statements that are written at run time, as long lists as are bound.
namespace hurtrock::db {

/// "$1, $2, $3": one place for each of `values`, at least 1.
std::string places(std::size_t values);

/// "($1, $2), ($3, $4)": places for `rows` of `values` each, both at least 1.
std::string rows_of_places(std::size_t rows, std::size_t values);

}  // namespace hurtrock::db

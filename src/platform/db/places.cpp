#include "platform/db/places.hpp"

#include <fmt/format.h>

#include <iterator>

namespace hurtrock::db {
namespace {

void add_places(std::string& list, std::size_t first, std::size_t values) {
  for (std::size_t i = 0; i < values; ++i)
    fmt::format_to(std::back_inserter(list), "{}${}", i == 0 ? "" : ", ", first + i);
}

}  // namespace

std::string places(std::size_t values) {
  std::string list;
  add_places(list, 1, values);
  return list;
}

std::string rows_of_places(std::size_t rows, std::size_t values) {
  std::string list;
  for (std::size_t row = 0; row < rows; ++row) {
    list += row == 0 ? "(" : ", (";
    add_places(list, 1 + row * values, values);
    list += ')';
  }
  return list;
}

}  // namespace hurtrock::db

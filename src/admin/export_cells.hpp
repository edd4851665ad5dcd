#pragma once

#include <optional>
#include <string>

#include "platform/core/clock.hpp"
#include "platform/core/money.hpp"
#include "platform/spreadsheet/spreadsheet.hpp"

/// Cells of exported tables, so that all of them write the same thing in the same way.
namespace hurtrock::admin {

/// Empty: it has not happened.
inline spreadsheet::Cell cell_of(const std::optional<Time>& moment) {
  return moment ? wib_timestamp(*moment) : std::string{};
}
/// Empty: it is not known.
inline spreadsheet::Cell cell_of(const std::optional<Money>& amount) {
  return amount ? spreadsheet::Cell(*amount) : spreadsheet::Cell(std::string{});
}
inline spreadsheet::Cell cell_of(bool on) { return std::string(on ? "1" : "0"); }

}  // namespace hurtrock::admin

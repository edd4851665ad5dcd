#include "platform/spreadsheet/spreadsheet.hpp"

namespace hurtrock::spreadsheet {
namespace {

constexpr std::string_view kBeginsAFormula = "=+-@\t\r\n";

/// An apostrophe before what looks like a formula, or like a formula behind apostrophes: one of them is the guard's.
bool needs_guard(std::string_view text) {
  const auto first = text.find_first_not_of('\'');
  return first != std::string_view::npos && kBeginsAFormula.contains(text[first]);
}

void append(std::string& out, std::string_view text) {
  const bool is_guarded = needs_guard(text);
  const bool is_quoted = is_guarded || text.find_first_of(",\"\r\n") != std::string_view::npos;
  if (is_quoted) out += '"';
  if (is_guarded) out += '\'';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  if (is_quoted) out += '"';
}
void append(std::string& out, const std::string& text) { append(out, std::string_view(text)); }
void append(std::string& out, std::int64_t number) { out += std::to_string(number); }
void append(std::string& out, Money money) { out += std::to_string(money.rupiah()); }

}  // namespace

void append_csv_row(std::string& out, std::span<const Cell> cells) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) out += ',';
    std::visit([&](const auto& value) { append(out, value); }, cells[i]);
  }
  out += "\r\n";
}

std::string_view without_guard(std::string_view cell) {
  return cell.starts_with('\'') && needs_guard(cell) ? cell.substr(1) : cell;
}

}  // namespace hurtrock::spreadsheet

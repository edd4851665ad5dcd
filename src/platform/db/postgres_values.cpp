#include "platform/db/postgres_values.hpp"

#include <fmt/core.h>

#include <bit>
#include <charconv>
#include <limits>
#include <new>
#include <utility>

#include "platform/db/sql_text.hpp"

namespace hurtrock::db {
namespace {

// From PostgreSQL's catalog/pg_type.dat; these never change.
constexpr Oid kUnknown = 0;
constexpr Oid kBool = 16;
constexpr Oid kBytea = 17;
constexpr Oid kName = 19;
constexpr Oid kInt8 = 20;
constexpr Oid kInt2 = 21;
constexpr Oid kInt4 = 23;
constexpr Oid kText = 25;
constexpr Oid kBpchar = 1042;
constexpr Oid kVarchar = 1043;
constexpr Oid kNumeric = 1700;
constexpr Oid kVoid = 2278;
constexpr Oid kUuid = 2950;

constexpr int kBinary = 1;

std::array<char, sizeof(std::int64_t)> in_network_order(std::int64_t number) {
  static_assert(std::endian::native == std::endian::little);
  return std::bit_cast<std::array<char, sizeof(std::int64_t)>>(std::byteswap(number));
}

Rows::Cell number_in(std::string_view text, std::string_view sql, int column) {
  std::int64_t number = 0;
  const auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (bad != std::errc{} || end != text.data() + text.size())
    throw Error{
        ErrorKind::kMisuse, {}, fmt::format("{}: column {} is a fraction or beyond 64 bits", first_words(sql), column)};
  return number;
}

std::string bytes_in(const char* text) {
  std::size_t size = 0;
  const std::unique_ptr<unsigned char, decltype(&PQfreemem)> bytes{
      PQunescapeBytea(reinterpret_cast<const unsigned char*>(text), &size), &PQfreemem};
  if (!bytes) throw std::bad_alloc{};
  return {reinterpret_cast<const char*>(bytes.get()), size};
}

Rows::Cell cell_of(const PGresult* result, int row, int column, std::string_view sql) {
  if (PQgetisnull(result, row, column) != 0) return std::monostate{};
  const char* const data = PQgetvalue(result, row, column);
  const std::string_view text{data, static_cast<std::size_t>(PQgetlength(result, row, column))};
  switch (PQftype(result, column)) {
    case kInt8:
    case kInt2:
    case kInt4:
    case kNumeric:
      return number_in(text, sql, column);
    case kBool:
      return std::int64_t{text == "t"};
    case kText:
    case kVarchar:
    case kBpchar:
    case kName:
    case kUuid:
      return std::string{text};
    case kBytea:
      return bytes_in(data);
    case kVoid:
      return std::monostate{};
    default:
      throw Error{ErrorKind::kMisuse,
                  {},
                  fmt::format("{}: column {} has type {}, cast it", first_words(sql), column, PQftype(result, column))};
  }
}

}  // namespace

Parameters::Parameters(std::span<const Value> values, std::string_view sql) {
  numbers_.reserve(values.size());  // values_ points into it
  types_.reserve(values.size());
  values_.reserve(values.size());
  lengths_.reserve(values.size());
  formats_.reserve(values.size());
  signature_.reserve(values.size());
  for (const Value& value : values) {
    if (std::holds_alternative<std::monostate>(value)) add_null();
    if (const auto* number = std::get_if<std::int64_t>(&value)) add_number(*number);
    if (const auto* text = std::get_if<std::string_view>(&value)) add_text(*text, sql);
    if (const auto* bytes = std::get_if<Bytes>(&value)) add('b', kBytea, bytes->view);
  }
}

void Parameters::add_null() {
  add('n', kUnknown, {});
  values_.back() = nullptr;
}

void Parameters::add_number(std::int64_t number) {
  const auto& bytes = numbers_.emplace_back(in_network_order(number));
  add('i', kInt8, {bytes.data(), bytes.size()});
}

void Parameters::add_text(std::string_view text, std::string_view sql) {
  if (text.contains('\0'))
    throw Error{ErrorKind::kMisuse, {}, fmt::format("{}: a text holds a NUL character", first_words(sql))};
  add('t', kText, text);
}

void Parameters::add(char letter, Oid type, std::string_view data) {
  if (data.size() > static_cast<std::size_t>(std::numeric_limits<int>::max()))
    throw Error{ErrorKind::kMisuse, {}, "a value of more than 2 GiB"};
  signature_ += letter;
  types_.push_back(type);
  values_.push_back(data.data() == nullptr ? "" : data.data());  // a null pointer would mean NULL
  lengths_.push_back(static_cast<int>(data.size()));
  formats_.push_back(kBinary);
}

Rows rows_of(const PGresult* result, std::string_view sql) {
  const int rows = PQntuples(result);
  const int columns = PQnfields(result);
  std::vector<Rows::Cell> cells;
  cells.reserve(static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns));
  for (int row = 0; row < rows; ++row)
    for (int column = 0; column < columns; ++column) cells.push_back(cell_of(result, row, column, sql));
  return {static_cast<std::size_t>(columns), std::move(cells)};
}

std::int64_t affected_by(PGresult* result) {
  if (std::string_view{PQcmdStatus(result)}.starts_with("SELECT")) return 0;
  const std::string_view text = PQcmdTuples(result);
  std::int64_t count = 0;
  std::from_chars(text.data(), text.data() + text.size(), count);
  return count;
}

}  // namespace hurtrock::db

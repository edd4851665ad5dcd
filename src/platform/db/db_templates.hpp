#pragma once

// Bodies of the templates declared in db.hpp.

#include <tuple>
#include <utility>

namespace hurtrock::db {
namespace detail {

template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};
template <class T>
struct IsId : std::false_type {};
template <class Tag>
struct IsId<Id<Tag>> : std::true_type {};

[[noreturn]] void wrong_cell(std::size_t row, std::size_t column, const char* expected);

template <class T>
T from_cell(const Rows::Cell& cell, std::size_t row, std::size_t column) {
  if constexpr (IsOptional<T>::value) {
    if (std::holds_alternative<std::monostate>(cell)) return std::nullopt;
    return from_cell<typename T::value_type>(cell, row, column);
  } else if constexpr (std::is_same_v<T, std::string>) {
    if (const auto* text = std::get_if<std::string>(&cell)) return *text;
    wrong_cell(row, column, "text");
  } else if constexpr (std::is_same_v<T, std::string_view>) {
    if (const auto* text = std::get_if<std::string>(&cell)) return *text;
    wrong_cell(row, column, "text");
  } else {
    const auto* number = std::get_if<std::int64_t>(&cell);
    if (number == nullptr) wrong_cell(row, column, "a whole number");
    if constexpr (std::is_same_v<T, Money>) {
      return Money{*number};
    } else if constexpr (std::is_same_v<T, Time>) {
      return from_micros(*number);
    } else if constexpr (IsId<T>::value) {
      return T{*number};
    } else if constexpr (std::is_same_v<T, bool>) {
      if (*number != 0 && *number != 1) wrong_cell(row, column, "0 or 1");
      return *number == 1;
    } else {
      static_assert(std::is_integral_v<T>, "no way to read this type from a cell");
      if (!std::in_range<T>(*number)) wrong_cell(row, column, "a number in the type's range");
      return static_cast<T>(*number);
    }
  }
}

template <class... Columns, std::size_t... I>
std::tuple<Columns...> row_as(const Rows& rows, std::size_t row, std::index_sequence<I...>) {
  return {rows.get<Columns>(row, I)...};
}

[[noreturn]] void wrong_shape(std::string_view sql, std::size_t rows, std::size_t columns,
                              std::size_t expected_columns);

template <class Result>
bool wants_commit(const Result& result) {
  if constexpr (requires {
                  typename Result::error_type;
                  result.has_value();
                }) {
    return result.has_value();
  } else {
    return true;
  }
}

}  // namespace detail

template <class T>
T Rows::get(std::size_t row, std::size_t column) const {
  return detail::from_cell<T>(cell(row, column), row, column);
}

template <class... Columns, class... Args>
std::vector<std::tuple<Columns...>> Tx::all(std::string_view sql, const Args&... args) {
  const Rows rows = query(sql, args...);
  if (!rows.empty() && rows.columns() != sizeof...(Columns))
    detail::wrong_shape(sql, rows.size(), rows.columns(), sizeof...(Columns));
  std::vector<std::tuple<Columns...>> result;
  result.reserve(rows.size());
  for (std::size_t row = 0; row < rows.size(); ++row)
    result.push_back(detail::row_as<Columns...>(rows, row, std::index_sequence_for<Columns...>{}));
  return result;
}

template <class... Columns, class... Args>
std::optional<std::tuple<Columns...>> Tx::maybe(std::string_view sql, const Args&... args) {
  const Rows rows = query(sql, args...);
  if (rows.empty()) return std::nullopt;
  if (rows.size() != 1 || rows.columns() != sizeof...(Columns))
    detail::wrong_shape(sql, rows.size(), rows.columns(), sizeof...(Columns));
  return detail::row_as<Columns...>(rows, 0, std::index_sequence_for<Columns...>{});
}

template <class... Columns, class... Args>
auto Tx::one(std::string_view sql, const Args&... args) {
  auto row = maybe<Columns...>(sql, args...);
  if (!row) detail::wrong_shape(sql, 0, 0, sizeof...(Columns));
  if constexpr (sizeof...(Columns) == 1) {
    return std::get<0>(*std::move(row));
  } else {
    return *std::move(row);
  }
}

template <class T, class... Args>
std::optional<T> Tx::maybe_value(std::string_view sql, const Args&... args) {
  auto row = maybe<T>(sql, args...);
  if (!row) return std::nullopt;
  return std::get<0>(*std::move(row));
}

template <class Body>
auto Database::write(Body&& body) -> std::invoke_result_t<Body&, Tx&> {
  using Result = std::invoke_result_t<Body&, Tx&>;
  if constexpr (std::is_void_v<Result>) {
    transact(Access::kWrite, [&](Tx& tx) {
      body(tx);
      return !tx.abandoned();
    });
  } else {
    std::optional<Result> result;
    transact(Access::kWrite, [&](Tx& tx) {
      result.emplace(body(tx));
      return !tx.abandoned() && detail::wants_commit(*result);
    });
    return *std::move(result);
  }
}

template <class Body>
auto Database::read(Body&& body) -> std::invoke_result_t<Body&, Tx&> {
  using Result = std::invoke_result_t<Body&, Tx&>;
  if constexpr (std::is_void_v<Result>) {
    transact(Access::kRead, [&](Tx& tx) {
      body(tx);
      return true;
    });
  } else {
    std::optional<Result> result;
    transact(Access::kRead, [&](Tx& tx) {
      result.emplace(body(tx));
      return true;
    });
    return *std::move(result);
  }
}

}  // namespace hurtrock::db

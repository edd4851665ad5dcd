#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <optional>
#include <string>

#include "platform/db/testing/testing.hpp"

/// Runs a fixture's tests on both databases:
///     class StockStore : public ::testing::TestWithParam<db::Dialect> {...};
///     INSTANTIATE_TEST_SUITE_P(, StockStore, db::testing::every_dialect(), db::testing::name_of);
namespace hurtrock::db::testing {

inline auto every_dialect() { return ::testing::ValuesIn(all_dialects()); }

inline std::string name_of(const ::testing::TestParamInfo<Dialect>& info) { return dialect_name(info.param); }

/// The database error that `action` throws; nothing when it throws none.
inline std::optional<Error> error_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const Error& error) {
    return error;
  }
  return std::nullopt;
}

/// Only its kind; a failed expectation reads "kOther" when nothing was thrown at all.
inline ErrorKind kind_of(const std::function<void()>& action) {
  const auto error = error_of(action);
  if (!error) ADD_FAILURE() << "no database error was thrown";
  return error ? error->kind() : ErrorKind::kOther;
}

}  // namespace hurtrock::db::testing

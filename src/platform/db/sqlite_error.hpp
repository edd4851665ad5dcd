#pragma once

#include <string_view>

#include "platform/db/error.hpp"

namespace hurtrock::db {

/// What SQLite's extended result `code` and `message` mean for `sql`.
Error sqlite_error(int code, std::string_view message, std::string_view sql);

}  // namespace hurtrock::db

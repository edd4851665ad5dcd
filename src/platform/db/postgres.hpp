#pragma once

#include <memory>
#include <string>

#include "platform/db/connection.hpp"

namespace hurtrock::db {

/// Throws kMisuse when libpq cannot make sense of `url`. Does not connect.
void check_postgres_url(const std::string& url);

/// Throws ConnectionLost when the server cannot be reached, or refuses.
std::unique_ptr<Connection> connect_postgres(const std::string& url);

}  // namespace hurtrock::db

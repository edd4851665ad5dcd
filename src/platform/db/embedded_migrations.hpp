#pragma once

#include <span>
#include <string_view>

namespace hurtrock::db {

/// A file of db/migrations or db/chat/migrations as the build packed it: "0001_foundation" and its text.
struct EmbeddedMigration {
  std::string_view stem;
  std::string_view sql;
};

/// In order of their file names. Defined by the target `db_migrations` (db/CMakeLists.txt).
std::span<const EmbeddedMigration> embedded_shop_sqlite_migrations();
std::span<const EmbeddedMigration> embedded_shop_postgres_migrations();
std::span<const EmbeddedMigration> embedded_chat_sqlite_migrations();
std::span<const EmbeddedMigration> embedded_chat_postgres_migrations();

}  // namespace hurtrock::db

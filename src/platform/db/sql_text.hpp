#pragma once

#include <string>
#include <string_view>

namespace hurtrock::db {

/// `sql` without "FOR UPDATE" and "FOR UPDATE SKIP LOCKED", wherever they stand outside quotes and comments.
std::string without_row_locks(std::string_view sql);

/// The first words of a statement on one line, to name it in an error.
std::string first_words(std::string_view sql);

}  // namespace hurtrock::db

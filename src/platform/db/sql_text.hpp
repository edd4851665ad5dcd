#pragma once

#include <string>
#include <string_view>

namespace hurtrock::db {

/// `sql` without "FOR UPDATE" and "FOR UPDATE SKIP LOCKED", wherever they stand outside quotes and comments.
std::string without_row_locks(std::string_view sql);

/// `sql` without " ESCAPE '\'", written so, wherever it stands: PostgreSQL's LIKE has it anyway, and where it is said
/// the pattern of a statement that is planned once is put together anew for each row.
std::string without_escape_signs(std::string_view sql);

/// The first words of a statement on one line, to name it in an error.
std::string first_words(std::string_view sql);

}  // namespace hurtrock::db

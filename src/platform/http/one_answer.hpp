#pragma once

#include <string>
#include <string_view>

/// Files that are made to be one answer's `Response::file`, for what is too large to be made in memory. They are
/// removed as soon as they are open.
namespace hurtrock::http {

/// The path of such a file, which does not exist yet.
std::string path_for_one_answer(std::string_view folder);
bool is_for_one_answer(std::string_view path);

}  // namespace hurtrock::http

#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace hurtrock::catalog::search {

/// Why the index in that folder cannot be read; nothing when it can, or when there is none yet.
std::optional<std::string> index_trouble(const std::filesystem::path& folder);

}  // namespace hurtrock::catalog::search

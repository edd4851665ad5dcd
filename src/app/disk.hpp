#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

namespace hurtrock::app {

/// Room for this user below that folder, or below what there is of its path.
std::optional<std::uint64_t> free_bytes(std::filesystem::path folder);

}  // namespace hurtrock::app

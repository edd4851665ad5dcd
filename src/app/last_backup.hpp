#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "platform/core/clock.hpp"

/// What monitoring and the doctor know of backups, wherever these are kept: a file of DATA_DIR has the time of the
/// newest that `hurtrock restore --check` has proved.
namespace hurtrock::app {

/// A night's backup that is this old has a successor.
inline constexpr std::chrono::hours kBackupLasts{36};

/// Nothing when there is none yet.
std::optional<Time> last_backup(const std::filesystem::path& data_dir);

/// `made_at` as rfc3339() writes it. A newer one that is known stays. One at a time. Throws std::runtime_error.
void note_backup(const std::filesystem::path& data_dir, const std::string& made_at);

}  // namespace hurtrock::app

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "platform/core/clock.hpp"

/// Files and folders that stand for a while only, in DATA_DIR/tmp. Whoever makes one removes it or moves it away, and
/// none is worked on for a whole day: so what a killed process has left is known by its name and its age, also where
/// several processes and machines share the folder.
namespace hurtrock::temporary {

enum class Kind : std::uint8_t {
  kUpload,    ///< what a browser is sending
  kAnswer,    ///< what is made to be sent
  kPicture,   ///< of an import, before it is the shop's
  kVariants,  ///< a folder: of one picture
};

/// The path of one in `folder`, which does not exist yet. Thread-safe.
std::string new_path(std::string_view folder, Kind kind);
bool is_of(Kind kind, std::string_view path);

/// Removes those in `folder` that nobody has written to for a day, and nothing of another name; answers how many. What
/// cannot be removed stays.
std::int64_t remove_leftovers(const std::string& folder, Time now);

}  // namespace hurtrock::temporary

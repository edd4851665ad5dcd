#include "app/disk.hpp"

#include <sys/statvfs.h>

namespace hurtrock::app {

std::optional<std::uint64_t> free_bytes(std::filesystem::path folder) {
  folder = std::filesystem::absolute(folder);
  struct statvfs disk{};
  while (::statvfs(folder.c_str(), &disk) != 0) {
    if (!folder.has_relative_path()) return std::nullopt;
    folder = folder.parent_path();
  }
  return std::uint64_t{disk.f_bavail} * disk.f_frsize;
}

}  // namespace hurtrock::app

#include "app/picture_helper.hpp"

#include <filesystem>

namespace hurtrock::app {

std::string picture_helper() {
  return std::filesystem::read_symlink("/proc/self/exe").parent_path() / "hurtrock-images";
}

}  // namespace hurtrock::app

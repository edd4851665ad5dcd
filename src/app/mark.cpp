#include "app/mark.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>

#include "platform/core/crypto.hpp"

namespace hurtrock::app {
namespace {

constexpr const char* kStartVariable = "HURTROCK_START";
constexpr std::size_t kMarkBytes = 8;

/// A copy of a folder has another number, however alike the two are. Signed, so that it tells nothing about the
/// machine. Empty when there is no folder.
std::string mark_of_data(const Config& config) {
  struct stat folder{};
  if (::stat(config.data_dir.c_str(), &folder) != 0) return {};
  const std::string numbers = fmt::format("hurtrock data {} {}", folder.st_dev, folder.st_ino);
  return crypto::hex(crypto::hmac_sha256(config.session_secret, numbers).substr(0, kMarkBytes));
}

/// It becomes part of a header.
bool is_hexadecimal(std::string_view text) {
  return text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

}  // namespace

std::string mark_this_start() {
  std::string start = crypto::hex(crypto::random_bytes(kMarkBytes));
  ::setenv(kStartVariable, start.c_str(), 1);
  return start;
}

bool has_launcher() { return std::getenv(kStartVariable) != nullptr; }

std::string own_mark(const Config& config) {
  std::error_code ignored;
  std::filesystem::create_directories(config.data_dir, ignored);
  const std::string data = mark_of_data(config);
  const char* const start = std::getenv(kStartVariable);
  return start == nullptr || *start == '\0' || !is_hexadecimal(start) ? data : fmt::format("{}-{}", data, start);
}

bool is_of_start(std::string_view mark, std::string_view start) {
  const auto dash = mark.find('-');
  return dash != std::string_view::npos && !start.empty() && mark.substr(dash + 1) == start;
}

bool is_of_this_shop(std::string_view mark, const Config& config) {
  const std::string data = mark_of_data(config);
  return !data.empty() && mark.substr(0, mark.find('-')) == data;
}

}  // namespace hurtrock::app

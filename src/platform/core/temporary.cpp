#include "platform/core/temporary.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <system_error>

#include "platform/core/crypto.hpp"

namespace hurtrock::temporary {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::hours kForgottenAfter{24};

/// What the names of each begin with, in the order of the kinds.
constexpr std::array<std::string_view, 4> kBeginnings{"upload-", "answer-", "picture-", "variants-"};

std::string_view beginning_of(Kind kind) { return kBeginnings.at(static_cast<std::size_t>(kind)); }

std::string_view name_in(std::string_view path) { return path.substr(path.rfind('/') + 1); }

bool is_temporary(const std::string& name) {
  return std::ranges::any_of(kBeginnings, [&](std::string_view beginning) { return name.starts_with(beginning); });
}

bool was_left_before(const fs::path& path, Time moment) {
  struct stat status{};
  if (lstat(path.c_str(), &status) != 0) return false;
  return Time{std::chrono::seconds{status.st_mtim.tv_sec}} < moment;
}

}  // namespace

std::string new_path(std::string_view folder, Kind kind) {
  return fmt::format("{}/{}{}", folder, beginning_of(kind), crypto::random_token(18));
}

bool is_of(Kind kind, std::string_view path) { return name_in(path).starts_with(beginning_of(kind)); }

std::int64_t remove_leftovers(const std::string& folder, Time now) {
  std::int64_t removed = 0;
  std::error_code ended;
  for (fs::directory_iterator entry(folder, ended), end; !ended && entry != end; entry.increment(ended)) {
    if (!is_temporary(entry->path().filename().string()) || !was_left_before(entry->path(), now - kForgottenAfter))
      continue;
    std::error_code failed;
    if (fs::remove_all(entry->path(), failed) > 0 && !failed) ++removed;
  }
  return removed;
}

}  // namespace hurtrock::temporary

#include "sandbox/journal.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

namespace hurtrock::sandbox {
namespace {

[[noreturn]] void fail(const std::string& what) { throw std::system_error(errno, std::generic_category(), what); }

void write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail("sandbox journal");
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace

Journal::Journal(std::string path) : path_(std::move(path)) {
  if (path_.empty()) return;
  if (const auto folder = std::filesystem::path{path_}.parent_path(); !folder.empty())
    std::filesystem::create_directories(folder);
  open_for_appending();
}

Journal::~Journal() {
  if (file_ >= 0) ::close(file_);
}

std::vector<boost::json::object> Journal::read() const {
  std::vector<boost::json::object> entries;
  if (path_.empty()) return entries;
  std::ifstream file(path_, std::ios::binary);
  for (std::string line; std::getline(file, line);) {
    boost::system::error_code error;
    auto entry = boost::json::parse(line, error);
    if (!error && entry.is_object()) entries.push_back(std::move(entry.as_object()));
  }
  return entries;
}

void Journal::append(std::span<const boost::json::object> entries) {
  if (path_.empty()) return;
  std::string lines;
  for (const auto& entry : entries) lines += boost::json::serialize(entry) + '\n';
  const std::lock_guard lock(mutex_);
  write_all(file_, lines);
}

void Journal::rewrite(const std::vector<boost::json::object>& entries) {
  if (path_.empty()) return;
  const std::lock_guard lock(mutex_);
  const std::string fresh = path_ + ".new";
  {
    std::ofstream file(fresh, std::ios::binary | std::ios::trunc);
    for (const auto& entry : entries) file << boost::json::serialize(entry) << '\n';
    if (!file.flush()) fail(fresh);
  }
  std::filesystem::rename(fresh, path_);
  ::close(std::exchange(file_, -1));
  open_for_appending();
}

void Journal::open_for_appending() {
  constexpr mode_t kOnlyOwner = 0600;
  file_ = ::open(path_.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, kOnlyOwner);
  if (file_ < 0) fail(path_);
}

}  // namespace hurtrock::sandbox

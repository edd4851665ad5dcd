#include "app/last_backup.hpp"

#include <fmt/format.h>

#include <ctime>
#include <fstream>
#include <stdexcept>

namespace hurtrock::app {
namespace {

namespace fs = std::filesystem;

fs::path file_of_last_backup(const fs::path& data_dir) { return data_dir / "last-backup"; }

std::optional<Time> time_of_backup(const std::string& made_at) {
  std::tm parts{};
  if (::strptime(made_at.c_str(), "%Y-%m-%dT%H:%M:%SZ", &parts) == nullptr) return std::nullopt;
  return Time{std::chrono::seconds{::timegm(&parts)}};
}

}  // namespace

std::optional<Time> last_backup(const fs::path& data_dir) {
  std::ifstream file(file_of_last_backup(data_dir));
  std::string made_at;
  std::getline(file, made_at);
  return time_of_backup(made_at);
}

void note_backup(const fs::path& data_dir, const std::string& made_at) {
  const auto made = time_of_backup(made_at);
  const auto known = last_backup(data_dir);
  if (!made || (known && *known >= *made)) return;
  // Whoever reads it meanwhile finds the one or the other.
  const fs::path file = file_of_last_backup(data_dir), draft = file.string() + ".draft";
  std::ofstream out(draft, std::ios::trunc);
  out << made_at << "\n";
  out.close();
  std::error_code error;
  if (out) fs::rename(draft, file, error);
  if (!out || error) throw std::runtime_error(fmt::format("cannot write {}", file.string()));
}

}  // namespace hurtrock::app

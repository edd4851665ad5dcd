#include "app/serving.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <system_error>

#include "app/port_holder.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::app {
namespace {

namespace fs = std::filesystem;

/// Where parts listen, and how the outside reaches them. None is a secret.
constexpr std::array kNoted{"HOST", "PORT", "CHAT_PORT", "SANDBOX_PORT", "PUBLIC_URL", "CHAT_PUBLIC_URL"};
constexpr const char* kLauncher = "LAUNCHER";
constexpr const char* kBoot = "BOOT";

using Notes = std::map<std::string, std::string>;

fs::path serving_file(const fs::path& data_dir) { return data_dir / "serving"; }

/// Of this machine since it was switched on: the folder may be shared with others, whose processes have numbers, too.
std::string this_boot() {
  std::ifstream file("/proc/sys/kernel/random/boot_id");
  std::string id;
  std::getline(file, id);
  return id;
}

Notes read_notes(const fs::path& file) {
  std::ifstream in(file);
  Notes notes;
  for (std::string line; std::getline(in, line);)
    if (const auto equals = line.find('='); equals != std::string::npos)
      notes[line.substr(0, equals)] = line.substr(equals + 1);
  return notes;
}

bool still_runs(Notes& notes) {
  if (notes[kBoot].empty() || notes[kBoot] != this_boot()) return false;
  const auto pid = text::parse_integer(notes[kLauncher], 1, INT32_MAX);
  const auto process = pid ? process_of(static_cast<pid_t>(*pid)) : std::nullopt;
  return process && process->command == "hurtrock serve";
}

}  // namespace

Addresses addresses_from_outside() {
  Addresses addresses;
  for (const char* name : kNoted) {
    const char* const value = std::getenv(name);
    if (value != nullptr && *value != '\0' && !std::string_view{value}.contains('\n'))
      addresses.emplace_back(name, value);
  }
  return addresses;
}

Serving::Serving(const fs::path& data_dir, const Addresses& addresses) : file_(serving_file(data_dir)) {
  // Of two on one folder the first is found, until it ends.
  if (Notes there = read_notes(file_); still_runs(there)) return;
  std::error_code ignored;
  fs::create_directories(data_dir, ignored);
  // Whoever reads it meanwhile finds all of it or nothing.
  const fs::path draft = fmt::format("{}.{}", file_.string(), ::getpid());
  std::ofstream out(draft, std::ios::trunc);
  out << fmt::format("{}={}\n{}={}\n", kLauncher, ::getpid(), kBoot, this_boot());
  for (const auto& [name, value] : addresses) out << name << '=' << value << '\n';
  out.close();
  if (out) fs::rename(draft, file_, ignored);
}

Serving::~Serving() {
  std::error_code ignored;
  if (read_notes(file_)[kLauncher] == std::to_string(::getpid())) fs::remove(file_, ignored);
}

Lookup beside_running_shop(Lookup lookup) {
  const auto data_dir = lookup("DATA_DIR");
  // As the configuration has it when it is not set.
  Notes notes = read_notes(serving_file(data_dir && !data_dir->empty() ? *data_dir : "data"));
  if (!still_runs(notes)) return lookup;
  return [notes = std::move(notes), lookup = std::move(lookup)](const std::string& name) -> std::optional<std::string> {
    const bool is_address = std::ranges::any_of(kNoted, [&](const char* each) { return name == each; });
    const auto noted = is_address ? notes.find(name) : notes.end();
    if (noted == notes.end() || std::getenv(name.c_str()) != nullptr) return lookup(name);
    return noted->second;
  };
}

}  // namespace hurtrock::app

#include <fmt/format.h>

#include <optional>
#include <set>
#include <string_view>
#include <vector>

#include "app/doctor_checks.hpp"
#include "app/misspelt.hpp"

namespace hurtrock::app {
namespace {

/// All that the configuration asks for.
std::set<std::string> known_settings() {
  std::set<std::string> names;
  const Lookup note = [&](const std::string& name) -> std::optional<std::string> {
    names.insert(name);
    return std::nullopt;
  };
  // What is missing in a shop without any setting is of no interest.
  (void)read_config(note, FirstSecret::kLeftOut);
  return names;
}

/// A line that was broken in two may begin with the rest of a secret: that is not repeated.
bool looks_like_a_name(std::string_view text) {
  constexpr std::size_t kLongest = 30;
  return text.size() <= kLongest &&
         text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == std::string_view::npos;
}

std::string describe_line(const SettingsLine& line, const std::set<std::string>& known) {
  if (line.name.empty()) return fmt::format("line {} (not NAME=value)", line.number);
  if (const auto meant = probably_meant(line.name, known))
    return fmt::format("line {} ({}: probably {} is meant)", line.number, line.name, *meant);
  if (looks_like_a_name(line.name)) return fmt::format("line {} ({} is no setting)", line.number, line.name);
  return fmt::format("line {} (no setting has that name)", line.number);
}

constexpr std::string_view kOurPrefix = "HURTROCK_";

/// "PORT" of "HURTROCK_PORT", "HURTROCK_ENV" of "HURTROCK_ENVIRONMENT".
std::optional<std::string> meant_behind_prefix(std::string_view name, const std::set<std::string>& known) {
  for (const std::string& setting : known)
    if (setting.starts_with(kOurPrefix) && name.starts_with(setting)) return setting;
  return probably_meant(name.substr(kOurPrefix.size()), known);
}

}  // namespace

Finding settings_file_trouble(const SettingsFile& file) {
  const auto known = known_settings();
  std::vector<std::string> idle;
  for (const SettingsLine& line : file.lines)
    if (!known.contains(line.name)) idle.push_back(describe_line(line, known));
  if (idle.empty()) return std::nullopt;
  return fmt::format(
      "the shop takes nothing from these lines of {}: {}: correct them, unless they are for another program", file.path,
      fmt::join(idle, ", "));
}

Finding environment_trouble(const std::vector<std::string>& names) {
  auto known = known_settings();
  known.insert("HURTROCK_CONFIG");
  const std::set<std::string> set(names.begin(), names.end());
  std::vector<std::string> idle;
  for (const std::string& name : names) {
    if (known.contains(name)) continue;
    auto meant = probably_meant(name, known);
    if (!meant && name.starts_with(kOurPrefix)) meant = meant_behind_prefix(name, known);
    // Where that is set as well, this one is another program's.
    if (meant && !set.contains(*meant)) idle.push_back(fmt::format("{} (probably {} is meant)", name, *meant));
  }
  if (idle.empty()) return std::nullopt;
  return fmt::format(
      "the shop takes nothing from these variables of the environment: {}: correct them, unless they are "
      "for another program",
      fmt::join(idle, ", "));
}

std::vector<std::string> misspelt_settings() {
  std::vector<std::string> troubles;
  if (auto trouble = settings_file_trouble(read_settings_file())) troubles.push_back(*std::move(trouble));
  if (auto trouble = environment_trouble(environment_names())) troubles.push_back(*std::move(trouble));
  return troubles;
}

Finding check_settings(const Config&) {
  const auto troubles = misspelt_settings();
  return troubles.empty() ? std::nullopt : std::optional{fmt::format("{}", fmt::join(troubles, "; "))};
}

std::string describe_settings_file(const Config&) {
  const SettingsFile file = read_settings_file();
  return file.is_there ? "from the environment and " + file.path : "from the environment; there is no .env here";
}

}  // namespace hurtrock::app

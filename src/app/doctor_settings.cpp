#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <vector>

#include "app/doctor_checks.hpp"
#include "platform/core/text.hpp"

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

/// How many letters were left out, added, mistaken, or typed before their neighbour.
std::size_t slips_between(std::string_view typed, std::string_view meant) {
  std::vector<std::vector<std::size_t>> slips(typed.size() + 1, std::vector<std::size_t>(meant.size() + 1));
  for (std::size_t i = 0; i <= typed.size(); ++i)
    for (std::size_t j = 0; j <= meant.size(); ++j) {
      if (i == 0 || j == 0) {
        slips[i][j] = i + j;
        continue;
      }
      const bool is_same = typed[i - 1] == meant[j - 1];
      slips[i][j] = std::min({slips[i - 1][j] + 1, slips[i][j - 1] + 1, slips[i - 1][j - 1] + (is_same ? 0 : 1)});
      if (i > 1 && j > 1 && typed[i - 1] == meant[j - 2] && typed[i - 2] == meant[j - 1])
        slips[i][j] = std::min(slips[i][j], slips[i - 2][j - 2] + 1);
    }
  return slips[typed.size()][meant.size()];
}

/// Nothing when none is near: one slip in a short name, two in a longer one.
std::optional<std::string> probably_meant(std::string_view typed, const std::set<std::string>& known) {
  constexpr std::size_t kShort = 6, kLongest = 40;
  if (typed.size() > kLongest) return std::nullopt;
  const std::string name = text::lower(typed);
  const auto slips = [&](const std::string& other) { return slips_between(name, text::lower(other)); };
  const auto nearest = std::ranges::min_element(known, {}, slips);
  if (nearest == known.end() || slips(*nearest) > (name.size() <= kShort ? 1U : 2U)) return std::nullopt;
  return *nearest;
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

Finding check_settings_file(const Config&) { return settings_file_trouble(read_settings_file()); }

std::string describe_settings_file(const Config&) {
  const SettingsFile file = read_settings_file();
  return file.is_there ? "from the environment and " + file.path : "from the environment; there is no .env here";
}

}  // namespace hurtrock::app

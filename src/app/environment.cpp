#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <stdexcept>
#include <string_view>

#include "app/config.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::app {
namespace {

/// "NAME=value", perhaps behind "export"; one pair of quotes around a value is taken off.
SettingsLine parse_line(std::size_t number, std::string_view text) {
  if (text.starts_with("export ")) text.remove_prefix(7);
  const auto equals = text.find('=');
  if (equals == std::string_view::npos) return {.number = number, .name = {}, .value = {}};
  std::string_view value = text::trim(text.substr(equals + 1));
  if (value.size() >= 2 && (value.front() == '"' || value.front() == '\'') && value.back() == value.front())
    value = value.substr(1, value.size() - 2);
  return {.number = number, .name = std::string(text::trim(text.substr(0, equals))), .value = std::string(value)};
}

std::map<std::string, std::string> values_of(const SettingsFile& file) {
  std::map<std::string, std::string> values;
  for (const SettingsLine& line : file.lines) values[line.name] = line.value;
  return values;
}

}  // namespace

SettingsFile read_settings_file() {
  const char* const named = std::getenv("HURTROCK_CONFIG");
  SettingsFile settings{.path = named != nullptr ? named : ".env", .is_there = false, .lines = {}};
  std::ifstream file(settings.path);
  // A shop that was told where its configuration is must not start without it.
  if (named != nullptr && !file)
    throw std::runtime_error(fmt::format("cannot read {}, which HURTROCK_CONFIG names", named));
  settings.is_there = file.is_open();
  std::size_t number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    const std::string_view text = text::trim(line);
    if (!text.empty() && !text.starts_with('#')) settings.lines.push_back(parse_line(number, text));
  }
  return settings;
}

std::vector<std::string> environment_names() {
  std::vector<std::string> names;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    names.emplace_back(text.substr(0, text.find('=')));
  }
  return names;
}

Lookup environment(std::vector<std::pair<std::string, std::string>> set) {
  return [set = std::move(set),
          file = values_of(read_settings_file())](const std::string& name) -> std::optional<std::string> {
    for (const auto& [key, value] : set)
      if (key == name) return value;
    if (const char* value = std::getenv(name.c_str())) return value;
    if (const auto found = file.find(name); found != file.end()) return found->second;
    return std::nullopt;
  };
}

}  // namespace hurtrock::app

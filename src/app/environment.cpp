#include <fmt/format.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <stdexcept>

#include "app/config.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::app {
namespace {

/// "NAME=value" lines; `#` begins a comment line; one pair of quotes around a value is taken off.
std::map<std::string, std::string> read_env_file() {
  std::map<std::string, std::string> values;
  const char* const named = std::getenv("HURTROCK_CONFIG");
  std::ifstream file(named != nullptr ? named : ".env");
  // A shop that was told where its configuration is must not start without it.
  if (named != nullptr && !file)
    throw std::runtime_error(fmt::format("cannot read {}, which HURTROCK_CONFIG names", named));
  for (std::string line; std::getline(file, line);) {
    std::string_view rest = text::trim(line);
    if (rest.empty() || rest.starts_with('#')) continue;
    if (rest.starts_with("export ")) rest.remove_prefix(7);
    const auto equals = rest.find('=');
    if (equals == std::string_view::npos) continue;
    std::string_view value = text::trim(rest.substr(equals + 1));
    if (value.size() >= 2 && (value.front() == '"' || value.front() == '\'') && value.back() == value.front())
      value = value.substr(1, value.size() - 2);
    values[std::string(text::trim(rest.substr(0, equals)))] = value;
  }
  return values;
}

}  // namespace

Lookup environment(std::vector<std::pair<std::string, std::string>> set) {
  return [set = std::move(set), file = read_env_file()](const std::string& name) -> std::optional<std::string> {
    for (const auto& [key, value] : set)
      if (key == name) return value;
    if (const char* value = std::getenv(name.c_str())) return value;
    if (const auto found = file.find(name); found != file.end()) return found->second;
    return std::nullopt;
  };
}

}  // namespace hurtrock::app

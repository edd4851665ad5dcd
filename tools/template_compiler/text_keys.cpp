#include "text_keys.hpp"

#include <sstream>

namespace templates {

TextKeys parse_text_keys(std::string_view list) {
  TextKeys keys;
  std::istringstream lines{std::string(list)};
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string key, placeholder;
    if (!(words >> key)) continue;
    auto& placeholders = keys[key];
    while (words >> placeholder) placeholders.insert(placeholder);
  }
  return keys;
}

}  // namespace templates

#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

namespace templates {

/// Every text's key with the names of its placeholders.
using TextKeys = std::map<std::string, std::set<std::string, std::less<>>, std::less<>>;

/// Reads the list that tools/texts writes: a line for each key, names separated by spaces.
TextKeys parse_text_keys(std::string_view list);

}  // namespace templates

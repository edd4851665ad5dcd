#include "platform/http/weighted.hpp"

#include <algorithm>

#include "platform/core/text.hpp"

namespace hurtrock::http {
namespace {

/// A weight in thousandths, as "0.5" or "1.000" says.
int parse_weight(std::string_view text) {
  if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) return 0;
  int weight = (text[0] - '0') * 1000;
  if (text.size() > 1 && text[1] != '.') return 0;
  int unit = 100;
  for (const char c : text.substr(std::min<std::size_t>(text.size(), 2))) {
    if (c < '0' || c > '9') return 0;
    weight += (c - '0') * unit;
    unit /= 10;
  }
  return std::min(weight, 1000);
}

}  // namespace

Weighted take_weighted(std::string_view& list) {
  const std::size_t end = std::min(list.find(','), list.size());
  const std::string_view item = list.substr(0, end);
  list.remove_prefix(std::min(end + 1, list.size()));

  const std::size_t semicolon = std::min(item.find(';'), item.size());
  const std::string_view parameter = text::trim(item.substr(std::min(semicolon + 1, item.size())));
  const bool weighted = parameter.starts_with("q=") || parameter.starts_with("Q=");
  return {.choice = text::trim(item.substr(0, semicolon)),
          .weight = weighted ? parse_weight(parameter.substr(2)) : 1000};
}

}  // namespace hurtrock::http

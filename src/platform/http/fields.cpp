#include <algorithm>

#include "platform/core/text.hpp"
#include "platform/http/message.hpp"
#include "platform/http/percent.hpp"

namespace hurtrock::http {
namespace {

bool acceptable(std::string_view text) {
  return text.size() <= Fields::kLongestValue && !text.contains('\0') && text::is_utf8(text);
}

}  // namespace

std::optional<Fields> Fields::decode(std::string_view encoded, std::size_t most) {
  std::vector<std::pair<std::string, std::string>> pairs;
  while (!encoded.empty()) {
    const std::size_t end = std::min(encoded.find('&'), encoded.size());
    const std::string_view field = encoded.substr(0, end);
    encoded.remove_prefix(std::min(end + 1, encoded.size()));
    if (field.empty()) continue;
    if (pairs.size() == most) return std::nullopt;

    const std::size_t equals = std::min(field.find('='), field.size());
    std::string name = form_decode(field.substr(0, equals));
    std::string value = form_decode(field.substr(std::min(equals + 1, field.size())));
    if (!acceptable(name) || !acceptable(value)) return std::nullopt;
    pairs.emplace_back(std::move(name), std::move(value));
  }
  return Fields(std::move(pairs));
}

std::optional<std::string_view> Fields::get(std::string_view name) const {
  for (const auto& [key, value] : pairs_) {
    if (key == name) return value;
  }
  return std::nullopt;
}

std::string_view Fields::value(std::string_view name) const { return get(name).value_or(std::string_view{}); }

std::vector<std::string_view> Fields::all(std::string_view name) const {
  std::vector<std::string_view> values;
  for (const auto& [key, value] : pairs_) {
    if (key == name) values.emplace_back(value);
  }
  return values;
}

std::size_t Fields::count(std::string_view name) const {
  return static_cast<std::size_t>(
      std::ranges::count_if(pairs_, [name](const auto& pair) { return pair.first == name; }));
}

std::string Fields::canonical() const {
  std::vector<const std::pair<std::string, std::string>*> sorted;
  sorted.reserve(pairs_.size());
  for (const auto& pair : pairs_) sorted.push_back(&pair);
  // Among equal names the place in the vector decides, which is the order they came in.
  std::ranges::sort(sorted, {}, [](const auto* pair) { return std::pair(std::string_view(pair->first), pair); });

  std::string encoded;
  for (const auto* pair : sorted) {
    if (!encoded.empty()) encoded += '&';
    append_form_encoded(encoded, pair->first);
    encoded += '=';
    append_form_encoded(encoded, pair->second);
  }
  return encoded;
}

}  // namespace hurtrock::http

#include "sandbox/page_language.hpp"

#include "platform/core/text.hpp"
#include "platform/http/weighted.hpp"

namespace hurtrock::sandbox {
namespace {

using i18n::Language;

constexpr std::string_view kLanguageField = "language";

std::optional<Language> chosen_by_address(const http::Request& request) {
  return language_named(request.query.value(kLanguageField));
}

/// "en-GB,en;q=0.9,id;q=0.8": whoever likes two equally reads the first.
std::optional<Language> browsers_favourite(std::string_view accepted) {
  std::optional<Language> favourite;
  int most = 0;
  while (!accepted.empty()) {
    const auto [tag, weight] = http::take_weighted(accepted);
    const auto language = language_named(tag.substr(0, tag.find('-')));
    if (!language || weight <= most) continue;
    favourite = language;
    most = weight;
  }
  return favourite;
}

}  // namespace

std::optional<Language> language_named(std::string_view code) {
  for (const Language language : {Language::kIndonesian, Language::kEnglish})
    if (text::equals_ignoring_case(code, i18n::code(language))) return language;
  return std::nullopt;
}

Language page_language(const http::Request& request, std::string_view locale) {
  if (const auto chosen = chosen_by_address(request)) return *chosen;
  if (const auto asked = language_named(locale)) return *asked;
  return browsers_favourite(request.header("accept-language")).value_or(Language::kIndonesian);
}

std::string language_query(const http::Request& request) {
  const auto chosen = chosen_by_address(request);
  if (!chosen) return {};
  return std::string{"?"}.append(kLanguageField).append("=").append(i18n::code(*chosen));
}

}  // namespace hurtrock::sandbox

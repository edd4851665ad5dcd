#pragma once

#include <string>
#include <utility>
#include <vector>

#include "platform/http/message.hpp"
#include "platform/i18n/texts.hpp"

/// What the tests of forms are filled in with.
namespace hurtrock::admin {

using FormPairs = std::vector<std::pair<std::string, std::string>>;

inline const i18n::Texts& english() { return i18n::Texts::of(i18n::Language::kEnglish); }

/// The form with that value in the field, which may have been filled before.
inline http::Fields with(FormPairs pairs, const std::string& field, const std::string& value) {
  std::erase_if(pairs, [&](const auto& pair) { return pair.first == field; });
  pairs.emplace_back(field, value);
  return http::Fields(std::move(pairs));
}

}  // namespace hurtrock::admin

#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "admin/pages.hpp"
#include "platform/core/text.hpp"
#include "platform/http/message.hpp"
#include "platform/i18n/texts.hpp"

namespace hurtrock::admin {

/// Sets beside the named fields what is stored of them now, as far as it differs from what was sent. `shown` makes of a
/// stored value what its field shows.
template <class Shown>
void set_beside(EditForm& form, const http::Fields& sent, const http::Fields& stored,
                std::initializer_list<std::string_view> names, const i18n::Texts& texts, Shown&& shown) {
  for (const std::string_view name : names) {
    if (sent.value(name) == stored.value(name)) continue;
    std::string words = shown(name, std::string(stored.value(name)));
    form.stored.emplace_back(name, words.empty() ? std::string(texts("admin.edit.empty")) : std::move(words));
  }
}

/// Of the row that a form was filled from. A form without a version has seen nothing, and version 0 is no row's.
inline std::int64_t seen_version(const http::Request& request) {
  return text::parse_integer(request.form.value("version"), 1, INT64_MAX).value_or(0);
}

}  // namespace hurtrock::admin

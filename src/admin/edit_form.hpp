#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "admin/pages.hpp"
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

}  // namespace hurtrock::admin

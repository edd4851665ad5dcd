#pragma once

#include <string>

#include "catalog/categories.hpp"
#include "platform/i18n/texts.hpp"

namespace hurtrock::admin {

inline const std::string& name_in(const catalog::CategoryRecord& category, i18n::Language language) {
  return language == i18n::Language::kEnglish ? category.name_en : category.name_id;
}

/// Behind which sibling it stands, by name, for the audit log; "" for the first.
std::string place_of(db::Tx& tx, CategoryId category);

std::string worded_refusal(catalog::CategoryRefusal why, const i18n::Texts& texts);

}  // namespace hurtrock::admin

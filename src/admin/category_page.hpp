#pragma once

#include <optional>
#include <string>
#include <vector>

#include "catalog/categories.hpp"
#include "platform/i18n/texts.hpp"

namespace hurtrock::admin {

inline const std::string& name_in(const catalog::CategoryRecord& category, i18n::Language language) {
  return language == i18n::Language::kEnglish ? category.name_en : category.name_id;
}

/// As a select of the whole tree shows it.
std::string indented_name(const catalog::CategoryRecord& category, i18n::Language language);

/// Nothing when it is not among them.
const catalog::CategoryRecord* find_in(const std::vector<catalog::CategoryRecord>& tree,
                                       std::optional<CategoryId> category);
/// Below which category it stands, by name, for the audit log; "" for a department.
std::string parent_of(const std::vector<catalog::CategoryRecord>& tree, CategoryId category);
/// Behind which sibling it stands, likewise; "" for the first.
std::string place_of(const std::vector<catalog::CategoryRecord>& tree, CategoryId category);

std::string worded_refusal(catalog::CategoryRefusal why, const i18n::Texts& texts);

}  // namespace hurtrock::admin

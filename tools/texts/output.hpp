#pragma once

#include <string>

#include "catalogue.hpp"

namespace texts {

/// The C++ source that defines what src/platform/i18n/catalogue.hpp declares.
std::string source_text(const Catalogue& catalogue);
/// One line for each key: the key and the names of its placeholders, separated by spaces. Wordings are not in it.
std::string key_list(const Catalogue& catalogue);

}  // namespace texts

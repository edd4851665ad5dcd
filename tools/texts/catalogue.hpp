#pragma once

#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>

/// The texts.json files of all features, joined and checked.
namespace texts {

/// One text in both languages. Indonesian nouns have no plural, so only English comes in two forms; they are equal when
/// the text does not depend on a number.
struct Entry {
  std::string indonesian, english_one, english_other;
  std::set<std::string> placeholders;
};

/// Ordered by key, byte by byte: the program looks keys up by bisection.
using Catalogue = std::map<std::string, Entry, std::less<>>;

/// What is wrong, with the file and the key.
class Error : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Adds the texts of one file to `catalogue`. `file` is named in errors only. Throws Error for anything but an object
/// of {"key": {"id": text, "en": text or {"one": text, "other": text}}}: a missing language, an empty text, a key that
/// is there already, in this file or an earlier one, placeholders that differ between the languages.
void add_file(Catalogue& catalogue, std::string_view file, std::string_view json);

}  // namespace texts

#pragma once

#include <string>
#include <string_view>

/// How a word is written in the index. Words are small letters and digits, so a capital letter before them names where
/// they stand.
namespace hurtrock::catalog::search {

inline constexpr std::string_view kAnywhere = "";
inline constexpr std::string_view kInBrand = "B";
inline constexpr std::string_view kInName = "N";  ///< brand and model
inline constexpr std::string_view kInCategory = "C";
/// Two words of a name in one. Apart, because the beginning of such a word is more than its first half.
inline constexpr std::string_view kJoined = "J";
inline constexpr std::string_view kEnglishStem = "E";     ///< anywhere
inline constexpr std::string_view kIndonesianStem = "I";  ///< anywhere
/// A SKU, model, brand or name as a whole, written as one word.
inline constexpr std::string_view kWhole = "X";
/// The name of the category as a whole, by its English stem, so that "string" is all of "Strings".
inline constexpr std::string_view kWholeCategory = "Y";

inline std::string term(std::string_view where, std::string_view word) {
  return std::string(where) + std::string(word);
}

/// Xapian refuses terms of more than 245 bytes; nobody types words of more than 60.
inline constexpr std::size_t kLongestTerm = 60;

std::string english_stem(const std::string& word);
std::string indonesian_stem(const std::string& word);

}  // namespace hurtrock::catalog::search

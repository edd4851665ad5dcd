#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Words of a query for an area, and how well they fit names. Pure.
namespace hurtrock::shipping {

constexpr std::size_t kMostAreaWords = 8;

/// Lower-case, distinct, the longest first: it rules out most.
std::vector<std::string> area_words(std::string_view query);

enum class Fit : std::uint8_t {
  kWhole,   ///< a word of the name
  kPrefix,  ///< the beginning of one
  kInner,
  kNone,
};
/// Both in lower case. The best of the places where `word` occurs.
Fit fit(std::string_view name, std::string_view word);

/// Which letters and digits occur, a bit each (the ten digits share one). A name cannot hold a word whose bits it
/// lacks.
std::uint32_t letters_of(std::string_view lower_case);

/// The first letters of a name's words: "kb" for "kota bandung".
std::string initials(std::string_view lower_case);

}  // namespace hurtrock::shipping

#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// Text as the index knows it. Pure; any thread.
namespace hurtrock::catalog::search {

/// One word between blanks, in small Latin letters without marks: "RG-550" joins to "rg550" and has the pieces "rg" and
/// "550", because people write models as they please. Letters and digits are pieces of their own, too.
struct Word {
  std::string joined;
  std::vector<std::string> pieces;  ///< empty when there is only one
  bool operator==(const Word&) const = default;
};

/// At most `most` words; what has no letter or digit is none.
std::vector<Word> words_of(std::string_view text, std::size_t most = 10'000);

/// The whole text as one word: "Les Paul" becomes "lespaul".
std::string join(const std::vector<Word>& words);

/// "untuk", "the": says nothing about a product.
bool is_filler(std::string_view word);

}  // namespace hurtrock::catalog::search

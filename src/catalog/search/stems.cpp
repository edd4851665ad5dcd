#include <xapian.h>

#include "catalog/search/terms.hpp"

namespace hurtrock::catalog::search {
namespace {

// A stemmer works in a buffer of its own: one for each thread.
std::string stem(const char* language, const std::string& word, Xapian::Stem& stemmer) {
  if (stemmer.is_none()) stemmer = Xapian::Stem(language);
  return stemmer(word);
}

}  // namespace

std::string english_stem(const std::string& word) {
  thread_local Xapian::Stem stemmer;
  return stem("english", word, stemmer);
}

std::string indonesian_stem(const std::string& word) {
  thread_local Xapian::Stem stemmer;
  return stem("indonesian", word, stemmer);
}

}  // namespace hurtrock::catalog::search

#include "catalog/search/index_trouble.hpp"

#include <xapian.h>

#include "catalog/search/index_files.hpp"

namespace hurtrock::catalog::search {

std::optional<std::string> index_trouble(const std::filesystem::path& folder) {
  if (!std::filesystem::exists(folder / kIndexFolder / kIndexFile)) return std::nullopt;
  // Enough to meet every file; the whole of a large index would take a while.
  constexpr int kTerms = 20'000;
  constexpr Xapian::doccount kDocuments = 2'000;
  try {
    const Xapian::Database index(folder / kIndexFolder);
    int terms = 0;
    for (auto term = index.allterms_begin(); term != index.allterms_end() && terms < kTerms; ++term) ++terms;
    Xapian::doccount documents = 0;
    for (auto document = index.postlist_begin(""); document != index.postlist_end("") && documents < kDocuments;
         ++document, ++documents)
      for (auto term = index.termlist_begin(*document); term != index.termlist_end(*document); ++term) ++terms;
    return std::nullopt;
  } catch (const Xapian::DatabaseModifiedError&) {
    // Somebody is writing, so somebody can read.
    return std::nullopt;
  } catch (const Xapian::Error& error) {
    return error.get_msg();
  }
}

}  // namespace hurtrock::catalog::search

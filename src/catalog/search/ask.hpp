#pragma once

#include <string_view>

#include "catalog/search/postings.hpp"
#include "catalog/search/synonyms.hpp"
#include "catalog/text_search.hpp"

namespace Xapian {
class Database;
}

namespace hurtrock::catalog::search {

/// What the text finds: products that have every word of it, in any form, by its beginning, by a synonym or, where no
/// product has it, as what was probably meant. Whole SKUs, models, brands and categories come first.
/// Throws Xapian::Error.
TextMatch ask(const Xapian::Database& index, const Snapshot& snapshot, const Synonyms& synonyms,
              PostingsCache& postings, std::string_view text);

}  // namespace hurtrock::catalog::search

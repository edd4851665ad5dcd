#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "catalog/spec_conditions.hpp"
#include "catalog/text_search.hpp"

namespace hurtrock::catalog {

/// What a list shows: conditions are combined with "and", the brands, and the values of one specification, among
/// themselves with "or". The price of a product is that of its cheapest variant, the one its card shows.
struct Query {
  std::string text;             ///< every word must begin a word of the product's search text; empty: all
  std::optional<int> category;  ///< index, with everything below it
  std::vector<int> brands;      ///< indexes; empty: all
  std::optional<Money> min_price, max_price;
  bool in_stock = false;
  std::vector<SpecFilter> specs;  ///< at most one for each specification
  Sort sort = Sort::kRelevance;
  std::int64_t page = 1;  ///< from 1
  std::int64_t per_page = 24;
};

struct Found {
  std::int64_t total = 0;
  std::vector<int> products;      ///< indexes: this page
  std::vector<Facet> categories;  ///< those with products
  std::vector<Facet> brands;      ///< those with products, and the chosen ones
  std::int64_t in_stock_count = 0;
  std::optional<Money> lowest_price, highest_price;  ///< of what all conditions but the price leave
  std::vector<SpecFacet> specs;                      ///< of the query's category, and of its conditions; see find
};

/// Whether the specifications are counted as well: it is half of the work, and only lists with filters show them.
enum class Specs : bool { kIgnored, kCounted };

/// Pure; any thread.
Found find(const Snapshot& snapshot, const Query& query, Specs specs = Specs::kIgnored);
/// The same, where the index has been asked for the text. By relevance, what it ranked goes before the rest.
Found find(const Snapshot& snapshot, const Query& query, const TextMatch& match, Specs specs = Specs::kIgnored);

/// Bestsellers that fit the text, at most `limit`, among the first `among` of them: for suggestions. Those of a
/// category that is called so come first: who types "gitar" wants one, and not its strap.
std::vector<int> bestsellers_that_fit(const Snapshot& snapshot, std::string_view text, std::size_t limit,
                                      std::size_t among);

/// Whether every word of `text` begins a word of `name`; both in any letters.
bool fits(std::string_view name, std::string_view text);

}  // namespace hurtrock::catalog

#include "catalog/query.hpp"

#include <algorithm>

#include "catalog/spec_conditions.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::catalog {
namespace {

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  const std::string lower = text::lower(text);
  for (const auto word : text::split(lower, ' '))
    if (const auto trimmed = text::trim(word); !trimmed.empty() && words.size() < 8) words.emplace_back(trimmed);
  return words;
}

bool is_word_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

/// `text` in small letters.
bool begins_a_word(std::string_view text, std::string_view prefix) {
  for (auto at = text.find(prefix); at != std::string_view::npos; at = text.find(prefix, at + 1))
    if (at == 0 || !is_word_character(text[at - 1])) return true;
  return false;
}

bool has_all(std::string_view text, const std::vector<std::string>& words) {
  return std::ranges::all_of(words, [&](const std::string& word) { return begins_a_word(text, word); });
}

Bitmap matching_text(const Snapshot& snapshot, std::string_view text) {
  const auto words = words_of(text);
  const auto products = snapshot.products();
  if (words.empty()) return Bitmap(products.size(), true);
  Bitmap matches(products.size());
  for (std::size_t i = 0; i < products.size(); ++i)
    if (has_all(products[i].search_text, words)) matches.set(i);
  return matches;
}

/// Products of the categories whose whole name the words begin: "git" is "Gitar", but not "Kabinet Gitar".
Bitmap in_categories_called(const Snapshot& snapshot, const std::vector<std::string>& words) {
  Bitmap products(snapshot.products().size());
  for (std::size_t i = 0; i < snapshot.categories().size(); ++i)
    for (const auto language : {i18n::Language::kIndonesian, i18n::Language::kEnglish}) {
      const std::string name = text::lower(snapshot.categories()[i].name.in(language));
      if (words_of(name).size() == words.size() && has_all(name, words))
        products |= snapshot.in_category(static_cast<int>(i));
    }
  return products;
}

Bitmap of_brands(const Snapshot& snapshot, const std::vector<int>& brands) {
  Bitmap any(snapshot.products().size(), brands.empty());
  for (const int brand : brands) any |= snapshot.of_brand(brand);
  return any;
}

Bitmap priced(const Snapshot& snapshot, const Query& query) {
  const auto products = snapshot.products();
  if (!query.min_price && !query.max_price) return Bitmap(products.size(), true);
  Bitmap in_range(products.size());
  const Money low = query.min_price.value_or(Money{0});
  const Money high = query.max_price.value_or(Money{INT64_MAX});
  // The products in a range of prices are a stretch of the order by price.
  const auto order = snapshot.order(Sort::kPriceAscending);
  const auto price = [&](std::uint32_t index) { return products[index].lowest_price; };
  for (auto at = std::ranges::lower_bound(order, low, {}, price); at != order.end() && price(*at) <= high; ++at)
    in_range.set(*at);
  return in_range;
}

/// What the index ranked, and then the others, of which there are only many, as they sell.
std::vector<int> most_relevant(const Snapshot& snapshot, const Bitmap& chosen, const TextMatch& match,
                               const Query& query) {
  const auto first = static_cast<std::size_t>((query.page - 1) * query.per_page);
  const auto wanted = static_cast<std::size_t>(query.per_page);
  std::vector<int> page;
  std::size_t passed = 0;
  const auto add = [&](std::uint32_t index) {
    if (passed++ >= first) page.push_back(static_cast<int>(index));
    return page.size() < wanted;
  };
  Bitmap ranked(snapshot.products().size());
  for (const std::uint32_t index : match.best_first) {
    ranked.set(index);
    if (chosen.test(index) && !add(index)) return page;
  }
  for (const std::uint32_t index : snapshot.order(Sort::kBestselling))
    if (chosen.test(index) && !ranked.test(index) && !add(index)) return page;
  return page;
}

std::vector<int> page_of(const Snapshot& snapshot, const Bitmap& chosen, std::size_t total, const Query& query) {
  const auto first = static_cast<std::size_t>((query.page - 1) * query.per_page);
  if (first >= total) return {};
  const std::size_t wanted = std::min(total - first, static_cast<std::size_t>(query.per_page));
  std::vector<int> page;

  // Few matches are cheaper to collect and sort than to meet on a walk through the whole order.
  if (total < snapshot.products().size() / 16) {
    const auto rank = snapshot.rank(query.sort);
    std::vector<std::uint32_t> matches;
    matches.reserve(total);
    chosen.for_each([&](std::size_t index) { matches.push_back(static_cast<std::uint32_t>(index)); });
    std::ranges::partial_sort(matches, matches.begin() + static_cast<std::ptrdiff_t>(first + wanted), {},
                              [&](std::uint32_t index) { return rank[index]; });
    for (std::size_t i = first; i < first + wanted; ++i) page.push_back(static_cast<int>(matches[i]));
    return page;
  }
  std::size_t passed = 0;
  for (const std::uint32_t index : snapshot.order(query.sort)) {
    if (!chosen.test(index) || passed++ < first) continue;
    page.push_back(static_cast<int>(index));
    if (page.size() == wanted) break;
  }
  return page;
}

void add_price_range(const Snapshot& snapshot, const Bitmap& chosen, Found& found) {
  const auto order = snapshot.order(Sort::kPriceAscending);
  const auto is_chosen = [&](std::uint32_t index) { return chosen.test(index); };
  const auto cheapest = std::ranges::find_if(order, is_chosen);
  if (cheapest == order.end()) return;
  const auto dearest = std::find_if(order.rbegin(), order.rend(), is_chosen);
  found.lowest_price = snapshot.products()[*cheapest].lowest_price;
  found.highest_price = snapshot.products()[*dearest].lowest_price;
}

/// `matching` holds the products that have the text, `ranking` their order where the index has been asked.
Found find_among(const Snapshot& snapshot, const Query& query, const Bitmap& matching, const TextMatch* ranking,
                 Specs specs) {
  const Bitmap everything(snapshot.products().size(), true);
  const SpecConditions specified(snapshot, query.specs);
  // Only the facets of the specifications themselves leave any of these conditions out.
  const Bitmap text = specified.among(matching);
  const Bitmap& category = query.category ? snapshot.in_category(*query.category) : everything;
  const Bitmap brands = of_brands(snapshot, query.brands);
  const Bitmap price = priced(snapshot, query);
  const auto stocked = snapshot.in_stock();
  const Bitmap& stock = query.in_stock ? *stocked : everything;

  // Each facet counts under all conditions but its own.
  const Bitmap text_stock = text & stock;
  const Bitmap with_category = text_stock & category;
  const Bitmap for_categories = (text_stock & brands) & price;
  const Bitmap for_brands = with_category & price;
  const Bitmap for_price = with_category & brands;
  const Bitmap chosen = for_price & price;

  Found found;
  found.total = static_cast<std::int64_t>(chosen.count());
  found.products = ranking != nullptr && query.sort == Sort::kRelevance
                       ? most_relevant(snapshot, chosen, *ranking, query)
                       : page_of(snapshot, chosen, static_cast<std::size_t>(found.total), query);
  for (int i = 0; i < static_cast<int>(snapshot.categories().size()); ++i)
    if (const auto count = for_categories.count_common(snapshot.in_category(i)); count > 0)
      found.categories.push_back({i, static_cast<std::int64_t>(count)});
  for (int i = 0; i < static_cast<int>(snapshot.brands().size()); ++i)
    if (const auto count = for_brands.count_common(snapshot.of_brand(i));
        count > 0 || std::ranges::find(query.brands, i) != query.brands.end())
      found.brands.push_back({i, static_cast<std::int64_t>(count)});
  found.in_stock_count = static_cast<std::int64_t>((((text & category) & brands) & price).count_common(*stocked));
  add_price_range(snapshot, for_price, found);
  if (specs == Specs::kCounted)
    found.specs = specified.count(query.category, (((matching & stock) & category) & brands) & price);
  return found;
}

}  // namespace

Found find(const Snapshot& snapshot, const Query& query, Specs specs) {
  return find_among(snapshot, query, matching_text(snapshot, query.text), nullptr, specs);
}

Found find(const Snapshot& snapshot, const Query& query, const TextMatch& match, Specs specs) {
  return find_among(snapshot, query, match.products, &match, specs);
}

std::vector<int> bestsellers_that_fit(const Snapshot& snapshot, std::string_view text, std::size_t limit,
                                      std::size_t among) {
  std::vector<int> fitting;
  const auto words = words_of(text);
  if (words.empty()) return fitting;
  const Bitmap named = in_categories_called(snapshot, words);
  for (const bool is_named : {true, false})
    for (const std::uint32_t index :
         snapshot.order(Sort::kBestselling).first(std::min(among, snapshot.products().size()))) {
      if (fitting.size() == limit) break;
      if (named.test(index) == is_named && has_all(snapshot.products()[index].search_text, words))
        fitting.push_back(static_cast<int>(index));
    }
  return fitting;
}

bool fits(std::string_view name, std::string_view text) {
  const auto words = words_of(text);
  return !words.empty() && has_all(text::lower(name), words);
}

}  // namespace hurtrock::catalog

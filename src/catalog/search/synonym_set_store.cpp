#include <algorithm>

#include "catalog/search/synonym_sets.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::catalog::search {
namespace {

bool is_taken(db::Tx& tx, std::string_view terms, std::int64_t by_other_than) {
  return tx
      .maybe_value<std::int64_t>("SELECT id FROM search_synonyms WHERE terms = $1 AND id <> $2", terms, by_other_than)
      .has_value();
}

SynonymRefusal changed_or_gone(db::Tx& tx, std::int64_t id) {
  return find_synonym_set(tx, id) ? SynonymRefusal::kChanged : SynonymRefusal::kNoSuchSet;
}

}  // namespace

std::optional<SynonymSet> find_synonym_set(db::Tx& tx, std::int64_t id) {
  auto terms = tx.maybe_value<std::string>("SELECT terms FROM search_synonyms WHERE id = $1", id);
  return terms ? std::optional{SynonymSet{id, *std::move(terms)}} : std::nullopt;
}

std::optional<std::string> read_synonym_set(std::string_view typed) {
  std::vector<std::string> terms;
  std::string one_line(typed);
  std::ranges::replace(one_line, '\n', ',');
  for (const std::string_view part : text::split(one_line, ',')) {
    std::string term = text::lower(text::trim(part));
    if (term.empty() || std::ranges::find(terms, term) != terms.end()) continue;
    // The table's idea of small letters differs between the databases for everything else.
    if (term.size() > kLongestSynonym || std::ranges::any_of(term, [](char c) { return (c & 0x80) != 0; }))
      return std::nullopt;
    terms.push_back(std::move(term));
  }
  if (terms.size() < 2 || terms.size() > kMostTerms) return std::nullopt;
  std::string set;
  for (const std::string& term : terms) {
    if (!set.empty()) set += ", ";
    set += term;
  }
  return set;
}

std::expected<std::int64_t, SynonymRefusal> create_synonym_set(db::Tx& tx, std::string_view terms) {
  const auto id = tx.maybe_value<std::int64_t>(
      "INSERT INTO search_synonyms (terms) VALUES ($1) ON CONFLICT (terms) DO NOTHING RETURNING id", terms);
  if (!id) return std::unexpected(SynonymRefusal::kTaken);
  return *id;
}

std::expected<void, SynonymRefusal> update_synonym_set(db::Tx& tx, std::int64_t id, std::string_view seen,
                                                       std::string_view terms) {
  if (is_taken(tx, terms, id)) return std::unexpected(SynonymRefusal::kTaken);
  if (tx.execute("UPDATE search_synonyms SET terms = $1 WHERE id = $2 AND terms = $3", terms, id, seen) == 0)
    return std::unexpected(changed_or_gone(tx, id));
  return {};
}

std::expected<void, SynonymRefusal> delete_synonym_set(db::Tx& tx, std::int64_t id, std::string_view seen) {
  if (tx.execute("DELETE FROM search_synonyms WHERE id = $1 AND terms = $2", id, seen) == 0)
    return std::unexpected(changed_or_gone(tx, id));
  return {};
}

}  // namespace hurtrock::catalog::search

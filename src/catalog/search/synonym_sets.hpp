#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/db/db.hpp"

/// Words that mean the same, as the staff keep them. Every function is part of the
/// caller's transaction; every process follows the sets within a second.
namespace hurtrock::catalog::search {

constexpr std::size_t kMostTerms = 30, kLongestSynonym = 60;

struct SynonymSet {
  std::int64_t id = 0;
  std::string terms;  ///< "efek, pedal, stompbox"
};
std::optional<SynonymSet> find_synonym_set(db::Tx& tx, std::int64_t id);

/// A set as the table has it, of what people type: small letters, commas, one on a line, none twice. Nothing when those
/// are fewer than two terms, more than kMostTerms, or one is longer than kLongestSynonym or not of ASCII. Pure.
std::optional<std::string> read_synonym_set(std::string_view typed);

enum class SynonymRefusal : std::uint8_t {
  kNoSuchSet,
  kChanged,  ///< it is not what its editor was shown
  kTaken,    ///< there is such a set
};
std::expected<std::int64_t, SynonymRefusal> create_synonym_set(db::Tx& tx, std::string_view terms);
/// `seen`: its terms, as its editor was shown them.
std::expected<void, SynonymRefusal> update_synonym_set(db::Tx& tx, std::int64_t id, std::string_view seen,
                                                       std::string_view terms);
std::expected<void, SynonymRefusal> delete_synonym_set(db::Tx& tx, std::int64_t id, std::string_view seen);

}  // namespace hurtrock::catalog::search

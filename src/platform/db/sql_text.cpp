#include "platform/db/sql_text.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "platform/core/text.hpp"

namespace hurtrock::db {
namespace {

constexpr std::string_view kSpace = " \t\r\n";
constexpr std::size_t kLongestName = 60;

bool continues_a_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$';
}

std::size_t skip_space(std::string_view sql, std::size_t at) {
  return std::min(sql.find_first_not_of(kSpace, at), sql.size());
}

bool starts_comment(std::string_view sql) { return sql.starts_with("--") || sql.starts_with("/*"); }

/// Where the quoted text or comment that starts at `at` ends; `at` itself when none starts there.
std::size_t skip_quoted(std::string_view sql, std::size_t at) {
  std::string_view closing;
  if (sql[at] == '\'') closing = "'";
  if (sql[at] == '"') closing = "\"";
  if (sql.substr(at).starts_with("--")) closing = "\n";
  if (sql.substr(at).starts_with("/*")) closing = "*/";
  if (closing.empty()) return at;
  const std::size_t end = sql.find(closing, at + 1);
  return end == std::string_view::npos ? sql.size() : end + closing.size();
}

/// Where the statement itself begins.
std::size_t skip_comments(std::string_view sql) {
  std::size_t at = skip_space(sql, 0);
  while (starts_comment(sql.substr(at))) at = skip_space(sql, skip_quoted(sql, at));
  return at;
}

std::size_t end_of_word(std::string_view sql, std::size_t at) {
  while (at < sql.size() && continues_a_word(sql[at])) ++at;
  return at;
}

/// Where the phrase that starts at `at` ends; `at` itself when other words stand there.
std::size_t skip_phrase(std::string_view sql, std::size_t at, std::span<const std::string_view> phrase) {
  std::size_t end = at;
  for (const std::string_view word : phrase) {
    const std::size_t start = skip_space(sql, end);
    end = end_of_word(sql, start);
    if (!text::equals_ignoring_case(sql.substr(start, end - start), word)) return at;
  }
  return end;
}

std::size_t skip_row_lock(std::string_view sql, std::size_t at) {
  static constexpr std::array<std::string_view, 2> kForUpdate{"FOR", "UPDATE"};
  static constexpr std::array<std::string_view, 2> kSkipLocked{"SKIP", "LOCKED"};
  const std::size_t end = skip_phrase(sql, at, kForUpdate);
  return end == at ? at : skip_phrase(sql, end, kSkipLocked);
}

}  // namespace

std::string without_row_locks(std::string_view sql) {
  std::string kept;
  kept.reserve(sql.size());
  std::size_t at = 0;
  while (at < sql.size()) {
    if (const std::size_t after = skip_row_lock(sql, at); after != at) {
      at = after;
      continue;
    }
    const std::size_t after_quoted = skip_quoted(sql, at);
    const std::size_t end = std::max({after_quoted, end_of_word(sql, at), at + 1});
    kept.append(sql.substr(at, end - at));
    at = end;
  }
  return kept;
}

std::string without_escape_signs(std::string_view sql) {
  constexpr std::string_view kSign = " ESCAPE '\\'";
  std::string shorter;
  for (std::size_t from = 0;;) {
    const std::size_t at = sql.find(kSign, from);
    shorter += sql.substr(from, at - from);
    if (at == std::string_view::npos) return shorter;
    from = at + kSign.size();
  }
}

std::string first_words(std::string_view sql) {
  std::string words;
  for (std::size_t at = skip_comments(sql); at < sql.size();) {
    const std::size_t end = std::min(sql.find_first_of(kSpace, at), sql.size());
    if (words.size() + (end - at) > kLongestName) {
      words += words.empty() ? text::shorten(sql.substr(at), kLongestName) : " ...";
      break;
    }
    if (!words.empty()) words += ' ';
    words += sql.substr(at, end - at);
    at = skip_space(sql, end);
  }
  return words;
}

}  // namespace hurtrock::db

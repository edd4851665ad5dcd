#include <iterator>

#include "admin/order_filter.hpp"
#include "admin/statement.hpp"
#include "admin/store.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::admin::store {
namespace {

/// What is looked for in numbers, names, mailboxes and phone numbers; outlives its statement.
struct DraftPatterns {
  explicit DraftPatterns(const std::string& typed) {
    if (typed.empty()) return;
    part = containing(text::lower(typed));
    const SearchTerms terms = SearchTerms::of(typed);
    if (!terms.digits.empty()) digits = containing(terms.digits);
    if (const auto named = draft_number(typed)) number = named->id;
  }
  std::string part, digits;  ///< empty: nothing
  std::optional<DraftOrderId> number;
};

/// The newest kSearched of the open ones, or of those that were placed, as far as they match.
void add_drafts(Statement& statement, db::Dialect dialect, const DraftFilter& filter, const DraftPatterns& patterns) {
  statement << "FROM (SELECT * FROM draft_orders WHERE order_id IS " << (filter.placed ? "NOT NULL" : "NULL")
            << " ORDER BY id DESC LIMIT " << bound(kSearched) << ") d";
  if (patterns.part.empty()) return;
  statement << " WHERE (" << in_small_letters(dialect, "d.contact_name") << " LIKE " << bound(patterns.part)
            << " ESCAPE '\\' OR d.email LIKE " << bound(patterns.part) << " ESCAPE '\\'";
  if (!patterns.digits.empty()) statement << " OR d.phone LIKE " << bound(patterns.digits) << " ESCAPE '\\'";
  if (patterns.number) statement << " OR d.id = " << bound(*patterns.number);
  statement << ")";
}

/// Of rows of draft_orders called d, whose SELECT follows.
constexpr std::string_view kDraftColumns =
    "SELECT d.id, d.contact_name, d.email, d.phone, u.name, d.changed_at, COALESCE(o.number, ''), "
    "(SELECT CAST(COALESCE(SUM(l.quantity), 0) AS BIGINT) FROM draft_order_lines l "
    "WHERE l.draft_id = d.id), "
    "CASE WHEN o.id IS NULL THEN (SELECT CAST(COALESCE(SUM(l.quantity * v.price), 0) AS BIGINT) "
    "FROM draft_order_lines l JOIN variants v ON v.id = l.variant_id WHERE l.draft_id = d.id) "
    "ELSE o.total END FROM ";
constexpr std::string_view kDraftJoins =
    " d JOIN users u ON u.id = d.created_by LEFT JOIN orders o ON o.id = d.order_id";

std::vector<DraftRow> drafts_in(const db::Rows& found) {
  std::vector<DraftRow> rows(found.size());
  for (std::size_t row = 0; row < found.size(); ++row)
    rows[row] = {.id = found.get<DraftOrderId>(row, 0),
                 .name = found.get<std::string>(row, 1),
                 .email = found.get<std::string>(row, 2),
                 .phone = found.get<std::string>(row, 3),
                 .author = found.get<std::string>(row, 4),
                 .changed_at = found.get<Time>(row, 5),
                 .order_number = found.get<std::string>(row, 6),
                 .pieces = found.get<std::int64_t>(row, 7),
                 .total = found.get<Money>(row, 8)};
  return rows;
}

}  // namespace

std::vector<DraftRow> drafts_matching(db::Tx& tx, const DraftFilter& filter, std::int64_t limit) {
  const DraftPatterns patterns(filter.search);
  Statement statement;
  statement << kDraftColumns << "(SELECT d.* ";
  add_drafts(statement, tx.dialect(), filter, patterns);
  statement << ")" << kDraftJoins << " WHERE 1 = 1";
  if (filter.before) statement << " AND d.id < " << bound(*filter.before);
  statement << " ORDER BY d.id DESC LIMIT " << bound(limit);
  return drafts_in(statement.run(tx));
}

DraftsFound find_drafts(db::Tx& tx, const std::string& text, std::int64_t limit) {
  DraftsFound found;
  const auto number = draft_number(text);
  if (number) {
    Statement statement;
    statement << kDraftColumns << "draft_orders" << kDraftJoins << " WHERE d.id = " << bound(number->id);
    found.drafts = drafts_in(statement.run(tx));
    found.is_exact = number->is_named && !found.drafts.empty();
  }
  if (found.is_exact) return found;
  for (auto& draft : drafts_matching(tx, {.search = text}, limit))
    if (std::ssize(found.drafts) < limit && !(number && draft.id == number->id))
      found.drafts.push_back(std::move(draft));
  return found;
}

Count count_drafts(db::Tx& tx, const DraftFilter& filter) {
  const DraftPatterns patterns(filter.search);
  Statement statement;
  statement << "SELECT COUNT(*) FROM (SELECT 1 ";
  add_drafts(statement, tx.dialect(), filter, patterns);
  statement << " LIMIT " << bound(kCountedAtMost + 1) << ") counted";
  return bounded(statement.run(tx).get<std::int64_t>(0, 0));
}

}  // namespace hurtrock::admin::store

#include <algorithm>

#include "admin/dates.hpp"
#include "admin/export_store.hpp"
#include "admin/order_filter.hpp"
#include "admin/statement.hpp"
#include "admin/store.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::admin::store {
namespace {

constexpr std::int64_t kOrdersAddedUp = 1'000;

void add_conditions(Statement& statement, const UserFilter& filter) {
  statement << " AND u.deleted_at IS NULL";
  if (filter.role) statement << " AND u.role = " << bound(accounts::word(*filter.role));
  if (filter.active) statement << " AND u.active = " << bound(*filter.active);
  if (filter.before > 0) statement << " AND u.id < " << bound(filter.before);
}

std::vector<UserRow> rows_in(const db::Rows& rows) {
  std::vector<UserRow> found(rows.size());
  for (std::size_t row = 0; row < rows.size(); ++row)
    found[row] = {.id = rows.get<UserId>(row, 0),
                  .name = rows.get<std::string>(row, 1),
                  .email = rows.get<std::string>(row, 2),
                  .phone = rows.get<std::string>(row, 3),
                  .role = accounts::role_from(rows.get<std::string>(row, 4)),
                  .active = rows.get<bool>(row, 5),
                  .created_at = rows.get<Time>(row, 6),
                  .last_login_at = rows.get<std::optional<Time>>(row, 7),
                  .orders = rows.get<std::int64_t>(row, 8)};
  return found;
}

constexpr std::string_view kUserColumns =
    "SELECT u.id, u.name, u.email, COALESCE(u.phone, ''), u.role, u.active, u.created_at, u.last_login_at, "
    "(SELECT COUNT(*) FROM (SELECT 1 FROM orders o WHERE o.user_id = u.id LIMIT 1000) counted) ";

/// The newest orders of a mailbox that the log is searched for.
constexpr std::int64_t kOrdersOfMailbox = 100;

/// A thing as the log names it.
struct Subject {
  std::string_view kind;
  std::string id;
};

/// What people call by that name, if anything: an order by any of its numbers, a variant and its product by the SKU, an
/// account, its invitations and its orders by the mailbox.
std::vector<Subject> subjects_called(db::Tx& tx, std::string_view typed) {
  std::vector<Subject> subjects;
  const auto add_all = [&](std::string_view kind, const std::vector<std::tuple<std::int64_t>>& ids) {
    for (const auto& [id] : ids) subjects.push_back({kind, std::to_string(id)});
  };
  const SearchTerms terms = SearchTerms::of(typed);
  for (auto& [number] : tx.all<std::string>(
           "SELECT number FROM orders WHERE number = $1 UNION SELECT o.number FROM orders o JOIN invoices i ON "
           "i.order_id = o.id WHERE i.number = $2 UNION SELECT o.number FROM orders o JOIN shipments s ON "
           "s.order_id = o.id WHERE s.tracking_number = $3 AND s.tracking_number <> ''",
           terms.order_number, terms.invoice_number, terms.tracking_number))
    subjects.push_back({"order", std::move(number)});
  if (const auto variant = variant_with_sku(tx, typed)) {
    subjects.push_back({"variant", std::to_string(variant->value())});
    add_all("product", tx.all<std::int64_t>("SELECT product_id FROM variants WHERE id = $1", *variant));
  }
  if (terms.email.empty()) return subjects;
  add_all("user", tx.all<std::int64_t>("SELECT id FROM users WHERE email = $1", terms.email));
  add_all("invitation", tx.all<std::int64_t>("SELECT id FROM invitations WHERE email = $1", terms.email));
  for (auto& [number] :
       tx.all<std::string>("SELECT number FROM orders WHERE email = $1 ORDER BY placed_at DESC LIMIT $2", terms.email,
                           kOrdersOfMailbox))
    subjects.push_back({"order", std::move(number)});
  return subjects;
}

std::int64_t count_accounts(db::Tx& tx, const UserFilter& filter, std::int64_t at_most) {
  Statement statement;
  statement << "SELECT COUNT(*) FROM (SELECT 1 FROM users u WHERE 1 = 1";
  add_conditions(statement, filter);
  statement << " LIMIT " << bound(at_most) << ") counted";
  return statement.run(tx).get<std::int64_t>(0, 0);
}

}  // namespace

UserSlice users_matching(db::Tx& tx, const UserFilter& filter, std::int64_t limit) {
  if (filter.search.empty()) {
    Statement statement;
    statement << kUserColumns << "FROM users u WHERE 1 = 1";
    add_conditions(statement, filter);
    statement << " ORDER BY u.id DESC LIMIT " << bound(limit);
    return {.users = rows_in(statement.run(tx))};
  }
  const auto terms = PersonTerms::of(filter.search);
  {
    Statement exact;
    exact << kUserColumns << "FROM users u WHERE u.id IN (SELECT id FROM users WHERE email = " << bound(terms.part);
    if (!terms.phone.empty()) exact << " UNION SELECT id FROM users WHERE phone = " << bound(terms.phone);
    exact << ")";
    add_conditions(exact, filter);
    exact << " ORDER BY u.id DESC LIMIT " << bound(limit);
    if (auto found = rows_in(exact.run(tx)); !found.empty()) return {.users = std::move(found)};
  }
  const std::string pattern = containing(terms.part), digits = containing(terms.digits);
  Statement statement;
  statement << kUserColumns << "FROM (SELECT u.* FROM users u WHERE 1 = 1";
  // Looked through from the newest on, wherever the page begins.
  UserFilter from_newest = filter;
  from_newest.before = 0;
  add_conditions(statement, from_newest);
  statement << " ORDER BY u.id DESC LIMIT " << bound(kSearched) << ") u WHERE ("
            << in_small_letters(tx.dialect(), "u.name") << " LIKE " << bound(pattern) << " ESCAPE '\\' OR u.email LIKE "
            << bound(pattern) << " ESCAPE '\\'";
  if (!terms.digits.empty()) statement << " OR u.phone LIKE " << bound(digits) << " ESCAPE '\\'";
  statement << ")";
  if (filter.before > 0) statement << " AND u.id < " << bound(filter.before);
  statement << " ORDER BY u.id DESC LIMIT " << bound(limit);
  UserSlice slice{.users = rows_in(statement.run(tx))};
  slice.searched_newest_only =
      tx.one<std::int64_t>("SELECT COUNT(*) FROM (SELECT 1 FROM users LIMIT $1) counted", kSearched + 1) > kSearched;
  return slice;
}

Count count_users(db::Tx& tx, std::optional<http::Role> role) {
  return bounded(count_accounts(tx, {.role = role}, kCountedAtMost + 1));
}

bool has_more_than(db::Tx& tx, const UserFilter& filter, std::int64_t rows) {
  UserFilter from_newest = filter;
  from_newest.before = 0;
  return count_accounts(tx, from_newest, rows + 1) > rows;
}

std::optional<UserFacts> user_facts(db::Tx& tx, UserId user) {
  const auto row = tx.maybe<std::string, Time, std::optional<Time>>(
      "SELECT language, created_at, last_login_at FROM users WHERE id = $1", user);
  if (!row) return std::nullopt;
  UserFacts facts{.language = std::get<0>(*row), .created_at = std::get<1>(*row), .last_login_at = std::get<2>(*row)};
  const auto [count, paid] = tx.one<std::int64_t, Money>(
      "SELECT COUNT(*), CAST(COALESCE(SUM(CASE WHEN payment_state IN ('paid', 'partially_refunded') THEN total ELSE 0 "
      "END), 0) AS BIGINT) FROM (SELECT payment_state, total FROM orders WHERE user_id = $1 "
      "ORDER BY placed_at DESC LIMIT $2) newest",
      user, kOrdersAddedUp);
  facts.orders = {std::min(count, kCountedAtMost), count >= kOrdersAddedUp};
  facts.paid = paid;
  return facts;
}

std::vector<UserOrderRow> orders_of_user(db::Tx& tx, UserId user, std::int64_t limit) {
  std::vector<UserOrderRow> found;
  for (auto& [number, placed_at, state, total, is_pickup] : tx.all<std::string, Time, std::string, Money, bool>(
           "SELECT o.number, o.placed_at, o.state, o.total, "
           "COALESCE((SELECT s.is_pickup FROM shipping_services s WHERE s.code = o.shipping_code), 0) "
           "FROM orders o WHERE o.user_id = $1 ORDER BY o.placed_at DESC, o.id DESC LIMIT $2",
           user, limit))
    found.push_back({std::move(number), placed_at, orders::state_from(state), total, is_pickup});
  return found;
}

std::vector<ActivityLogRow> activity(db::Tx& tx, const ActivityFilter& filter, i18n::Language language,
                                     std::int64_t limit) {
  Statement statement;
  statement
      << "SELECT a.id, a.at, a.actor_id, a.actor_name, a.action, a.subject_kind, a.subject_id, "
         "COALESCE(a.before_json, 'null'), COALESCE(a.after_json, 'null'), a.remote_address, COALESCE(p.name, "
      << (language == i18n::Language::kEnglish ? "c.name_en" : "c.name_id")
      << ", s.name, u.name, v.sku, i.email, h.name, m.subject, y.terms, '') FROM (SELECT * FROM audit_log WHERE 1 = 1";
  const std::string upper_thing = text::upper(filter.thing);
  // Of one thing there is little; SQLite would rather go through all that its kind, or that person, has had done.
  const bool is_of_thing = !filter.thing.empty();
  if (!filter.in_vain.empty()) statement << " AND 1 = 0";
  if (filter.person) statement << (is_of_thing ? " AND actor_id + 0 = " : " AND actor_id = ") << bound(*filter.person);
  if (!filter.kind.empty())
    statement << (is_of_thing ? " AND subject_kind || '' = " : " AND subject_kind = ") << bound(filter.kind);
  // Numbers of orders are in capitals, names of payment methods in small letters.
  const auto called = filter.thing.empty() ? std::vector<Subject>{} : subjects_called(tx, filter.thing);
  if (!filter.thing.empty()) {
    statement << " AND (subject_id IN (" << bound(filter.thing) << ", " << bound(upper_thing) << ")";
    for (const Subject& subject : called)
      statement << " OR (subject_kind = " << bound(subject.kind) << " AND subject_id = " << bound(subject.id) << ")";
    statement << ")";
  }
  const auto from = wib_midnight(filter.from), last = wib_midnight(filter.to);
  if (from) statement << " AND at >= " << bound(*from);
  if (last) statement << " AND at < " << bound(*last + std::chrono::days{1});
  if (filter.older_than)
    statement << " AND at <= " << bound(filter.older_than->at) << " AND (at < " << bound(filter.older_than->at)
              << " OR id < " << bound(filter.older_than->id) << ")";
  statement << " ORDER BY at DESC, id DESC LIMIT " << bound(limit) << ") a";
  // What the things are called now; those that are gone have no name any more.
  const auto named = [&](std::string_view table, std::string_view letter, std::string_view kind) {
    statement << " LEFT JOIN " << table << " " << letter << " ON " << letter << ".id = CASE WHEN a.subject_kind = '"
              << kind << "' THEN CAST(a.subject_id AS BIGINT) END";
  };
  named("products", "p", "product");
  named("categories", "c", "category");
  named("suppliers", "s", "supplier");
  named("users", "u", "user");
  named("variants", "v", "variant");
  named("invitations", "i", "invitation");
  named("shipping_services", "h", "shipping_service");
  named("outbox_mails", "m", "mail");
  named("search_synonyms", "y", "synonyms");
  statement << " ORDER BY a.at DESC, a.id DESC";

  const auto rows = statement.run(tx);
  std::vector<ActivityLogRow> found(rows.size());
  for (std::size_t row = 0; row < rows.size(); ++row)
    found[row] = {.place = {.at = rows.get<Time>(row, 1), .id = rows.get<std::int64_t>(row, 0)},
                  .actor = rows.get<std::optional<UserId>>(row, 2),
                  .actor_name = rows.get<std::string>(row, 3),
                  .action = rows.get<std::string>(row, 4),
                  .kind = rows.get<std::string>(row, 5),
                  .thing = rows.get<std::string>(row, 6),
                  .before_json = rows.get<std::string>(row, 7),
                  .after_json = rows.get<std::string>(row, 8),
                  .remote_address = rows.get<std::string>(row, 9),
                  .thing_name = rows.get<std::string>(row, 10)};
  return found;
}

}  // namespace hurtrock::admin::store

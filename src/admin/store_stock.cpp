#include <algorithm>

#include "admin/export_store.hpp"
#include "admin/statement.hpp"
#include "admin/store.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::admin::store {
namespace {

/// Among the variants that an alert is about, those of one kind.
std::string_view condition_of(StockAlert alert) {
  switch (alert) {
    case StockAlert::kOut:
      return " AND s.on_hand - s.reserved <= 0";
    case StockAlert::kCritical:
      return " AND s.on_hand - s.reserved > 0 AND s.on_hand - s.reserved <= s.minimum_stock";
    case StockAlert::kLow:
      return " AND s.on_hand - s.reserved > 0 AND s.on_hand - s.reserved > s.minimum_stock";
  }
  return "";
}

std::string_view order_by(StockSort sort) {
  switch (sort) {
    case StockSort::kFree:
      return "s.on_hand - s.reserved, s.variant_id";
    case StockSort::kMost:
      return "s.on_hand - s.reserved DESC, s.variant_id DESC";
    case StockSort::kName:
      return "p.name, v.id";
    case StockSort::kSku:
      return "v.sku, v.id";
    case StockSort::kChanged:
      return "s.changed_at DESC, s.variant_id DESC";
  }
  return "v.id";
}

/// The variants a filter lets through: variants v, their product p and their level s.
class VariantMatches {
 public:
  /// The search looks through a list in its order until a screenful is found; or for all there is, by names and then by
  /// SKUs of other names.
  enum class By : std::uint8_t { kList, kName, kSku };

  VariantMatches(db::Tx& tx, const StockFilter& filter, By by = By::kList)
      : tx_(tx), filter_(filter), by_(by), pattern_(containing(text::lower(filter.search))) {}

  /// " FROM ... WHERE ...", without regard to alerts and the cursor.
  void add_to(Statement& statement) const {
    add_tables(statement);
    add_search(statement);
    if (!filter_.in_vain.empty()) statement << " AND 1 = 0";
    if (!filter_.with_archive) statement << " AND p.state <> 'archived' AND v.state = 'active'";
    if (filter_.category) {
      statement << " AND p.category_id IN (";
      add_categories(statement, tx_, *filter_.category);
      statement << ")";
    }
    if (filter_.brand) statement << " AND p.brand_id = " << bound(*filter_.brand);
    if (filter_.supplier) statement << " AND p.supplier_id = " << bound(*filter_.supplier);
  }

  void add_alert(Statement& statement) const {
    // In the words of the index that holds no others.
    if (filter_.alerts) statement << " AND s.on_hand - s.reserved <= s.low_stock_threshold";
    if (filter_.alert) statement << condition_of(*filter_.alert);
  }

  void add_cursor(Statement& statement) const {
    if (!filter_.after) return;
    const auto& [number, text, id] = *filter_.after;
    switch (filter_.sort) {
      case StockSort::kFree:
        return behind(statement, "s.on_hand - s.reserved", ">", db::to_value(number), "s.variant_id", id);
      case StockSort::kMost:
        return behind(statement, "s.on_hand - s.reserved", "<", db::to_value(number), "s.variant_id", id);
      case StockSort::kName:
        return behind(statement, "p.name", ">", db::to_value(text), "v.id", id);
      case StockSort::kSku:
        return behind(statement, "v.sku", ">", db::to_value(text), "v.id", id);
      case StockSort::kChanged:
        return behind(statement, "s.changed_at", "<", db::to_value(number), "s.variant_id", id);
    }
  }

 private:
  /// SQLite joins what CROSS JOIN names from the left to the right, so that the first table's index gives the order of
  /// the list, and no more than one screenful is read; to PostgreSQL all of these are the same. What is narrowed is for
  /// the planners to find.
  void add_tables(Statement& statement) const {
    if (filter_.named)
      statement << " FROM variants v CROSS JOIN products p CROSS JOIN stock_levels s "
                   "WHERE p.id = v.product_id AND s.variant_id = v.id";
    else if (by_ != By::kList)
      add_looked_up(statement);
    else if (filter_.category || filter_.brand || filter_.supplier)
      statement << " FROM products p JOIN variants v ON v.product_id = p.id JOIN stock_levels s ON s.variant_id = v.id "
                   "WHERE 1 = 1";
    else if (filter_.alerts || (filter_.sort != StockSort::kName && filter_.sort != StockSort::kSku))
      statement << " FROM stock_levels s CROSS JOIN variants v CROSS JOIN products p "
                   "WHERE v.id = s.variant_id AND p.id = v.product_id";
    else if (filter_.sort == StockSort::kSku)
      statement << " FROM variants v CROSS JOIN products p CROSS JOIN stock_levels s "
                   "WHERE p.id = v.product_id AND s.variant_id = v.id";
    else
      statement << " FROM products p CROSS JOIN variants v CROSS JOIN stock_levels s "
                   "WHERE v.product_id = p.id AND s.variant_id = v.id";
  }

  /// In the indexes of names and SKUs, which are a small part of the tables.
  void add_looked_up(Statement& statement) const {
    if (by_ == By::kName)
      statement << " FROM (SELECT w.id FROM products n CROSS JOIN variants w WHERE w.product_id = n.id AND "
                   "n.small_name LIKE "
                << bound(pattern_) << " ESCAPE '\\') m";
    else
      statement << " FROM (SELECT w.id FROM (SELECT id FROM variants WHERE small_sku LIKE " << bound(pattern_)
                << " ESCAPE '\\') f CROSS JOIN variants w CROSS JOIN products n WHERE w.id = f.id AND n.id = "
                   "w.product_id AND n.small_name NOT LIKE "
                << bound(pattern_) << " ESCAPE '\\') m";
    statement << " CROSS JOIN variants v CROSS JOIN products p CROSS JOIN stock_levels s "
                 "WHERE v.id = m.id AND p.id = v.product_id AND s.variant_id = v.id";
  }

  /// What a text finds much of is found soon, in whatever order the list is.
  void add_search(Statement& statement) const {
    if (filter_.named) {
      statement << " AND v.id IN (NULL";
      for (const VariantId variant : *filter_.named) statement << ", " << bound(variant);
      statement << ")";
    } else if (!filter_.search.empty() && by_ == By::kList) {
      statement << " AND (p.small_name LIKE " << bound(pattern_) << " ESCAPE '\\' OR v.small_sku LIKE "
                << bound(pattern_) << " ESCAPE '\\')";
    }
  }

  static void behind(Statement& statement, std::string_view column, std::string_view direction, const db::Value& value,
                     std::string_view key, VariantId id) {
    statement << " AND " << column << " " << direction << "= " << Bound{value} << " AND (" << column << " " << direction
              << " " << Bound{value} << " OR " << key << " " << direction << " " << bound(id) << ")";
  }

  db::Tx& tx_;
  const StockFilter& filter_;
  By by_;
  std::string pattern_;
};

/// A page does not look any further for how many there are of each kind.
constexpr std::int64_t kLookedAt = 1'500;
/// So many numbers fit into one statement.
constexpr std::size_t kFewNamed = 1000;

/// Fills in what tells variants of one product apart.
void add_options(db::Tx& tx, std::vector<StockRow>& rows, i18n::Language language) {
  if (rows.empty()) return;
  Statement statement;
  statement << "SELECT variant_id, " << (language == i18n::Language::kEnglish ? "value_en" : "value_id")
            << " FROM variant_options WHERE variant_id IN (";
  bool is_first = true;
  for (const StockRow& row : rows) {
    if (!is_first) statement << ", ";
    is_first = false;
    statement << bound(row.variant);
  }
  statement << ") ORDER BY variant_id, position";
  const db::Rows options = statement.run(tx);
  for (std::size_t i = 0; i < options.size(); ++i) {
    const auto row = std::ranges::find(rows, options.get<VariantId>(i, 0), &StockRow::variant);
    if (!row->options.empty()) row->options += " / ";
    row->options += options.get<std::string_view>(i, 1);
  }
}

constexpr std::string_view kColumns =
    "SELECT v.id, p.id, p.name, v.sku, p.supplier_id, COALESCE(u.name, ''), s.on_hand, s.reserved, s.minimum_stock, "
    "s.low_stock_threshold, s.changed_at, CASE WHEN p.state = 'archived' OR v.state = 'archived' THEN 1 ELSE 0 END, "
    "(SELECT COUNT(*) FROM stock_wishes w WHERE w.variant_id = v.id AND w.state = 'waiting') ";
constexpr std::string_view kShown =
    "JOIN products p ON p.id = v.product_id JOIN stock_levels s ON s.variant_id = v.id "
    "LEFT JOIN suppliers u ON u.id = p.supplier_id ";

std::vector<StockRow> read_rows(db::Tx& tx, const db::Rows& found, i18n::Language language) {
  std::vector<StockRow> rows(found.size());
  for (std::size_t row = 0; row < found.size(); ++row)
    rows[row] = {.variant = found.get<VariantId>(row, 0),
                 .product = found.get<ProductId>(row, 1),
                 .name = found.get<std::string>(row, 2),
                 .sku = found.get<std::string>(row, 3),
                 .options = {},
                 .supplier = found.get<std::optional<SupplierId>>(row, 4),
                 .supplier_name = found.get<std::string>(row, 5),
                 .on_hand = found.get<std::int64_t>(row, 6),
                 .reserved = found.get<std::int64_t>(row, 7),
                 .minimum = found.get<std::int64_t>(row, 8),
                 .low = found.get<std::int64_t>(row, 9),
                 .changed_at = found.get<Time>(row, 10),
                 .archived = found.get<bool>(row, 11),
                 .waiting = found.get<std::int64_t>(row, 12)};
  add_options(tx, rows, language);
  return rows;
}

std::int64_t count_variants(db::Tx& tx, const StockFilter& filter, std::int64_t at_most) {
  const VariantMatches matches(tx, filter);
  Statement statement;
  statement << "SELECT COUNT(*) FROM (SELECT 1";
  matches.add_to(statement);
  matches.add_alert(statement);
  statement << " LIMIT " << bound(at_most) << ") counted";
  return statement.run(tx).get<std::int64_t>(0, 0);
}

}  // namespace

std::vector<StockRow> stock_matching(db::Tx& tx, const StockFilter& filter, i18n::Language language,
                                     std::int64_t limit) {
  const VariantMatches matches(tx, filter);
  const std::string_view order = order_by(filter.sort);
  Statement statement;
  // First which variants, then what is shown of them.
  statement << kColumns << "FROM (SELECT v.id";
  matches.add_to(statement);
  matches.add_alert(statement);
  matches.add_cursor(statement);
  statement << " ORDER BY " << order << " LIMIT " << bound(limit) << ") i JOIN variants v ON v.id = i.id " << kShown
            << "ORDER BY " << order;
  return read_rows(tx, statement.run(tx), language);
}

Count count_stock(db::Tx& tx, const StockFilter& filter) {
  return bounded(count_variants(tx, filter, kCountedAtMost + 1));
}

bool has_more_than(db::Tx& tx, const StockFilter& filter, std::int64_t rows) {
  return count_variants(tx, filter, rows + 1) > rows;
}

const Count& StockCounts::of(StockAlert alert) const {
  return alert == StockAlert::kOut ? out : alert == StockAlert::kCritical ? critical : low;
}

StockCounts count_alerts(db::Tx& tx, StockFilter& filter) {
  if (!filter.in_vain.empty()) return {};
  if (filter.search.empty() && !filter.category && !filter.brand && !filter.supplier) {
    const auto count = [&](StockAlert alert) { return count_stock(tx, filter.with_alert(alert)); };
    return {.all = count_stock(tx, filter.without_alerts()),
            .any = count_stock(tx, filter.with_any_alert()),
            .out = count(StockAlert::kOut),
            .critical = count(StockAlert::kCritical),
            .low = count(StockAlert::kLow)};
  }
  std::map<std::optional<StockAlert>, std::int64_t> counted;
  std::vector<VariantId> named;
  const auto look = [&](VariantMatches::By by) {
    const VariantMatches matches(tx, filter, by);
    Statement statement;
    statement << "SELECT v.id, s.on_hand - s.reserved, s.minimum_stock, s.low_stock_threshold";
    matches.add_to(statement);
    statement << " LIMIT " << bound(kLookedAt + 1 - std::ssize(named));
    const db::Rows found = statement.run(tx);
    for (std::size_t row = 0; row < found.size(); ++row) {
      ++counted[alert_of(found.get<std::int64_t>(row, 1), found.get<std::int64_t>(row, 2),
                         found.get<std::int64_t>(row, 3))];
      named.push_back(found.get<VariantId>(row, 0));
    }
  };
  using enum VariantMatches::By;
  look(filter.search.empty() ? kList : kName);
  if (!filter.search.empty() && std::ssize(named) <= kLookedAt) look(kSku);
  const std::int64_t all = std::ssize(named);
  const auto count = [&](std::int64_t value) {
    Count one = bounded(value);
    one.more = one.more || all > kLookedAt;
    return one;
  };
  if (named.size() <= kFewNamed) filter.named = std::move(named);
  return {.all = count(all),
          .any = count(all - counted[std::nullopt]),
          .out = count(counted[StockAlert::kOut]),
          .critical = count(counted[StockAlert::kCritical]),
          .low = count(counted[StockAlert::kLow])};
}

std::map<SupplierId, std::int64_t> alerts_by_supplier(db::Tx& tx) {
  const StockFilter alerts{.alerts = true};
  const VariantMatches matches(tx, alerts);
  Statement statement;
  statement << "SELECT p.supplier_id, COUNT(*)";
  matches.add_to(statement);
  matches.add_alert(statement);
  statement << " AND p.supplier_id IS NOT NULL GROUP BY p.supplier_id";
  const db::Rows rows = statement.run(tx);
  std::map<SupplierId, std::int64_t> counts;
  for (std::size_t row = 0; row < rows.size(); ++row)
    counts.emplace(rows.get<SupplierId>(row, 0), rows.get<std::int64_t>(row, 1));
  return counts;
}

std::optional<StockRow> stock_of(db::Tx& tx, VariantId variant, i18n::Language language) {
  Statement statement;
  statement << kColumns << "FROM variants v " << kShown << "WHERE v.id = " << bound(variant);
  auto rows = read_rows(tx, statement.run(tx), language);
  return rows.empty() ? std::nullopt : std::optional{std::move(rows.front())};
}

std::vector<StockRow> stock_of(db::Tx& tx, std::span<const VariantId> variants, i18n::Language language) {
  if (variants.empty()) return {};
  Statement statement;
  statement << kColumns << "FROM variants v " << kShown << "WHERE v.id IN (";
  for (std::size_t i = 0; i < variants.size(); ++i) statement << (i == 0 ? "" : ", ") << bound(variants[i]);
  statement << ")";
  return read_rows(tx, statement.run(tx), language);
}

std::optional<VariantId> variant_with_sku(db::Tx& tx, std::string_view typed) {
  if (const auto exact = tx.maybe_value<VariantId>("SELECT id FROM variants WHERE sku = $1", typed)) return exact;
  const auto alike =
      tx.all<VariantId>("SELECT id FROM variants WHERE small_sku = $1 ORDER BY id LIMIT 2", text::lower(typed));
  return alike.size() == 1 ? std::optional{std::get<0>(alike.front())} : std::nullopt;
}

std::vector<MovementRow> movements_of(db::Tx& tx, VariantId variant, std::int64_t before, std::int64_t limit) {
  std::vector<MovementRow> rows;
  for (auto& [id, delta, reason, cause, note, reference, order, actor, at] :
       tx.all<std::int64_t, std::int64_t, std::string, std::string, std::string, std::string, std::string, std::string,
              Time>("SELECT m.id, m.delta, m.reason, m.cause, m.note, m.reference, COALESCE(o.number, ''), "
                    "COALESCE(u.name, ''), m.created_at FROM stock_movements m LEFT JOIN order_lines l ON l.id = "
                    "m.order_line_id LEFT JOIN orders o ON o.id = l.order_id LEFT JOIN users u ON u.id = m.actor_id "
                    "WHERE m.variant_id = $1 AND m.id < $2 ORDER BY m.id DESC LIMIT $3",
                    variant, before == 0 ? INT64_MAX : before, limit))
    rows.push_back({.id = id,
                    .delta = delta,
                    .balance = 0,
                    .reason = std::move(reason),
                    .cause = std::move(cause),
                    .note = std::move(note),
                    .reference = std::move(reference),
                    .order_number = std::move(order),
                    .actor = std::move(actor),
                    .at = at});
  if (rows.empty()) return rows;
  // A variant's movements are written behind the lock on its level, so their ids are the order they happened in.
  auto balance = tx.one<std::int64_t>(
      "SELECT CAST(COALESCE(SUM(delta), 0) AS BIGINT) FROM stock_movements WHERE variant_id = $1 AND id <= $2", variant,
      rows.front().id);
  for (MovementRow& row : rows) {
    row.balance = balance;
    balance -= row.delta;
  }
  return rows;
}

std::vector<HoldingRow> holdings_of(db::Tx& tx, VariantId variant, std::int64_t limit) {
  std::vector<HoldingRow> rows;
  for (auto& [number, quantity] : tx.all<std::string, std::int64_t>(
           "SELECT o.number, CASE r.state WHEN 'held' THEN r.quantity ELSE r.awaited END FROM reservations r "
           "JOIN orders o ON o.id = r.order_id "
           "WHERE r.variant_id = $1 AND (r.state = 'held' OR r.awaited > 0) ORDER BY r.created_at, r.order_line_id "
           "LIMIT $2",
           variant, limit))
    rows.push_back({std::move(number), quantity});
  return rows;
}

}  // namespace hurtrock::admin::store

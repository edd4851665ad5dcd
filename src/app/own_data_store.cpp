#include <fmt/format.h>

#include <map>

#include "app/own_data.hpp"

namespace hurtrock::app {
namespace {

namespace json = boost::json;

constexpr std::int64_t kOpenOrdersShown = 20;

enum class CellKind : std::uint8_t { kText, kNumber, kFlag, kTime };
/// A column as the file names it.
struct OwnColumn {
  std::string_view sql, name;
  CellKind kind = CellKind::kText;
};
using OwnColumns = std::span<const OwnColumn>;

template <class T>
json::value or_null(const std::optional<T>& value) {
  return value ? json::value(*value) : json::value(nullptr);
}

json::value cell(const db::Rows& rows, std::size_t row, std::size_t column, CellKind kind) {
  switch (kind) {
    case CellKind::kText:
      return or_null(rows.get<std::optional<std::string>>(row, column));
    case CellKind::kNumber:
      return or_null(rows.get<std::optional<std::int64_t>>(row, column));
    case CellKind::kFlag:
      return or_null(rows.get<std::optional<bool>>(row, column));
    case CellKind::kTime:
      if (const auto time = rows.get<std::optional<Time>>(row, column)) return json::string(rfc3339(*time));
      return nullptr;
  }
  return nullptr;
}

/// `keys`: the columns that are OwnRow's id and of; `rest`: from FROM on.
std::vector<OwnRow> read_own(db::Tx& tx, std::string_view keys, OwnColumns columns, std::string_view rest,
                             std::span<const db::Value> values) {
  std::string sql = fmt::format("SELECT {}", keys);
  for (const OwnColumn& column : columns) sql += fmt::format(", {}", column.sql);
  const auto rows = tx.query_list(fmt::format("{} {}", sql, rest), values);
  std::vector<OwnRow> found(rows.size());
  for (std::size_t row = 0; row < rows.size(); ++row) {
    found[row].id = rows.get<std::int64_t>(row, 0);
    found[row].of = rows.get<std::int64_t>(row, 1);
    for (std::size_t i = 0; i < columns.size(); ++i)
      found[row].data[columns[i].name] = cell(rows, row, i + 2, columns[i].kind);
  }
  return found;
}

using enum CellKind;

constexpr OwnColumn kAccountColumns[] = {{"u.email", "email"},
                                         {"u.name", "name"},
                                         {"u.phone", "phone"},
                                         {"u.role", "role"},
                                         {"u.language", "language"},
                                         {"u.email_verified_at", "email_verified_at", kTime},
                                         {"u.created_at", "registered_at", kTime},
                                         {"u.last_login_at", "last_login_at", kTime}};
constexpr OwnColumn kAddressColumns[] = {{"t.recipient", "recipient"},
                                         {"t.phone", "phone"},
                                         {"t.street", "street"},
                                         {"t.area_code", "area_code"},
                                         {"t.postal_code", "postal_code"},
                                         {"t.note", "note"},
                                         {"t.is_default", "is_default", kFlag},
                                         {"t.created_at", "saved_at", kTime}};
constexpr OwnColumn kSessionColumns[] = {{"t.user_agent", "device"},
                                         {"t.remote_address", "remote_address"},
                                         {"t.created_at", "began_at", kTime},
                                         {"t.last_seen_at", "last_seen_at", kTime},
                                         {"t.expires_at", "expires_at", kTime}};
constexpr OwnColumn kCartColumns[] = {
    {"p.name", "product"}, {"v.sku", "sku"}, {"t.quantity", "quantity", kNumber}, {"t.added_at", "added_at", kTime}};
constexpr OwnColumn kWishColumns[] = {{"p.name", "product"},
                                      {"v.sku", "sku"},
                                      {"t.price_then", "price_then", kNumber},
                                      {"t.added_at", "added_at", kTime}};
constexpr OwnColumn kReviewColumns[] = {{"p.name", "product"},
                                        {"t.rating", "rating", kNumber},
                                        {"t.title", "title"},
                                        {"t.body", "body"},
                                        {"t.state", "state"},
                                        {"t.rejection_reason", "rejection_reason"},
                                        {"t.answer", "answer"},
                                        {"t.answered_at", "answered_at", kTime},
                                        {"t.helpful_count", "helpful_count", kNumber},
                                        {"t.written_at", "written_at", kTime}};
constexpr OwnColumn kPhotoColumns[] = {{"'/media/' || t.file", "file"}};
constexpr OwnColumn kVoteColumns[] = {{"p.name", "product"}, {"t.created_at", "voted_at", kTime}};
constexpr OwnColumn kStockWishColumns[] = {{"p.name", "product"},
                                           {"v.sku", "sku"},
                                           {"t.language", "language"},
                                           {"t.state", "state"},
                                           {"t.asked_at", "asked_at", kTime},
                                           {"t.ended_at", "ended_at", kTime}};
constexpr OwnColumn kMailColumns[] = {{"t.kind", "kind"},
                                      {"t.subject", "subject"},
                                      {"t.state", "state"},
                                      {"t.created_at", "written_at", kTime},
                                      {"t.sent_at", "sent_at", kTime}};
constexpr OwnColumn kOrderColumns[] = {{"t.number", "number"},
                                       {"t.state", "state"},
                                       {"t.payment_state", "payment_state"},
                                       {"t.payment_method", "payment_method"},
                                       {"t.placed_at", "placed_at", kTime},
                                       {"t.paid_at", "paid_at", kTime},
                                       {"t.cancelled_at", "cancelled_at", kTime},
                                       {"t.delivered_at", "delivered_at", kTime},
                                       {"t.contact_name", "name"},
                                       {"t.email", "email"},
                                       {"t.phone", "phone"},
                                       {"t.street", "street"},
                                       {"t.kelurahan", "kelurahan"},
                                       {"t.kecamatan", "kecamatan"},
                                       {"t.kota", "kota"},
                                       {"t.provinsi", "provinsi"},
                                       {"t.postal_code", "postal_code"},
                                       {"t.address_note", "address_note"},
                                       {"t.note", "note"},
                                       {"t.language", "language"},
                                       {"t.shipping_name", "shipping"},
                                       {"t.goods_total", "goods_total", kNumber},
                                       {"t.shipping_total", "shipping_total", kNumber},
                                       {"t.fee_total", "fee_total", kNumber},
                                       {"t.discount_total", "discount_total", kNumber},
                                       {"t.total", "total", kNumber},
                                       {"(SELECT i.number FROM invoices i WHERE i.order_id = t.id)", "invoice"}};
constexpr OwnColumn kLineColumns[] = {{"t.name", "product"},
                                      {"t.options", "options"},
                                      {"t.sku", "sku"},
                                      {"t.quantity", "quantity", kNumber},
                                      {"t.unit_price", "unit_price", kNumber},
                                      {"t.line_total", "total", kNumber}};
constexpr OwnColumn kPaymentColumns[] = {{"t.reference", "reference"},
                                         {"t.provider", "provider"},
                                         {"t.payment_type", "type"},
                                         {"t.state", "state"},
                                         {"t.amount", "amount", kNumber},
                                         {"t.captured", "received", kNumber},
                                         {"t.created_at", "created_at", kTime},
                                         {"t.paid_at", "paid_at", kTime}};
constexpr OwnColumn kProofColumns[] = {{"p.reference", "reference"},     {"t.sender_bank", "sender_bank"},
                                       {"t.sender_name", "sender_name"}, {"t.state", "state"},
                                       {"t.reason", "reason"},           {"t.sent_at", "sent_at", kTime}};
constexpr OwnColumn kRefundColumns[] = {{"t.amount", "amount", kNumber},
                                        {"t.state", "state"},
                                        {"t.reason", "reason"},
                                        {"t.created_at", "created_at", kTime},
                                        {"t.settled_at", "settled_at", kTime}};
constexpr OwnColumn kParcelColumns[] = {{"t.courier", "courier"},
                                        {"t.tracking_number", "tracking_number"},
                                        {"t.shipped_at", "shipped_at", kTime},
                                        {"t.delivered_at", "delivered_at", kTime}};
constexpr OwnColumn kSavedFilterColumns[] = {{"t.list", "list"},
                                             {"t.name", "name"},
                                             {"t.query", "filter"},
                                             {"t.shared", "for_all_staff", kFlag},
                                             {"t.created_at", "saved_at", kTime}};
constexpr OwnColumn kDraftColumns[] = {{"t.contact_name", "name"},
                                       {"t.email", "email"},
                                       {"t.phone", "phone"},
                                       {"t.street", "street"},
                                       {"t.area_code", "area_code"},
                                       {"t.postal_code", "postal_code"},
                                       {"t.address_note", "address_note"},
                                       {"t.shipping_code", "shipping"},
                                       {"t.payment_method", "payment_method"},
                                       {"t.language", "language"},
                                       {"t.created_at", "written_down_at", kTime},
                                       {"t.changed_at", "changed_at", kTime}};
constexpr OwnColumn kDraftLineColumns[] = {
    {"p.name", "product"}, {"v.sku", "sku"}, {"t.quantity", "quantity", kNumber}};
constexpr OwnColumn kPieceColumns[] = {{"l.sku", "sku"}, {"t.quantity", "quantity", kNumber}};

/// "$1, $2, $3" for the ids of the rows, which become `values`.
std::string list_of_ids(const std::vector<OwnRow>& rows, std::vector<db::Value>& values) {
  std::string list;
  for (const OwnRow& row : rows) {
    values.push_back(db::to_value(row.id));
    list += fmt::format("{}${}", list.empty() ? "" : ", ", values.size());
  }
  return list;
}

/// Gives each of `rows` a list of that name, with what is its own among `parts`.
void give_to_each(std::vector<OwnRow>& rows, std::string_view name, std::vector<OwnRow> parts) {
  std::map<std::int64_t, OwnRow*> by_id;
  for (OwnRow& row : rows) {
    row.data[name] = json::array{};
    by_id[row.id] = &row;
  }
  for (OwnRow& part : parts) by_id.at(part.of)->data[name].get_array().push_back(std::move(part.data));
}

/// The same, read from another table: `rest` has {} where the ids stand.
void add_to_each(db::Tx& tx, std::vector<OwnRow>& rows, std::string_view name, std::string_view keys,
                 OwnColumns columns, fmt::format_string<std::string&> rest) {
  if (rows.empty()) return;
  std::vector<db::Value> values;
  std::string ids = list_of_ids(rows, values);
  give_to_each(rows, name, read_own(tx, keys, columns, fmt::format(rest, ids), values));
}

/// Parcels with what is in them, which have rows of their own.
void add_parcels(db::Tx& tx, std::vector<OwnRow>& orders) {
  if (orders.empty()) return;
  std::vector<db::Value> values;
  const std::string ids = list_of_ids(orders, values);
  auto parcels =
      read_own(tx, "t.id, t.order_id", kParcelColumns,
               fmt::format("FROM shipments t WHERE t.order_id IN ({}) ORDER BY t.order_id, t.position", ids), values);
  add_to_each(tx, parcels, "contents", "t.order_line_id, t.shipment_id", kPieceColumns,
              "FROM shipment_lines t JOIN order_lines l ON l.id = t.order_line_id WHERE t.shipment_id IN ({}) "
              "ORDER BY t.shipment_id, l.position");
  give_to_each(orders, "shipments", std::move(parcels));
}

void add_parts_of_orders(db::Tx& tx, std::vector<OwnRow>& orders) {
  add_to_each(tx, orders, "lines", "t.id, t.order_id", kLineColumns,
              "FROM order_lines t WHERE t.order_id IN ({}) ORDER BY t.order_id, t.position");
  add_to_each(tx, orders, "payments", "t.id, t.order_id", kPaymentColumns,
              "FROM payments t WHERE t.order_id IN ({}) ORDER BY t.order_id, t.attempt");
  add_to_each(tx, orders, "transfer_proofs", "t.id, p.order_id", kProofColumns,
              "FROM transfer_proofs t JOIN payments p ON p.id = t.payment_id WHERE p.order_id IN ({}) ORDER BY t.id");
  add_to_each(tx, orders, "refunds", "t.id, t.order_id", kRefundColumns,
              "FROM refunds t WHERE t.order_id IN ({}) ORDER BY t.order_id, t.id");
  add_parcels(tx, orders);
}

}  // namespace

std::vector<accounts::OpenOrder> open_orders(db::Tx& tx, UserId user) {
  std::vector<accounts::OpenOrder> found;
  for (auto& [number, state] : tx.all<std::string, std::string>(
           "SELECT o.number, o.state FROM orders o WHERE o.user_id = $1 AND ((o.state NOT IN ('delivered', "
           "'cancelled') AND "
           "o.returned_at IS NULL) OR EXISTS (SELECT 1 FROM refunds r WHERE r.order_id = o.id AND r.state IN "
           "('requested', 'sent', "
           "'by_hand')) "
           "OR EXISTS (SELECT 1 FROM payments p WHERE p.order_id = o.id AND p.settles_order = 0 AND p.captured > "
           "(SELECT COALESCE(SUM(b.amount), 0) FROM refunds b WHERE b.payment_id = p.id AND b.state = 'succeeded'))) "
           "ORDER BY o.placed_at DESC, o.id DESC LIMIT $2",
           user, kOpenOrdersShown))
    found.push_back({.number = std::move(number), .waits_for_money = state == "delivered" || state == "cancelled"});
  return found;
}

json::object own_account(db::Tx& tx, UserId user) {
  const db::Value values[] = {db::to_value(user)};
  auto rows = read_own(tx, "u.id, u.id", kAccountColumns, "FROM users u WHERE u.id = $1", values);
  return rows.empty() ? json::object{} : std::move(rows.front().data);
}

std::string_view word(OwnList list) {
  switch (list) {
    case OwnList::kAddresses:
      return "addresses";
    case OwnList::kSessions:
      return "sessions";
    case OwnList::kCart:
      return "cart";
    case OwnList::kWishlist:
      return "wishlist";
    case OwnList::kReviews:
      return "reviews";
    case OwnList::kVotes:
      return "helpful_votes";
    case OwnList::kStockWishes:
      return "stock_wishes";
    case OwnList::kMails:
      return "mails";
    case OwnList::kOrders:
      return "orders";
    case OwnList::kSavedFilters:
      return "saved_filters";
    case OwnList::kDraftOrders:
      return "draft_orders";
  }
  return "";
}

std::vector<OwnRow> own_rows(db::Tx& tx, OwnList list, UserId user, std::int64_t after, std::int64_t limit) {
  const db::Value values[] = {db::to_value(user), db::to_value(after), db::to_value(limit)};
  switch (list) {
    case OwnList::kAddresses:
      return read_own(tx, "t.id, t.id", kAddressColumns,
                      "FROM addresses t WHERE t.user_id = $1 AND t.id > $2 ORDER BY t.id LIMIT $3", values);
    case OwnList::kSessions:
      return read_own(tx, "t.id, t.id", kSessionColumns,
                      "FROM sessions t WHERE t.user_id = $1 AND t.id > $2 ORDER BY t.id LIMIT $3", values);
    case OwnList::kCart:
      return read_own(
          tx, "t.id, t.id", kCartColumns,
          "FROM carts c JOIN cart_items t ON t.cart_id = c.id JOIN variants v ON v.id = t.variant_id "
          "JOIN products p ON p.id = v.product_id WHERE c.user_id = $1 AND t.id > $2 ORDER BY t.id LIMIT $3",
          values);
    case OwnList::kWishlist:
      return read_own(tx, "t.id, t.id", kWishColumns,
                      "FROM wishlists w JOIN wishlist_items t ON t.wishlist_id = w.id JOIN variants v ON v.id = "
                      "t.variant_id JOIN products p ON p.id = v.product_id WHERE w.user_id = $1 AND t.id > $2 "
                      "ORDER BY t.id LIMIT $3",
                      values);
    case OwnList::kReviews: {
      auto reviews = read_own(tx, "t.id, t.id", kReviewColumns,
                              "FROM reviews t JOIN products p ON p.id = t.product_id WHERE t.user_id = $1 "
                              "AND t.id > $2 ORDER BY t.id LIMIT $3",
                              values);
      add_to_each(tx, reviews, "photos", "t.id, t.review_id", kPhotoColumns,
                  "FROM review_photos t WHERE t.state = 'ready' AND t.review_id IN ({}) ORDER BY t.position");
      return reviews;
    }
    case OwnList::kVotes:
      return read_own(tx, "t.review_id, t.review_id", kVoteColumns,
                      "FROM review_votes t JOIN reviews r ON r.id = t.review_id JOIN products p ON p.id = r.product_id "
                      "WHERE t.user_id = $1 AND t.review_id > $2 ORDER BY t.review_id LIMIT $3",
                      values);
    case OwnList::kStockWishes:
      // Anybody may have typed the mailbox: whoever has not proved that it is theirs is not told what it waits for.
      return read_own(tx, "t.id, t.id", kStockWishColumns,
                      "FROM users u JOIN stock_wishes t ON t.email = u.email JOIN variants v ON v.id = t.variant_id "
                      "JOIN products p ON p.id = v.product_id WHERE u.id = $1 AND u.email_verified_at IS NOT NULL "
                      "AND t.id > $2 ORDER BY t.id LIMIT $3",
                      values);
    case OwnList::kMails:
      // Of a mailbox that is not proved only what was written because of this account's orders.
      return read_own(tx, "t.id, t.id", kMailColumns,
                      "FROM users u JOIN outbox_mails t ON t.to_address = u.email LEFT JOIN orders o ON o.id = "
                      "t.order_id WHERE u.id = $1 AND (u.email_verified_at IS NOT NULL OR o.user_id = u.id) "
                      "AND t.id > $2 ORDER BY t.id LIMIT $3",
                      values);
    case OwnList::kOrders: {
      auto orders = read_own(tx, "t.id, t.id", kOrderColumns,
                             "FROM orders t WHERE t.user_id = $1 AND t.id > $2 ORDER BY t.id LIMIT $3", values);
      add_parts_of_orders(tx, orders);
      return orders;
    }
    case OwnList::kSavedFilters:
      return read_own(tx, "t.id, t.id", kSavedFilterColumns,
                      "FROM saved_filters t WHERE t.owner_id = $1 AND t.id > $2 ORDER BY t.id LIMIT $3", values);
    case OwnList::kDraftOrders: {
      // What was placed is among the orders.
      auto drafts = read_own(tx, "t.id, t.id", kDraftColumns,
                             "FROM draft_orders t WHERE t.user_id = $1 AND t.order_id IS NULL AND t.id > $2 "
                             "ORDER BY t.id LIMIT $3",
                             values);
      add_to_each(tx, drafts, "lines", "t.position, t.draft_id", kDraftLineColumns,
                  "FROM draft_order_lines t JOIN variants v ON v.id = t.variant_id JOIN products p ON p.id = "
                  "v.product_id WHERE t.draft_id IN ({}) ORDER BY t.draft_id, t.position");
      return drafts;
    }
  }
  return {};
}

}  // namespace hurtrock::app

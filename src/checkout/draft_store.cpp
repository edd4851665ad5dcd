#include "checkout/draft_orders.hpp"
#include "checkout/store.hpp"

namespace hurtrock::checkout {
namespace {

std::vector<DraftLine> lines_of_draft(db::Tx& tx, DraftOrderId draft) {
  std::vector<DraftLine> lines;
  for (const auto& [variant, quantity, price] : tx.all<VariantId, std::int64_t, Money>(
           "SELECT variant_id, quantity, unit_price_seen FROM draft_order_lines WHERE draft_id = $1 ORDER BY position",
           draft))
    lines.push_back({.variant = variant, .quantity = quantity, .price_seen = price});
  return lines;
}

void add_lines_to_draft(db::Tx& tx, DraftOrderId draft, std::span<const DraftLine> lines) {
  std::int64_t position = 0;
  for (const DraftLine& line : lines)
    tx.send(
        "INSERT INTO draft_order_lines (draft_id, position, variant_id, quantity, unit_price_seen) "
        "VALUES ($1, $2, $3, $4, $5)",
        draft, ++position, line.variant, line.quantity, line.price_seen);
}

}  // namespace

std::optional<DraftOrder> find_draft(db::Tx& tx, DraftOrderId id) {
  const db::Value values[] = {db::to_value(id)};
  const db::Rows rows = tx.query_list(
      "SELECT version, user_id, contact_name, email, phone, street, area_code, postal_code, address_note, "
      "shipping_code, payment_method, language, staff_note, created_at, changed_at, order_id, placed_at "
      "FROM draft_orders WHERE id = $1",
      values);
  if (rows.empty()) return std::nullopt;
  DraftOrder draft{
      .id = id, .version = rows.get<std::int64_t>(0, 0), .contents = {}, .created_at = {}, .changed_at = {}};
  DraftContents& contents = draft.contents;
  contents.account = rows.get<std::optional<UserId>>(0, 1);
  contents.request.contact = {
      .name = rows.get<std::string>(0, 2), .email = rows.get<std::string>(0, 3), .phone = rows.get<std::string>(0, 4)};
  contents.request.address.street = rows.get<std::string>(0, 5);
  contents.request.address.area_code = rows.get<std::string>(0, 6);
  contents.request.address.postal_code = rows.get<std::string>(0, 7);
  contents.request.address.note = rows.get<std::string>(0, 8);
  contents.request.shipping_service = rows.get<std::string>(0, 9);
  contents.request.payment_method = rows.get<std::string>(0, 10);
  contents.language = rows.get<std::string>(0, 11) == "en" ? i18n::Language::kEnglish : i18n::Language::kIndonesian;
  contents.staff_note = rows.get<std::string>(0, 12);
  contents.lines = lines_of_draft(tx, id);
  draft.created_at = rows.get<Time>(0, 13);
  draft.changed_at = rows.get<Time>(0, 14);
  draft.order = rows.get<std::optional<OrderId>>(0, 15);
  draft.placed_at = rows.get<std::optional<Time>>(0, 16);
  return draft;
}

std::optional<DraftOrderId> draft_of(db::Tx& tx, OrderId order) {
  return tx.maybe_value<DraftOrderId>("SELECT id FROM draft_orders WHERE order_id = $1", order);
}

CreatedDraft create_draft(db::Tx& tx, const DraftContents& contents, std::string_view request_key, UserId author,
                          Time now) {
  const PlaceRequest& request = contents.request;
  const auto made = tx.maybe_value<DraftOrderId>(
      "INSERT INTO draft_orders (request_key, user_id, contact_name, email, phone, street, area_code, postal_code, "
      "address_note, shipping_code, payment_method, language, staff_note, created_by, created_at, changed_at) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) "
      "ON CONFLICT (request_key) DO NOTHING RETURNING id",
      request_key, contents.account, request.contact.name, request.contact.email, request.contact.phone,
      request.address.street, request.address.area_code, request.address.postal_code, request.address.note,
      request.shipping_service, request.payment_method, i18n::code(contents.language), contents.staff_note, author, now,
      now);
  // Whoever was first with this form has committed by now: the insertion has waited for that.
  if (!made) return {tx.one<DraftOrderId>("SELECT id FROM draft_orders WHERE request_key = $1", request_key), false};
  add_lines_to_draft(tx, *made, contents.lines);
  return {*made, true};
}

std::expected<DraftOrder, DraftRefusal> lock_draft(db::Tx& tx, const SeenDraft& seen) {
  if (!tx.maybe_value<DraftOrderId>("SELECT id FROM draft_orders WHERE id = $1 FOR UPDATE", seen.id))
    return std::unexpected(DraftRefusal::kNoSuchDraft);
  auto draft = find_draft(tx, seen.id);
  if (draft->order) return std::unexpected(DraftRefusal::kPlaced);
  if (draft->version != seen.version) return std::unexpected(DraftRefusal::kChanged);
  return *std::move(draft);
}

void change_draft(db::Tx& tx, DraftOrderId id, const DraftContents& contents, Time now) {
  const PlaceRequest& request = contents.request;
  tx.send(
      "UPDATE draft_orders SET user_id = $1, contact_name = $2, email = $3, phone = $4, street = $5, area_code = $6, "
      "postal_code = $7, address_note = $8, shipping_code = $9, payment_method = $10, language = $11, "
      "staff_note = $12, changed_at = $13, version = version + 1 WHERE id = $14",
      contents.account, request.contact.name, request.contact.email, request.contact.phone, request.address.street,
      request.address.area_code, request.address.postal_code, request.address.note, request.shipping_service,
      request.payment_method, i18n::code(contents.language), contents.staff_note, now, id);
  tx.send("DELETE FROM draft_order_lines WHERE draft_id = $1", id);
  add_lines_to_draft(tx, id, contents.lines);
}

void remove_draft(db::Tx& tx, DraftOrderId id) { tx.send("DELETE FROM draft_orders WHERE id = $1", id); }

std::int64_t forget_drafts(db::Tx& tx, Time now) {
  return tx.execute("DELETE FROM draft_orders WHERE order_id IS NULL AND changed_at < $1", now - kOpenDraftsKept) +
         tx.execute("DELETE FROM draft_orders WHERE order_id IS NOT NULL AND placed_at < $1", now - kPlacedDraftsKept);
}

void forget_drafts_of(db::Tx& tx, UserId user) { tx.send("DELETE FROM draft_orders WHERE user_id = $1", user); }

namespace store {

void mark_draft_placed(db::Tx& tx, DraftOrderId draft, OrderId order, Time now) {
  tx.send("UPDATE draft_orders SET order_id = $1, placed_at = $2, changed_at = $2, version = version + 1 WHERE id = $3",
          order, now, draft);
}

}  // namespace store
}  // namespace hurtrock::checkout

#include "sandbox/stripe_objects.hpp"

namespace hurtrock::sandbox {
namespace {

namespace json = boost::json;

constexpr std::string_view kVersion = "2026-10-28.endive";

std::int64_t seconds(Time time) { return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count(); }

json::value or_null(const std::string& text) { return text.empty() ? json::value() : json::value(text); }

json::object metadata_of(const StripeMetadata& metadata) {
  json::object object;
  for (const auto& [name, value] : metadata) object[name] = value;
  return object;
}

json::value decline_of(const StripeSession& session) {
  if (session.decline_code.empty()) return {};
  return json::object{{"type", "card_error"},
                      {"code", "card_declined"},
                      {"decline_code", session.decline_code},
                      {"message", "Your card was declined."}};
}

}  // namespace

json::object session_object(const StripeSession& session, const StripeExpansion& expansion) {
  json::object object{{"id", session.id},
                      {"object", "checkout.session"},
                      {"amount_subtotal", session.amount_total},
                      {"amount_total", session.amount_total},
                      {"cancel_url", or_null(session.cancel_url)},
                      {"client_reference_id", or_null(session.reference)},
                      {"created", seconds(session.created_at)},
                      {"currency", "idr"},
                      {"customer", nullptr},
                      {"customer_email", or_null(session.customer_email)},
                      {"expires_at", seconds(session.expires_at)},
                      {"livemode", false},
                      {"locale", or_null(session.locale)},
                      {"metadata", metadata_of(session.metadata)},
                      {"mode", "payment"},
                      {"payment_intent", or_null(session.intent_id)},
                      {"payment_method_types", json::array{"card"}},
                      {"payment_status", session.payment_status},
                      {"status", session.status},
                      {"success_url", or_null(session.success_url)},
                      {"total_details", {{"amount_discount", 0}, {"amount_shipping", 0}, {"amount_tax", 0}}},
                      {"ui_mode", "hosted_page"},
                      {"url", session.status == "open" ? json::value(session.page_url) : json::value()}};
  if (expansion.intent && !session.intent_id.empty())
    object["payment_intent"] = intent_object(session, expansion.charge);
  if (expansion.line_items)
    object["line_items"] =
        list_object("/v1/checkout/sessions/" + session.id + "/line_items", line_item_objects(session));
  return object;
}

json::object intent_object(const StripeSession& session, bool expand_charge) {
  json::object object{{"id", session.intent_id},
                      {"object", "payment_intent"},
                      {"amount", session.amount_total},
                      {"amount_received", session.is_paid() ? session.amount_total : 0},
                      {"capture_method", "automatic"},
                      {"created", seconds(session.created_at)},
                      {"currency", "idr"},
                      {"description", or_null(session.intent_description)},
                      {"last_payment_error", decline_of(session)},
                      {"latest_charge", or_null(session.charge_id)},
                      {"livemode", false},
                      {"metadata", metadata_of(session.intent_metadata)},
                      {"payment_method_types", json::array{"card"}},
                      {"status", session.intent_status}};
  if (expand_charge && !session.charge_id.empty()) object["latest_charge"] = charge_object(session);
  return object;
}

json::object charge_object(const StripeSession& session) {
  const std::int64_t refunded = session.refunded();
  return {{"id", session.charge_id},
          {"object", "charge"},
          {"amount", session.amount_total},
          {"amount_captured", session.amount_total},
          {"amount_refunded", refunded},
          {"captured", true},
          {"created", seconds(session.created_at)},
          {"currency", "idr"},
          {"disputed", !session.disputes.empty()},
          {"livemode", false},
          {"metadata", metadata_of(session.intent_metadata)},
          {"paid", true},
          {"payment_intent", session.intent_id},
          {"payment_method_details", {{"type", "card"}, {"card", {{"brand", "visa"}, {"last4", "4242"}}}}},
          {"refunded", refunded == session.amount_total},
          {"status", "succeeded"}};
}

json::object refund_object(const StripeSession& session, const StripeRefund& refund) {
  return {{"id", refund.id},
          {"object", "refund"},
          {"amount", refund.amount},
          {"charge", session.charge_id},
          {"created", seconds(refund.created_at)},
          {"currency", "idr"},
          {"metadata", metadata_of(refund.metadata)},
          {"payment_intent", session.intent_id},
          {"reason", or_null(refund.reason)},
          {"status", refund.status}};
}

json::object dispute_object(const StripeSession& session, const StripeDispute& dispute) {
  return {{"id", dispute.id},
          {"object", "dispute"},
          {"amount", session.amount_total},
          {"charge", session.charge_id},
          {"created", seconds(dispute.created_at)},
          {"currency", "idr"},
          {"livemode", false},
          {"metadata", json::object{}},
          {"payment_intent", session.intent_id},
          {"reason", "general"},
          {"status", dispute.status}};
}

json::array line_item_objects(const StripeSession& session) {
  json::array items;
  for (const auto& line : session.lines)
    items.push_back({{"id", line.id},
                     {"object", "item"},
                     {"amount_discount", 0},
                     {"amount_subtotal", line.unit_amount * line.quantity},
                     {"amount_tax", 0},
                     {"amount_total", line.unit_amount * line.quantity},
                     {"currency", "idr"},
                     {"description", line.name},
                     {"price", {{"object", "price"}, {"currency", "idr"}, {"unit_amount", line.unit_amount}}},
                     {"quantity", line.quantity}});
  return items;
}

json::object event_object(const StripeEvent& event) {
  return {{"id", event.id},
          {"object", "event"},
          {"api_version", kVersion},
          {"created", seconds(event.created_at)},
          {"data", {{"object", event.object}}},
          {"livemode", false},
          {"pending_webhooks", event.told ? 0 : 1},
          {"request", {{"id", nullptr}, {"idempotency_key", nullptr}}},
          {"type", event.type}};
}

json::object list_object(std::string_view path, json::array data, bool has_more) {
  return {{"object", "list"}, {"data", std::move(data)}, {"has_more", has_more}, {"url", path}};
}

}  // namespace hurtrock::sandbox

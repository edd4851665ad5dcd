#include "sandbox/stripe_session.hpp"

#include <boost/json/array.hpp>

#include "sandbox/json_members.hpp"

namespace hurtrock::sandbox {
namespace {

namespace json = boost::json;

json::object metadata_json(const StripeMetadata& metadata) {
  json::object object;
  for (const auto& [name, value] : metadata) object[name] = value;
  return object;
}

StripeMetadata metadata_from(const json::value& value) {
  StripeMetadata metadata;
  for (const auto& [name, member] : value.as_object()) metadata.emplace_back(name, member.as_string());
  return metadata;
}

json::array lines_json(const std::vector<StripeLine>& lines) {
  json::array list;
  for (const auto& line : lines)
    list.push_back(
        {{"id", line.id}, {"name", line.name}, {"unit_amount", line.unit_amount}, {"quantity", line.quantity}});
  return list;
}

json::object call_json(const StripeCall& call) { return {{"key", call.key}, {"asked", call.asked}}; }

/// Of what was made by a sandbox that did not note calls nothing is known.
StripeCall call_that_made(const json::object& object) {
  const json::value* call = object.if_contains("made_by");
  if (call == nullptr) return {};
  return {.key = text_in(call->as_object(), "key"), .asked = text_in(call->as_object(), "asked")};
}

json::array refunds_json(const std::vector<StripeRefund>& refunds) {
  json::array list;
  for (const auto& refund : refunds)
    list.push_back({{"id", refund.id},
                    {"amount", refund.amount},
                    {"reason", refund.reason},
                    {"metadata", metadata_json(refund.metadata)},
                    {"status", refund.status},
                    {"created_at", to_micros(refund.created_at)},
                    {"made_by", call_json(refund.made_by)}});
  return list;
}

json::array disputes_json(const std::vector<StripeDispute>& disputes) {
  json::array list;
  for (const auto& dispute : disputes)
    list.push_back({{"id", dispute.id}, {"created_at", to_micros(dispute.created_at)}, {"status", dispute.status}});
  return list;
}

StripeRefund stripe_refund_from(const json::object& object) {
  return {.id = text_in(object, "id"),
          .amount = object.at("amount").as_int64(),
          .reason = text_in(object, "reason"),
          .metadata = metadata_from(object.at("metadata")),
          .created_at = time_in(object, "created_at"),
          .status = text_in(object, "status"),
          .made_by = call_that_made(object)};
}

}  // namespace

std::int64_t StripeSession::refunded() const {
  std::int64_t sum = 0;
  for (const auto& refund : refunds)
    if (refund.status != "failed") sum += refund.amount;
  return sum;
}

json::object to_json(const StripeSession& session) {
  return {{"id", session.id},
          {"reference", session.reference},
          {"page_url", session.page_url},
          {"success_url", session.success_url},
          {"cancel_url", session.cancel_url},
          {"locale", session.locale},
          {"customer_email", session.customer_email},
          {"lines", lines_json(session.lines)},
          {"metadata", metadata_json(session.metadata)},
          {"amount_total", session.amount_total},
          {"created_at", to_micros(session.created_at)},
          {"expires_at", to_micros(session.expires_at)},
          {"made_by", call_json(session.made_by)},
          {"status", session.status},
          {"payment_status", session.payment_status},
          {"intent_id", session.intent_id},
          {"intent_status", session.intent_status},
          {"intent_description", session.intent_description},
          {"intent_metadata", metadata_json(session.intent_metadata)},
          {"decline_code", session.decline_code},
          {"charge_id", session.charge_id},
          {"disputes", disputes_json(session.disputes)},
          {"refunds", refunds_json(session.refunds)},
          {"refunds_take_time", session.refunds_take_time}};
}

StripeSession session_from_json(const json::object& object) {
  StripeSession session{.id = text_in(object, "id"),
                        .reference = text_in(object, "reference"),
                        .page_url = text_in(object, "page_url"),
                        .success_url = text_in(object, "success_url"),
                        .cancel_url = text_in(object, "cancel_url"),
                        .locale = text_in(object, "locale"),
                        .customer_email = text_in(object, "customer_email"),
                        .metadata = metadata_from(object.at("metadata")),
                        .amount_total = object.at("amount_total").as_int64(),
                        .created_at = time_in(object, "created_at"),
                        .expires_at = time_in(object, "expires_at"),
                        .made_by = call_that_made(object),
                        .status = text_in(object, "status"),
                        .payment_status = text_in(object, "payment_status"),
                        .intent_id = text_in(object, "intent_id"),
                        .intent_status = text_in(object, "intent_status"),
                        .intent_description = text_in(object, "intent_description"),
                        .intent_metadata = metadata_from(object.at("intent_metadata")),
                        .decline_code = text_in(object, "decline_code"),
                        .charge_id = text_in(object, "charge_id"),
                        .refunds_take_time = object.at("refunds_take_time").as_bool()};
  for (const auto& line : object.at("lines").as_array())
    session.lines.push_back({.id = text_in(line.as_object(), "id"),
                             .name = text_in(line.as_object(), "name"),
                             .unit_amount = line.at("unit_amount").as_int64(),
                             .quantity = line.at("quantity").as_int64()});
  for (const auto& dispute : object.at("disputes").as_array())
    session.disputes.push_back({.id = text_in(dispute.as_object(), "id"),
                                .created_at = time_in(dispute.as_object(), "created_at"),
                                .status = text_in(dispute.as_object(), "status")});
  for (const auto& refund : object.at("refunds").as_array())
    session.refunds.push_back(stripe_refund_from(refund.as_object()));
  return session;
}

json::object to_json(const StripeEvent& event) {
  return {{"id", event.id},
          {"type", event.type},
          {"created_at", to_micros(event.created_at)},
          {"object", event.object},
          {"told", event.told}};
}

StripeEvent event_from_json(const json::object& object) {
  return {.id = text_in(object, "id"),
          .type = text_in(object, "type"),
          .created_at = time_in(object, "created_at"),
          .object = object.at("object").as_object(),
          .told = object.at("told").as_bool()};
}

}  // namespace hurtrock::sandbox

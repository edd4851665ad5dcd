#include "admin/order_events.hpp"

#include <fmt/format.h>

#include "admin/dates.hpp"
#include "admin/payment_note.hpp"
#include "admin/text_or.hpp"

namespace hurtrock::admin {
namespace {

/// "Ani (staf)", "Sistem".
std::string actor(const orders::Event& event, const i18n::Texts& texts) {
  const std::string kind(texts(fmt::format("admin.actor.{}", event.actor_kind)));
  return event.actor_name.empty() ? kind : fmt::format("{} ({})", event.actor_name, kind);
}

/// "JX1 JX2", as orders::correct_tracking writes it.
std::string tracking_note(std::string_view detail, const i18n::Texts& texts) {
  const std::size_t space = detail.find(' ');
  if (space == std::string_view::npos) return std::string(detail);
  return texts("admin.event.tracking_change",
               {{"before", detail.substr(0, space)}, {"resi", detail.substr(space + 1)}});
}

std::string note(const orders::Event& event, const i18n::Texts& texts) {
  if (event.kind == "shipped")
    return event.detail.empty() ? std::string{} : texts("admin.event.tracking", {{"resi", event.detail}});
  if (event.kind == orders::kTrackingCorrected) return tracking_note(event.detail, texts);
  if (event.kind == "returned")
    return event.detail.empty() ? std::string{} : texts("admin.event.restocked", {{"pieces", event.detail}});
  if (event.kind == "payment_method_changed") return text_or("admin.provider." + event.detail, event.detail, texts);
  if (event.kind == "cancelled") return text_or("admin.reason." + event.detail, event.detail, texts);
  if (event.kind == "payment_changed" || event.kind == "payment_withdrawn")
    return payment_word_note(event.detail, texts);
  // The provider's word for the whole payment says nothing of the dispute.
  if (event.kind == "chargeback") return {};
  if (event.kind == "payment_mismatch") return amounts_note(event.detail, texts);
  if (event.kind == "refund_requested") return refund_note(event.detail, texts);
  return event.detail;
}

}  // namespace

EventRow event_row(const orders::Event& event, bool is_pickup, const i18n::Texts& texts) {
  EventRow row{.text = text_or("admin.event." + event.kind, event.kind, texts),
               .note = note(event, texts),
               .actor = actor(event, texts),
               .at = date_and_time(event.at, texts)};
  if (event.kind == "payment_changed" && event.payment_state_after)
    row.text = texts("admin.event.payment_changed_to",
                     {{"state", texts(fmt::format("orders.payment.{}", *event.payment_state_after))}});
  if (event.kind == "shipped" && event.state_after == "partially_shipped")
    row.text = texts("admin.event.shipped_partly");
  // With a tracking number a parcel was sent after all.
  if (is_pickup && event.kind == "shipped" && event.detail.empty())
    row.text = texts(event.state_after == "partially_shipped" ? "admin.event.ready_partly" : "admin.event.ready");
  if (is_pickup && event.kind == "delivered") row.text = texts("admin.event.collected");
  return row;
}

}  // namespace hurtrock::admin

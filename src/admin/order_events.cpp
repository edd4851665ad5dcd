#include "admin/order_events.hpp"

#include <fmt/format.h>

#include "admin/dates.hpp"

namespace hurtrock::admin {
namespace {

std::string worded(std::string_view key, std::string_view otherwise, const i18n::Texts& texts) {
  return std::string(texts.has(key) ? texts(key) : otherwise);
}

/// "Ani (staf)", "Sistem".
std::string actor(const orders::Event& event, const i18n::Texts& texts) {
  const std::string kind(texts(fmt::format("admin.actor.{}", event.actor_kind)));
  return event.actor_name.empty() ? kind : fmt::format("{} ({})", event.actor_name, kind);
}

std::string note(const orders::Event& event, const i18n::Texts& texts) {
  if (event.kind == "shipped")
    return event.detail.empty() ? std::string{} : texts("admin.event.tracking", {{"resi", event.detail}});
  if (event.kind == "payment_method_changed") return worded("admin.provider." + event.detail, event.detail, texts);
  if (event.kind == "cancelled") return worded("admin.reason." + event.detail, event.detail, texts);
  return event.detail;
}

}  // namespace

EventRow event_row(const orders::Event& event, const i18n::Texts& texts) {
  EventRow row{.text = worded("admin.event." + event.kind, event.kind, texts),
               .note = note(event, texts),
               .actor = actor(event, texts),
               .at = date_and_time(event.at, texts)};
  if (event.kind == "payment_changed" && event.payment_state_after)
    row.text = texts("admin.event.payment_changed_to",
                     {{"state", texts(fmt::format("orders.payment.{}", *event.payment_state_after))}});
  if (event.kind == "shipped" && event.state_after == "partially_shipped")
    row.text = texts("admin.event.shipped_partly");
  return row;
}

}  // namespace hurtrock::admin

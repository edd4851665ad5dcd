#include "admin/task_row.hpp"

#include <fmt/format.h>

#include "admin/dates.hpp"
#include "admin/payment_note.hpp"
#include "admin/text_or.hpp"

namespace hurtrock::admin {
namespace {

/// What is decided where all ways to do so stand side by side.
bool is_decided_with_transfers(const payments::StaffTask& task) {
  return !task.transfer.empty() && (task.kind == "payment_mismatch" || task.kind.starts_with("transfer_"));
}

std::string detail_of(const payments::StaffTask& task, const i18n::Texts& texts) {
  if (task.kind == "provider_without_keys" || task.kind == "provider_events_wait")
    return text_or("admin.provider." + task.detail, task.detail, texts);
  return task.is_about_money() ? amounts_note(task.detail, texts) : task.detail;
}

}  // namespace

std::string transfer_url(std::string_view reference) {
  return fmt::format("/admin/payments/transfers?q={0}#{0}", reference);
}

TaskRow task_row(const payments::StaffTask& task, const i18n::Texts& texts) {
  const std::string key = "admin.task." + task.kind;
  const bool with_transfers = is_decided_with_transfers(task);
  const bool goes_back = task.is_about_money() && !with_transfers;
  return {.text = texts.has(key) ? std::string(texts(key)) : task.kind,
          .detail = detail_of(task, texts),
          .at = date_and_time(task.created_at, texts),
          .order_number = task.order_number,
          .attempt = goes_back && task.left > Money{} ? task.attempt : 0,
          .left = task.left,
          .url = with_transfers ? transfer_url(task.transfer) : std::string{}};
}

}  // namespace hurtrock::admin

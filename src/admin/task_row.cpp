#include "admin/task_row.hpp"

#include "admin/dates.hpp"

namespace hurtrock::admin {

TaskRow task_row(const payments::StaffTask& task, const i18n::Texts& texts) {
  const std::string key = "admin.task." + task.kind;
  const bool goes_back = task.kind == "payment_must_go_back" || task.kind == "payment_mismatch";
  return {.text = texts.has(key) ? std::string(texts(key)) : task.kind,
          .detail = task.detail,
          .at = date_and_time(task.created_at, texts),
          .order_number = task.order_number,
          .attempt = goes_back && task.left > Money{} ? task.attempt : 0,
          .left = task.left};
}

}  // namespace hurtrock::admin

#include <fmt/format.h>

#include "admin/audit.hpp"
#include "admin/handlers.hpp"
#include "admin/job_words.hpp"
#include "admin/text_or.hpp"
#include "platform/jobs/jobs.hpp"

namespace hurtrock::admin {

std::string worded_job(std::string_view kind, const i18n::Texts& texts) {
  return text_or(fmt::format("admin.job.{}", kind), kind, texts);
}

http::Response create_job_retry(const http::Request& request, Services& shop) {
  const StaffMember staff = staff_of(request);
  const std::string_view kind = request.form.value("kind");
  const auto retried = shop.db.write([&](db::Tx& tx) {
    const Time now = shop.clock.now();
    const std::int64_t count = jobs::retry_dead(tx, kind, now);
    if (count > 0) audit(tx, staff, "job.retried", "job", kind, {}, {{"jobs", count}}, now);
    return count;
  });
  shop.wake_jobs();
  return http::see_other(fmt::format("/admin?notice={}", retried > 0 ? "jobs_retried" : "jobs_gone"));
}

}  // namespace hurtrock::admin

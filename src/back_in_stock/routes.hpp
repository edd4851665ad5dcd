#pragma once

#include <functional>
#include <vector>

#include "back_in_stock/back_in_stock.hpp"
#include "layout/frame_source.hpp"
#include "platform/http/route.hpp"
#include "platform/jobs/runner.hpp"

namespace hurtrock::back_in_stock {

struct Services {
  db::Database& db;
  const Clock& clock;
  layout::FrameSource& frames;
  Mails mails;
  /// To be called after a transaction that left mails.
  std::function<void()> wake_jobs;
};

std::vector<http::Route> routes(Services& shop);

/// Looks for pieces that somebody waits for, whatever has brought them, and tells the next ones. May run in several
/// processes at once. Answers how many were told.
std::int64_t tell(Services& shop);
void register_jobs(jobs::Runner& runner, Services& shop);

}  // namespace hurtrock::back_in_stock

#pragma once

#include <functional>
#include <vector>

#include "catalog/make_variants.hpp"
#include "checkout/services.hpp"
#include "layout/frame_source.hpp"
#include "orders/mails.hpp"
#include "platform/core/clock.hpp"
#include "platform/db/db.hpp"
#include "platform/http/route.hpp"
#include "reviews/reviews.hpp"

namespace hurtrock::admin {

/// What the staff's screens need; filled by src/app/wiring.cpp and alive as long as the process.
struct Services {
  db::Database& db;
  const Clock& clock;
  layout::FrameSource& frames;
  checkout::Services& checkout;
  orders::Mails mails;
  /// To be called after a transaction that left something in the outbox.
  std::function<void()> wake_jobs;
  catalog::ImageServices& images;
  reviews::Mails review_mails = {};
};

std::vector<http::Route> routes(Services& shop);

}  // namespace hurtrock::admin

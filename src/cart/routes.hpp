#pragma once

#include <vector>

#include "layout/frame_source.hpp"
#include "platform/core/clock.hpp"
#include "platform/db/db.hpp"
#include "platform/http/route.hpp"
#include "platform/http/sessions.hpp"

namespace hurtrock::cart {

/// What the cart's pages and API need; filled by src/app/wiring.cpp and alive as long as the process.
struct Services {
  db::Database& db;
  const Clock& clock;
  layout::FrameSource& frames;
  http::SessionStarter& sessions;
};

std::vector<http::Route> routes(Services& services);

}  // namespace hurtrock::cart

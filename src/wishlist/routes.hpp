#pragma once

#include <string>
#include <vector>

#include "catalog/catalogue.hpp"
#include "layout/frame_source.hpp"
#include "platform/core/clock.hpp"
#include "platform/db/db.hpp"
#include "platform/http/route.hpp"
#include "platform/http/sessions.hpp"

namespace hurtrock::wishlist {

struct Services {
  db::Database& db;
  const Clock& clock;
  layout::FrameSource& frames;
  http::SessionStarter& sessions;
  const catalog::Catalogue& catalogue;
  std::string public_url;
};

std::vector<http::Route> routes(Services& services);

}  // namespace hurtrock::wishlist

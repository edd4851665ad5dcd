#pragma once

#include <vector>

#include "layout/frame_source.hpp"
#include "platform/db/db.hpp"
#include "platform/http/route.hpp"

/// The outbox as pages, so that whoever develops the shop can read what it has written and follow the links in it. Open
/// to anyone: the routes must exist in development only.
namespace hurtrock::app {

struct DevMailServices {
  db::Database& db;
  layout::FrameSource& frames;
};

/// GET /dev/mail, /dev/mail/:id and /dev/mail/:id/html. `services` outlives the routes.
std::vector<http::Route> dev_mail_routes(DevMailServices& services);

}  // namespace hurtrock::app

#pragma once

#include <functional>
#include <string>
#include <vector>

#include "layout/frame_source.hpp"
#include "platform/core/clock.hpp"
#include "platform/core/secret.hpp"
#include "platform/db/db.hpp"
#include "platform/http/route.hpp"

/// The chat's pages in the shop, and what the chat service asks it. They are the shop's own process: the pages are
/// there while the service is not.
namespace hurtrock::chat {

struct PageServices {
  layout::FrameSource& frames;
  std::string public_url;
  db::Database& db;  ///< the shop's
  const Clock& clock;
  Secret session_secret;  ///< the chat service shows that it has it, too
  std::string shop_name;
  std::function<void()> wake_jobs;  ///< after a transaction that left something in the outbox
};

std::vector<http::Route> page_routes(PageServices& shop);

}  // namespace hurtrock::chat

#pragma once

#include <string>
#include <vector>

#include "layout/frame_source.hpp"
#include "platform/http/route.hpp"

/// The chat's pages in the shop. They are the shop's own process: the chat service knows nothing of them, and they are
/// there while it is not.
namespace hurtrock::chat {

struct PageServices {
  layout::FrameSource& frames;
  std::string public_url;
};

std::vector<http::Route> page_routes(PageServices& shop);

}  // namespace hurtrock::chat

#pragma once

#include <vector>

#include "layout/frame_source.hpp"
#include "platform/http/route.hpp"

namespace hurtrock::store {

struct Services {
  layout::FrameSource& frames;
  std::string public_url;
};

std::vector<http::Route> routes(Services& shop);

}  // namespace hurtrock::store

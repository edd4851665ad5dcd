#pragma once

#include <string>
#include <vector>

#include "catalog/catalogue.hpp"
#include "catalog/text_search.hpp"
#include "layout/frame_source.hpp"
#include "platform/core/clock.hpp"
#include "platform/http/route.hpp"

namespace hurtrock::compare {

struct Services {
  const catalog::Catalogue& catalogue;
  catalog::TextSearch& search;
  const Clock& clock;
  layout::FrameSource& frames;
  std::string public_url;
  bool secure_cookies = false;
};

/// None of these asks the database: everything comes from the snapshot.
std::vector<http::Route> routes(Services& services);

}  // namespace hurtrock::compare

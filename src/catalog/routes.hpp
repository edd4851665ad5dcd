#pragma once

#include <string>
#include <vector>

#include "catalog/catalogue.hpp"
#include "catalog/text_search.hpp"
#include "layout/frame_source.hpp"
#include "platform/http/route.hpp"

namespace hurtrock::catalog {

struct Services {
  Catalogue& catalogue;
  TextSearch& search;
  const Clock& clock;
  layout::FrameSource& frames;
  std::string public_url;
};

/// None of these asks the database: everything comes from the snapshot.
std::vector<http::Route> routes(Services& shop);

}  // namespace hurtrock::catalog

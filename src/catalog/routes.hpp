#pragma once

#include <string>
#include <vector>

#include "catalog/catalogue.hpp"
#include "catalog/review_part.hpp"
#include "catalog/sitemap.hpp"
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
  ReviewsOf reviews = {};  ///< empty: products have none
  SitemapFiles sitemap = {};
};

/// None of these asks the database: everything comes from the snapshot (reviews: from what their feature keeps).
std::vector<http::Route> routes(Services& shop);

}  // namespace hurtrock::catalog

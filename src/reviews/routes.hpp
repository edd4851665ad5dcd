#pragma once

#include <functional>
#include <string>
#include <vector>

#include "catalog/catalogue.hpp"
#include "catalog/review_part.hpp"
#include "images/images.hpp"
#include "layout/frame_source.hpp"
#include "platform/http/route.hpp"
#include "platform/jobs/runner.hpp"
#include "reviews/first_pages.hpp"
#include "reviews/reviews.hpp"

namespace hurtrock::reviews {

struct Services {
  db::Database& db;
  const Clock& clock;
  layout::FrameSource& frames;
  const catalog::Catalogue& catalogue;
  FirstPages& first_pages;
  images::Helper& helper;
  std::string media, originals, scratch;  ///< as catalog::ImageServices
  Mails mails;
  /// To be called after a change of what is published, so that its maker sees it on the next page.
  std::function<void()> catalogue_changed;
  /// To be called after a transaction that left a job for a photo.
  std::function<void()> wake_jobs;
};

std::vector<http::Route> routes(Services& shop);
/// Photos are made by the runner that makes all pictures, one at a time.
void register_photo_jobs(jobs::Runner& runner, Services& shop);
/// The section of a product's page.
catalog::ReviewPart review_part(const http::Request& request, const catalog::Snapshot& snapshot,
                                const catalog::SnapshotProduct& product, Services& shop);

}  // namespace hurtrock::reviews

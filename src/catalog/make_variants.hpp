#pragma once

#include <functional>
#include <string>

#include "images/images.hpp"
#include "platform/core/clock.hpp"
#include "platform/db/db.hpp"
#include "platform/jobs/runner.hpp"

namespace hurtrock::catalog {

/// Where pictures are, and who makes them. All folders exist and are on one file system.
struct ImageServices {
  db::Database& db;
  const Clock& clock;
  images::Helper& helper;
  std::string media;      ///< served
  std::string originals;  ///< as uploaded: never served
  std::string scratch;    ///< what is being made
  /// To be called after a change whose maker wants to see it on the next page.
  std::function<void()> catalogue_changed;
  /// To be called after a transaction that left a job.
  std::function<void()> wake_jobs;
};

/// The job behind gallery.hpp's kMakeVariants: runs the helper, moves the variants to where they are served from, and
/// shows the picture. It may be run any number of times and broken off anywhere: until the last step nothing refers to
/// what it leaves.
jobs::Outcome make_variants(const jobs::Job& job, ImageServices& shop);

void register_image_jobs(jobs::Runner& runner, ImageServices& shop);

}  // namespace hurtrock::catalog

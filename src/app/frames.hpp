#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "catalog/catalogue.hpp"
#include "layout/frame_source.hpp"
#include "store/store.hpp"

namespace hurtrock::app {

/// The shop's part of every frame is made once for each language and catalogue; the visit's part for each request.
class Frames final : public layout::FrameSource {
 public:
  Frames(db::Database& db, const catalog::Catalogue& catalogue, std::string public_url, bool development);

  layout::Frame frame_for(const http::Request& request) override;

  /// Reads the store profile again if it has changed. True when it has.
  bool refresh();
  [[nodiscard]] std::string shop_name() const { return profile_.load()->name; }
  /// Grows when the profile changes.
  [[nodiscard]] std::int64_t version() const { return version_.load(std::memory_order_relaxed); }

 private:
  db::Database& db_;
  const catalog::Catalogue& catalogue_;
  std::string public_url_;
  bool development_;
  std::atomic<std::shared_ptr<const store::Profile>> profile_;
  std::atomic<std::int64_t> version_{0};
};

}  // namespace hurtrock::app

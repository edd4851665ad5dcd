#pragma once

#include <array>
#include <atomic>
#include <memory>
#include <string>

#include "catalog/catalogue.hpp"
#include "layout/frame_source.hpp"
#include "platform/core/published.hpp"
#include "store/store.hpp"

namespace hurtrock::app {

/// The shop's part of every frame is made once for each language, catalogue and profile; the visit's part for each
/// request.
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
  /// With what it was made from, to see whether it still holds. Weak: a language that nobody reads must not keep an old
  /// catalogue alive.
  struct Made {
    std::weak_ptr<const catalog::Snapshot> snapshot;
    std::weak_ptr<const store::Profile> profile;
    layout::Shop shop;
  };
  std::shared_ptr<const layout::Shop> shop_in(const i18n::Texts& texts);
  std::shared_ptr<const Made> make(const i18n::Texts& texts) const;

  db::Database& db_;
  const catalog::Catalogue& catalogue_;
  std::string public_url_;
  bool development_;
  Published<store::Profile> profile_;
  std::atomic<std::int64_t> version_{0};
  std::array<Published<Made>, 2> made_;  ///< by language
};

}  // namespace hurtrock::app

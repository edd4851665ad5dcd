#pragma once

#include <array>
#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "catalog/catalogue.hpp"
#include "layout/frame_source.hpp"
#include "platform/core/published.hpp"
#include "shipping/areas.hpp"
#include "store/store.hpp"

namespace hurtrock::app {

/// The shop's part of every frame is made once for each language, catalogue and set of facts; the visit's part for each
/// request.
class Frames final : public layout::FrameSource {
 public:
  /// `providers`: answers those that this process can send buyers to. Asked again with every refresh.
  Frames(db::Database& db, const catalog::Catalogue& catalogue, std::string public_url, bool development,
         std::function<std::vector<std::string>()> providers);

  layout::Frame frame_for(const http::Request& request) override;

  /// Reads again what pages say of the shop. True when it has changed.
  bool refresh();
  [[nodiscard]] std::string shop_name() const { return facts_.load()->profile.name; }
  /// The shop's own, from memory: asked with every letter that a buyer types of an address.
  [[nodiscard]] shipping::Place shop_place() const;
  /// Grows when that changes.
  [[nodiscard]] std::int64_t version() const { return version_.load(std::memory_order_relaxed); }

 private:
  /// What the database says of the shop, apart from its catalogue.
  struct Facts {
    store::Profile profile;
    std::vector<std::string> ways_to_pay;  ///< switched on and possible here, in the order they are offered
    std::vector<std::string> couriers;
  };
  /// With what it was made from, to see whether it still holds. Weak: a language that nobody reads must not keep an old
  /// catalogue alive.
  struct Made {
    std::weak_ptr<const catalog::Snapshot> snapshot;
    std::weak_ptr<const Facts> facts;
    layout::Shop shop;
  };
  [[nodiscard]] Facts load() const;
  std::shared_ptr<const layout::Shop> shop_in(const i18n::Texts& texts);
  std::shared_ptr<const Made> make(const i18n::Texts& texts) const;

  db::Database& db_;
  const catalog::Catalogue& catalogue_;
  std::string public_url_;
  bool development_;
  std::function<std::vector<std::string>()> providers_;
  Published<Facts> facts_;
  std::atomic<std::int64_t> version_{0};
  std::array<Published<Made>, 2> made_;  ///< by language
};

}  // namespace hurtrock::app

#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "admin/stock_worth.hpp"
#include "admin/totals_memory.hpp"
#include "catalog/make_variants.hpp"
#include "checkout/services.hpp"
#include "layout/frame_source.hpp"
#include "orders/mails.hpp"
#include "payments/settings.hpp"
#include "platform/core/clock.hpp"
#include "platform/db/db.hpp"
#include "platform/http/route.hpp"
#include "reviews/reviews.hpp"

namespace hurtrock::admin {

/// What the pages about payments ask of whoever holds the providers' keys (src/app/gateways.hpp).
struct ProviderControl {
  /// Asks the provider with the keys that count now; may wait for it.
  std::function<payments::KeyCheck(std::string_view provider)> check = {};
  std::function<bool(std::string_view provider)> has_environment_keys = {};
  /// To be called after a change, so that this process follows at once. Others do within a second.
  std::function<void()> settings_changed = {};
  bool takes_real_money = false;  ///< then keys of a sandbox are refused
};

/// What the staff's screens need; filled by src/app/wiring.cpp and alive as long as the process.
struct Services {
  db::Database& db;
  const Clock& clock;
  layout::FrameSource& frames;
  checkout::Services& checkout;
  orders::Mails mails;
  /// To be called after a transaction that left something in the outbox.
  std::function<void()> wake_jobs;
  catalog::ImageServices& images;
  reviews::Mails review_mails = {};
  ProviderControl providers = {};
  /// How many conversations wait for an answer, as far as somebody has asked the chat service; must not wait for it.
  /// Without it, or while it answers nothing, the overview says nothing of them.
  std::function<std::optional<std::int64_t>()> chats_waiting = {};
  /// To be called after a change of what pages say of the shop itself, so that this process shows it at once. Others do
  /// within a second.
  std::function<void()> shop_changed = {};
  struct ProductsFound {
    std::vector<ProductId> products;
    bool is_guess = false;  ///< of words that were typed otherwise
  };
  /// What of all that is on sale fits a text best, as the shop's own search has it; must not wait. Without it, products
  /// are found by their names alone.
  std::function<ProductsFound(std::string_view text, std::size_t limit)> find_products = {};
  /// Where the files of imports are: never served; exists.
  std::string imports_folder = {};
  /// To be called after a transaction that left a job of an import or of a change to many products.
  std::function<void()> wake_imports = [] {};
  ReportMemory reports = {};
  TotalsMemory totals = {};
};

std::vector<http::Route> routes(Services& shop);

/// 403 for members of the staff: which role the page needs, and a way back.
http::Response for_admins_only(const http::Request& request, Services& shop);

}  // namespace hurtrock::admin

#pragma once

#include <array>
#include <optional>
#include <string>

#include "platform/core/clock.hpp"
#include "platform/core/money.hpp"
#include "platform/db/db.hpp"

/// The shop as its customers know it: name, address, hours. Shown everywhere from here.
namespace hurtrock::store {

struct Hours {
  int opens_minute, closes_minute;  ///< minutes after midnight in WIB
  bool operator==(const Hours&) const = default;
};

/// What the shop pays of the shipping for large orders.
struct FreeShipping {
  Money from;                    ///< of goods
  std::optional<Money> at_most;  ///< of what a courier asks; none: as much as the cheapest one asks
  bool operator==(const FreeShipping&) const = default;
};

struct Profile {
  std::string name, street, city, province, postal_code, phone, whatsapp, email;
  std::string tax_number;  ///< NPWP; empty: not shown
  std::optional<FreeShipping> free_shipping;
  std::array<std::optional<Hours>, 7> hours;  ///< by weekday, 0 is Sunday; none: closed
  std::int64_t version = 0;
};

/// A shop without a profile yet gets an empty one with version 0.
Profile load_profile(db::Tx& tx);

/// Stores it with its hours, unless somebody has stored another since the version `seen` (0: there was none yet):
/// false.
bool save_profile(db::Tx& tx, const Profile& profile, std::int64_t seen, Time now);

/// That part of the profile alone, for what is priced often.
std::optional<FreeShipping> load_free_shipping(db::Tx& tx);

}  // namespace hurtrock::store

#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "platform/core/clock.hpp"
#include "platform/i18n/texts.hpp"
#include "store/store.hpp"

/// When a parcel may arrive, in days. Pure. Sundays and the national holidays with a fixed date do not count; those
/// that move with the moon are not known here, which is why a page calls all of it an estimate.
namespace hurtrock::checkout {

/// The day (its midnight in WIB) on which the shop hands over what is paid for at `now`: the next one after today on
/// which it is open, because goods are inspected and packed first. Nothing for a shop that does not say when it is
/// open.
std::optional<Time> handover_day(const hurtrock::store::Profile& profile, Time now);

/// The `days`th day after `from` on which couriers deliver.
Time courier_day(Time from, std::int64_t days);

/// "Kamis 26 Nov"
std::string day_words(Time day, const i18n::Texts& texts);
/// "Sabtu 28 – Senin 30 Nov", "Senin 30 Nov – Rabu 2 Des", or one day when they are the same.
std::string span_words(Time first, Time last, const i18n::Texts& texts);

}  // namespace hurtrock::checkout

#include "shipping/tracking.hpp"

#include "platform/core/text.hpp"

namespace hurtrock::shipping {
namespace {

struct Courier {
  std::string_view name, page;
};

// The couriers' own public pages. None of them promises an address that takes the number along.
constexpr Courier kCouriers[] = {
    {"JNE", "https://www.jne.co.id/tracking-package"},
    {"J&T", "https://jet.co.id/track"},
    {"SiCepat", "https://www.sicepat.com/checkAwb"},
    {"Pos", "https://www.posindonesia.co.id/id/tracking"},
    {"TIKI", "https://www.tiki.id/id/tracking"},
    {"AnterAja", "https://anteraja.id/tracking"},
    {"Ninja", "https://www.ninjaxpress.co/id-id/tracking"},
    {"Lion Parcel", "https://lionparcel.com/track"},
};

/// "JNE" begins "JNE REG", but not "Jnebula".
bool begins(std::string_view courier, std::string_view name) {
  return text::equals_ignoring_case(courier.substr(0, name.size()), name) &&
         (courier.size() == name.size() || courier[name.size()] == ' ');
}

}  // namespace

std::string_view tracking_page(std::string_view courier) {
  for (const auto& [name, page] : kCouriers)
    if (begins(courier, name)) return page;
  return {};
}

}  // namespace hurtrock::shipping

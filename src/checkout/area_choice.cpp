#include "checkout/area_choice.hpp"

#include <fmt/format.h>

namespace hurtrock::checkout {

std::string label_of(const shipping::Area& area) {
  return fmt::format("{}, {}, {}, {}", area.kelurahan, area.kecamatan, area.kota, area.provinsi);
}

}  // namespace hurtrock::checkout

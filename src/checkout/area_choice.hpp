#pragma once

#include <cstddef>
#include <string>

#include "shipping/areas.hpp"

/// How the areas look among which a page lets choose.
namespace hurtrock::checkout {

inline constexpr std::size_t kMostAreas = 12;

/// "Citarum, Bandung Wetan, Kota Bandung, Jawa Barat".
std::string label_of(const shipping::Area& area);

}  // namespace hurtrock::checkout

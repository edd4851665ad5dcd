// One entry per family of products; pictures.cpp chooses by shape.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "sample_data/pictures/pictures.hpp"

namespace hurtrock::sample_pictures {

struct Shape {
  std::string_view name;
  int views;
  std::string (*draw)(const PictureSpec& spec);  // the spec's view is within `views`
};

std::span<const Shape> guitar_shapes();
std::span<const Shape> drum_shapes();
std::span<const Shape> keyboard_shapes();
std::span<const Shape> amplifier_shapes();
std::span<const Shape> sound_shapes();
std::span<const Shape> pedal_shapes();
std::span<const Shape> accessory_shapes();
std::span<const Shape> case_shapes();

}  // namespace hurtrock::sample_pictures

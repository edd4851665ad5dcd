#include "sample_data/pictures/pictures.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "sample_data/pictures/families.hpp"
#include "sample_data/pictures/materials.hpp"

namespace hurtrock::sample_pictures {

namespace {

const std::vector<Shape>& all_shapes() {
  static const std::vector<Shape> shapes = [] {
    std::vector<Shape> list;
    for (const auto family : {guitar_shapes(), drum_shapes(), keyboard_shapes(), amplifier_shapes(), sound_shapes(),
                              pedal_shapes(), accessory_shapes(), case_shapes()})
      list.insert(list.end(), family.begin(), family.end());
    return list;
  }();
  return shapes;
}

}  // namespace

std::string draw(const PictureSpec& spec) {
  const auto shape = std::ranges::find(all_shapes(), spec.shape, &Shape::name);
  if (shape == all_shapes().end()) throw std::invalid_argument("no picture of shape " + spec.shape);
  PictureSpec checked = spec;
  if (spec.view < 0 || spec.view >= shape->views) checked.view = 0;
  return shape->draw(checked);
}

std::vector<std::string> shapes() {
  std::vector<std::string> names;
  for (const Shape& shape : all_shapes()) names.emplace_back(shape.name);
  return names;
}

std::vector<std::string> finishes() {
  std::vector<std::string> names;
  for (const Finish& finish : all_finishes()) names.emplace_back(finish.name);
  return names;
}

int views(std::string_view shape) {
  const auto found = std::ranges::find(all_shapes(), shape, &Shape::name);
  return found == all_shapes().end() ? 0 : found->views;
}

}  // namespace hurtrock::sample_pictures

// What things are made of and how the studio lights them: finishes, metals, wood, cloth, backdrop and shadows. The
// light comes from the upper left in every picture.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sample_data/pictures/svg.hpp"

namespace hurtrock::sample_pictures {

enum class Surface { gloss, satin, metallic, burst, wood, flame, quilt, tweed };

struct Finish {
  std::string_view name;
  Surface surface;
  std::string_view base;          // the colour in the middle
  std::string_view edge;          // the colour at the rim
  std::string_view between = "";  // where a burst passes from one to the other
};

struct Metal {
  std::string_view light;
  std::string_view middle;
  std::string_view dark;
};

const std::vector<Finish>& all_finishes();
const Finish& finish_named(std::string_view name);
const Metal& metal_named(std::string_view name);
inline bool is_grained(Surface surface) {
  return surface == Surface::wood || surface == Surface::flame || surface == Surface::quilt ||
         surface == Surface::burst;
}

void studio_backdrop(Drawing& drawing);
// The soft shadow of a thing that stands on the studio floor.
void floor_shadow(Drawing& drawing, Point centre, double radius_x, double radius_y, double strength = 0.5);

std::string metal_down(Drawing& drawing, const Metal& metal);    // polished, reflections run across
std::string metal_across(Drawing& drawing, const Metal& metal);  // polished, reflections run along
std::string metal_dome(Drawing& drawing, const Metal& metal);    // a polished button
// The fill of a flat or softly rounded thing in this finish.
std::string finish_fill(Drawing& drawing, const Finish& finish);

// Figure of the wood inside `box`, to be drawn clipped to the wooden thing. Grain runs downward.
void wood_figure(Drawing& drawing, const Finish& finish, Box box);
std::string grain_lines(Box box, int lines, unsigned seed);

void screws(Drawing& drawing, std::span<const Point> places, double diameter, const Metal& metal);

}  // namespace hurtrock::sample_pictures

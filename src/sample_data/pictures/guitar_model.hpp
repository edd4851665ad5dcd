// The anatomy of a fretted instrument, in millimetres: x = 0 on the neck's middle line, y = 0 at the nut, y grows
// toward the bridge. The bass side is on the left (x < 0), as a right-handed instrument shows it hanging on a wall.
#pragma once

#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include "sample_data/pictures/svg.hpp"

namespace hurtrock::sample_pictures {

struct Outline {
  std::vector<Point> points;
  double corner_radius = 0;  // 0: a smooth curve through the points; otherwise a polygon with rounded corners

  std::string path() const {
    return corner_radius > 0 ? rounded_polygon(points, corner_radius) : smooth_outline(points);
  }
};

enum class HeadStyle { classic, slim, pointed, paired, arrow, modern, slotted, paddle, stub };
enum class BridgeStyle { vibrato, locking, stopbar, hardtail, ashtray, floating, headless, pinned, tied, bass };
enum class PickupStyle { single_coil, wide_coil, humbucker, framed_humbucker, soapbar, slim_bar, split_coil, slanted };
enum class Inlay { none, dots, blocks, trapezoids, fins };
enum class Fingerboard { rosewood, ebony, maple };

struct Pickup {
  PickupStyle style;
  double y;
};

struct Model {
  std::string_view shape;
  Outline body;
  Outline pickguard;                      // no points: none
  std::string_view pickguard_color = "";  // empty: what suits the finish
  double scale = 648;
  int frets = 22;
  double nut_width = 42;
  double heel_width = 56;
  int strings = 6;
  HeadStyle head = HeadStyle::classic;
  bool head_in_finish = false;  // painted as the body; otherwise bare maple
  BridgeStyle bridge = BridgeStyle::hardtail;
  std::vector<Pickup> pickups;
  std::string_view pickup_color = "#18181a";
  std::vector<Point> knobs;
  bool skirted_knobs = false;  // cream plastic knobs instead of metal ones
  std::vector<Point> toggles;
  bool blade_switch = false;  // the first toggle is a five-way blade
  Inlay inlay = Inlay::dots;
  Fingerboard fingerboard = Fingerboard::rosewood;
  bool binding = false;
  bool carved = false;  // an arched top
  bool hollow = false;  // acoustic: sound hole, bare top
  Point sound_hole;     // its middle
  double sound_hole_radius = 0;

  double fret(double n) const { return scale * (1 - std::pow(2.0, -n / 12)); }
  double fingerboard_end() const { return fret(frets) + 7; }
  // Width of the fingerboard at y.
  double width_at(double y) const { return nut_width + (heel_width - nut_width) * y / fret(frets); }
  // Where string `i` (0 = the lowest) crosses the nut and the bridge.
  double at_nut(int i) const { return spread(i, nut_width * 0.82); }
  double at_bridge(int i) const { return spread(i, heel_width * bridge_spread()); }

 private:
  double bridge_spread() const { return hollow ? 1.0 : 0.95; }
  double spread(int i, double width) const { return -width / 2 + width * i / (strings - 1); }
};

// The models of each family; the shape's name is the key.
const std::vector<Model>& electric_guitars();
const std::vector<Model>& acoustic_guitars();
const std::vector<Model>& bass_guitars();

}  // namespace hurtrock::sample_pictures

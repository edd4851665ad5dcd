// Parts that many products share - knobs, lamps, sockets, speakers - and the ways a box can stand in the studio.
#pragma once

#include <concepts>
#include <span>
#include <string>

#include "sample_data/pictures/materials.hpp"
#include "sample_data/pictures/pictures.hpp"
#include "sample_data/pictures/svg.hpp"

namespace hurtrock::sample_pictures {

// Definitions to place with Drawing::use; each stands around its own middle.
std::string black_knob(Drawing& drawing, double radius);
std::string metal_knob(Drawing& drawing, double radius, const Metal& metal);
std::string socket(Drawing& drawing, double radius, const Metal& metal);
std::string foot_switch(Drawing& drawing, double radius, const Metal& metal);

void place_all(Drawing& drawing, std::string_view id, std::span<const Point> places);
std::vector<Point> row(Point first, double step, int count);

void lamp(Drawing& drawing, Point at, double radius, std::string_view color);
void speaker_cone(Drawing& drawing, Point centre, double radius, std::string_view cone = "#26272a");
// A dark display with a few drawn lines of light.
void display(Drawing& drawing, Box box, std::string_view light);
void lying_shadow(Drawing& drawing, Box box, double radius);
// A case of the finish with a lit upper edge.
void casing(Drawing& drawing, Box box, double radius, const Finish& finish);
// Leather-like covering or tweed of the finish.
void covering(Drawing& drawing, Box box, double radius, const Finish& finish);

// A box-like product. Its front is drawn from (0, 0) to (width, height).
struct Boxed {
  double width;
  double height;
  double depth;   // how much of the side shows when it is turned
  Finish finish;  // of the sides
  Point detail;   // what the closest view shows
  double zoom = 2.4;
};

constexpr int kBoxedViews = 3;  // front, turned, detail

double turned_scale(const Boxed& box);  // so that all of the turned box is in the picture
std::string turned_transform(const Boxed& box);
void turned_sides(Drawing& drawing, const Boxed& box);
std::string placed_transform(Point at, double scale, Point focus, double degrees = 0);

template <std::invocable<Drawing&> Front>
std::string draw_boxed(int view, const Boxed& box, Front&& front) {
  Drawing drawing;
  studio_backdrop(drawing);
  const double floor = 500 + box.height / 2;
  std::string place = placed_transform({500, 500}, 1, {box.width / 2, box.height / 2});
  if (view == 0) floor_shadow(drawing, {500, floor}, box.width * 0.58, 34, 0.6);
  if (view == 2) place = placed_transform({500, 500}, box.zoom, box.detail);
  {
    const auto fitted = drawing.group(placed_transform({500, 500}, view == 1 ? turned_scale(box) : 1, {500, 500}));
    if (view == 1) {
      floor_shadow(drawing, {490, floor + 6}, box.width * 0.62, 50, 0.6);
      turned_sides(drawing, box);
      place = turned_transform(box);
    }
    const auto placed = drawing.group(place);
    front(drawing);
  }
  return drawing.document();
}

// A small thing that lies on the table: the whole of it, then closer.
constexpr int kLyingViews = 2;

template <std::invocable<Drawing&> Thing>
std::string draw_lying(int view, Point detail, double zoom, Thing&& thing) {
  Drawing drawing;
  studio_backdrop(drawing);
  {
    const auto placed = drawing.group(view == 0 ? placed_transform({500, 500}, 1, {500, 500})
                                                : placed_transform({500, 500}, zoom, detail, -8));
    thing(drawing);
  }
  return drawing.document();
}

// A soft shadow of any outline, away from the light.
void outline_shadow(Drawing& drawing, std::string_view path_id, Point by, double strength = 0.45);

}  // namespace hurtrock::sample_pictures

#include "sample_data/pictures/fixtures.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace hurtrock::sample_pictures {

namespace {

// The turned box: its front edge runs a little up to the right, its side up to the left.
constexpr double kFrontWidth = 0.82;
constexpr double kFrontRise = 0.075;
constexpr double kSideRise = 0.36;

struct Turned {
  Point origin;  // the front's upper left corner, nearest to the camera
  Point right;
  Point back;
};

Turned turned(const Boxed& box) {
  const double front = box.width * kFrontWidth;
  const double total = front + box.depth;
  const Point origin{500 - total / 2 + box.depth,
                     500 - (box.height - box.depth * kSideRise - box.width * kFrontRise) / 2};
  return {origin, {front, -box.width * kFrontRise}, {-box.depth, -box.depth * kSideRise}};
}

Point operator+(Point a, Point b) { return {a.x + b.x, a.y + b.y}; }

}  // namespace

std::string black_knob(Drawing& drawing, double radius) {
  return drawing.symbol([&] {
    drawing.circle({radius * 0.12, radius * 0.22}, radius * 1.05, {.fill = "#000000", .opacity = 0.35});
    drawing.circle({}, radius,
                   {.fill = drawing.linear({0, 0}, {1, 1}, {{0, "#5a5a5e"}, {0.5, "#202023"}, {1, "#0a0a0b"}})});
    drawing.circle({}, radius * 0.68, {.fill = drawing.linear({0, 0}, {1, 1}, {{0, "#141416"}, {1, "#47474b"}})});
    drawing.line({0, -radius * 0.25}, {0, -radius * 0.92},
                 {.stroke = "#f4f1ea", .width = radius * 0.15, .round = true});
  });
}

std::string metal_knob(Drawing& drawing, double radius, const Metal& metal) {
  return drawing.symbol([&] {
    drawing.circle({radius * 0.12, radius * 0.22}, radius * 1.05, {.fill = "#000000", .opacity = 0.35});
    drawing.circle({}, radius, {.fill = metal_across(drawing, metal), .stroke = std::string(metal.dark)});
    drawing.circle({}, radius * 0.78, {.fill = metal_dome(drawing, metal)});
    drawing.line({0, -radius * 0.2}, {0, -radius * 0.9}, {.stroke = "#17130f", .width = radius * 0.14, .round = true});
  });
}

std::string socket(Drawing& drawing, double radius, const Metal& metal) {
  return drawing.symbol([&] {
    drawing.circle({}, radius, {.fill = metal_dome(drawing, metal), .stroke = "#111113"});
    drawing.circle({}, radius * 0.62, {.fill = "#0a0a0b", .stroke = std::string(metal.dark)});
    drawing.circle({radius * 0.14, radius * 0.16}, radius * 0.3, {.fill = "#2c2c30"});
  });
}

std::string foot_switch(Drawing& drawing, double radius, const Metal& metal) {
  return drawing.symbol([&] {
    drawing.circle({radius * 0.16, radius * 0.26}, radius * 1.08, {.fill = "#000000", .opacity = 0.4});
    drawing.circle({}, radius, {.fill = metal_across(drawing, metal), .stroke = std::string(metal.dark)});
    drawing.circle({}, radius * 0.66, {.fill = metal_dome(drawing, metal), .stroke = std::string(metal.dark)});
    drawing.ellipse({-radius * 0.18, -radius * 0.24}, radius * 0.24, radius * 0.16,
                    {.fill = "#ffffff", .opacity = 0.7});
  });
}

void place_all(Drawing& drawing, std::string_view id, std::span<const Point> places) {
  for (const Point place : places) drawing.use(id, place);
}

std::vector<Point> row(Point first, double step, int count) {
  std::vector<Point> places;
  for (int i = 0; i < count; ++i) places.push_back({first.x + step * i, first.y});
  return places;
}

void lamp(Drawing& drawing, Point at, double radius, std::string_view color) {
  const std::string lit(color);
  drawing.circle(at, radius * 3, {.fill = drawing.radial({0.5, 0.5}, 0.5, {{0, lit, 0.6}, {1, lit, 0}})});
  drawing.circle(at, radius,
                 {.fill = drawing.radial({0.4, 0.35}, 0.7, {{0, lighter(lit, 0.8)}, {0.5, lit}, {1, darker(lit, 0.3)}}),
                  .stroke = "#1a1a1c"});
}

void speaker_cone(Drawing& drawing, Point centre, double radius, std::string_view cone) {
  const std::string color(cone);
  drawing.circle(centre, radius,
                 {.fill = drawing.linear({0, 0}, {1, 1}, {{0, "#4c4d51"}, {0.5, "#1d1e20"}, {1, "#3a3b3e"}})});
  drawing.circle(centre, radius * 0.92,
                 {.fill = drawing.radial({0.42, 0.4}, 0.62, {{0.6, "#17181a"}, {0.85, "#303134"}, {1, "#0c0c0d"}})});
  drawing.circle(
      centre, radius * 0.78,
      {.fill = drawing.radial({0.5, 0.5}, 0.52, {{0, darker(color, 0.55)}, {0.55, color}, {1, darker(color, 0.25)}})});
  drawing.circle(centre, radius * 0.5, {.stroke = "#ffffff", .width = 1, .opacity = 0.09});
  drawing.circle(
      centre, radius * 0.26,
      {.fill = drawing.radial({0.36, 0.3}, 0.8, {{0, lighter(color, 0.35)}, {0.5, color}, {1, darker(color, 0.6)}})});
}

void display(Drawing& drawing, Box box, std::string_view light) {
  drawing.rect(box, 5, {.fill = "#06080a", .stroke = "#2d3034", .width = 2});
  const double x = box.x + box.width * 0.08;
  const std::string glow(light);
  Path wave;
  wave.move({x, box.y + box.height * 0.62});
  for (int i = 0; i < 4; ++i) {
    const double from = x + box.width * 0.15 * i;
    const double lift = (i % 2 == 0 ? -0.34 : 0.26) * box.height;
    wave.quad({from + box.width * 0.075, box.y + box.height * 0.62 + lift},
              {from + box.width * 0.15, box.y + box.height * 0.62});
  }
  drawing.path(wave.str(), {.stroke = glow, .width = box.height * 0.045, .round = true});
  Path bars;
  for (int i = 0; i < 5; ++i) {
    const double at = box.x + box.width * (0.73 + 0.045 * i);
    bars.move({at, box.y + box.height * 0.8}).line({at, box.y + box.height * (0.62 - 0.09 * ((i * 3) % 5))});
  }
  drawing.path(bars.str(), {.stroke = glow, .width = box.width * 0.026, .opacity = 0.85});
  drawing.path(Path().move({x, box.y + box.height * 0.2}).line({x + box.width * 0.34, box.y + box.height * 0.2}).str(),
               {.stroke = glow, .width = box.height * 0.08, .opacity = 0.6});
  drawing.path(Path()
                   .move({box.x, box.y})
                   .line({box.x + box.width * 0.6, box.y})
                   .line({box.x + box.width * 0.3, box.y + box.height})
                   .line({box.x, box.y + box.height})
                   .close()
                   .str(),
               {.fill = "#ffffff", .opacity = 0.06});
}

void lying_shadow(Drawing& drawing, Box box, double radius) {
  const auto soft = drawing.blurred(13, "#2a1c12");
  drawing.rect({box.x + 14, box.y + 22, box.width, box.height}, radius, {.fill = "#2a1c12", .opacity = 0.5});
}

void outline_shadow(Drawing& drawing, std::string_view path_id, Point by, double strength) {
  const auto soft = drawing.blurred(11, "#2a1c12");
  drawing.use_path(path_id, {.fill = "#2a1c12", .opacity = strength, .more = translated(by)});
}

void casing(Drawing& drawing, Box box, double radius, const Finish& finish) {
  drawing.rect(box, radius, {.fill = finish_fill(drawing, finish), .stroke = darker(finish.edge, 0.5), .width = 1.5});
  if (is_grained(finish.surface)) {
    const auto inside = drawing.clipped(box, radius);
    wood_figure(drawing, finish, box);
  }
  drawing.rect(
      {box.x + 2, box.y + 2, box.width - 4, box.height - 4}, radius - 2,
      {.stroke = drawing.down({{0, "#ffffff", 0.5}, {0.25, "#ffffff", 0.06}, {1, "#000000", 0.25}}), .width = 2.5});
}

void covering(Drawing& drawing, Box box, double radius, const Finish& finish) {
  drawing.rect(box, radius, {.fill = finish_fill(drawing, finish), .stroke = darker(finish.edge, 0.5), .width = 1.5});
  const std::string dark = darker(finish.edge, 0.4);
  const std::string light = lighter(finish.base, 0.5);
  const std::string grain =
      finish.surface == Surface::tweed
          ? drawing.pattern(
                9, 9,
                fmt::format(
                    R"(<path d="M-2 11L11-2" stroke="{}" stroke-width="3" opacity=".45"/><path d="M-2 2L2-2M7 11l4-4" stroke="{}" stroke-width="2" opacity=".5"/>)",
                    dark, light))
          : drawing.pattern(
                7, 7,
                fmt::format(
                    R"(<circle cx="2" cy="2" r="1.5" fill="{}" opacity=".3"/><circle cx="5.5" cy="5" r="1.2" fill="{}" opacity=".16"/>)",
                    dark, light));
  drawing.rect(box, radius, {.fill = grain});
  drawing.rect(
      {box.x + 2, box.y + 2, box.width - 4, box.height - 4}, radius,
      {.stroke = drawing.down({{0, "#ffffff", 0.35}, {0.2, "#ffffff", 0.03}, {1, "#000000", 0.3}}), .width = 4});
}

double turned_scale(const Boxed& box) {
  const double height = box.height + box.depth * kSideRise + box.width * kFrontRise;
  const double width = box.width * kFrontWidth + box.depth;
  return std::min(1.0, 860 / std::max(height, width));
}

std::string turned_transform(const Boxed& box) {
  const Point origin = turned(box).origin;
  return fmt::format("transform=\"matrix({} {} 0 1 {} {})\"", kFrontWidth, -kFrontRise, number(origin.x),
                     number(origin.y));
}

void turned_sides(Drawing& drawing, const Boxed& box) {
  const auto [origin, right, back] = turned(box);
  const Point down{0, box.height};
  const std::string base(box.finish.base);
  const std::string edge(box.finish.edge);
  const std::string side =
      Path().move(origin).line(origin + back).line(origin + back + down).line(origin + down).close().str();
  const std::string top =
      Path().move(origin).line(origin + back).line(origin + back + right).line(origin + right).close().str();
  drawing.path(
      side, {.fill = drawing.across({{0, darker(edge, 0.35)}, {1, darker(base, 0.12)}}), .stroke = darker(edge, 0.4)});
  // Behind the front's own round corners.
  const std::string front =
      Path().move(origin).line(origin + right).line(origin + right + down).line(origin + down).close().str();
  drawing.path(front, {.fill = darker(edge, 0.3)});
  drawing.path(
      top, {.fill = drawing.down({{0, lighter(base, 0.12)}, {1, lighter(base, 0.3)}}), .stroke = darker(edge, 0.4)});
}

std::string placed_transform(Point at, double scale, Point focus, double degrees) {
  std::string transform = fmt::format("translate({} {})", number(at.x), number(at.y));
  if (degrees != 0) transform += fmt::format(" rotate({})", number(degrees));
  if (scale != 1) transform += fmt::format(" scale({:.3f})", scale);
  return fmt::format("transform=\"{} translate({} {})\"", transform, number(-focus.x), number(-focus.y));
}

}  // namespace hurtrock::sample_pictures

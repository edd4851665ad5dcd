#include "sample_data/pictures/drum_parts.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace hurtrock::sample_pictures {

namespace {

std::string shell_fill(Drawing& drawing, const Finish& finish) {
  const std::string base(finish.base);
  const std::string edge(finish.edge);
  if (finish.surface == Surface::metallic) {
    return drawing.across({{0, darker(edge, 0.4)},
                           {0.12, base},
                           {0.24, lighter(base, 0.7)},
                           {0.36, mix(base, edge, 0.8)},
                           {0.5, lighter(base, 0.35)},
                           {0.66, darker(edge, 0.2)},
                           {0.84, lighter(base, 0.3)},
                           {1, darker(edge, 0.5)}});
  }
  const bool shiny = finish.surface != Surface::satin;
  return drawing.across({{0, darker(edge, 0.25)},
                         {0.14, base},
                         {0.26, lighter(base, shiny ? 0.5 : 0.16)},
                         {0.38, base},
                         {0.72, mix(base, edge, 0.6)},
                         {0.9, mix(base, edge, 0.3)},
                         {1, darker(edge, 0.45)}});
}

// The part of a cylinder between two heights, with round ends.
std::string band(Point centre, double radius, double flat, double from, double to) {
  return fmt::format("M{} {}v{}a{} {} 0 0 0 {} 0v{}a{} {} 0 0 1 {} 0z", number(centre.x - radius),
                     number(centre.y + from), number(to - from), number(radius), number(flat), number(2 * radius),
                     number(from - to), number(radius), number(flat), number(-2 * radius));
}

// Around (0, 0).
std::string ellipse_path(double radius_x, double radius_y) {
  return fmt::format("M{0} 0a{1} {2} 0 1 0 {3} 0a{1} {2} 0 1 0 -{3} 0", number(-radius_x), number(radius_x),
                     number(radius_y), number(2 * radius_x));
}

void polished(Drawing& drawing, const std::string& tubes, double width, const Metal& metal) {
  const std::string data = drawing.define_path(tubes);
  const auto round = drawing.group(R"(stroke-linecap="round")");
  drawing.use_path(data, {.stroke = std::string(metal.dark), .width = width});
  if (width > 10) drawing.use_path(data, {.stroke = std::string(metal.middle), .width = width * 0.72});
  const std::string shine(width > 10 ? metal.light : mix(metal.middle, metal.light, 0.5));
  drawing.use_path(data, {.stroke = shine, .width = width * (width > 10 ? 0.26 : 0.55)});
}

bool dark_head(const Finish& finish) { return finish.surface == Surface::gloss && finish.name == "black"; }

}  // namespace

void tube(Drawing& drawing, Point from, Point to, double width, const Metal& metal) {
  polished(drawing, Path().move(from).line(to).str(), width, metal);
}

void tripod(Drawing& drawing, Point top, double floor, double spread, const Metal& metal) {
  const double hub = floor - spread * 0.9;
  Path legs;
  legs.move({top.x - spread, floor}).line({top.x, hub}).line({top.x + spread, floor});
  legs.move({top.x, floor - 10}).line(top);
  polished(drawing, legs.str(), 8, metal);
  for (const double x : {top.x - spread, top.x + spread}) drawing.ellipse({x, floor}, 11, 6, {.fill = "#151516"});
}

namespace {

void drum_at_origin(Drawing& drawing, double radius, double depth, const Finish& finish, const Metal& metal) {
  constexpr Point centre{};
  const double flat = radius * 0.24;
  const double hoop = std::max(7.0, radius * 0.11);
  const std::string steel = metal_across(drawing, metal);
  const std::string shell = drawing.define_path(band(centre, radius * 0.965, flat, 0, depth));
  drawing.use_path(shell, {.fill = shell_fill(drawing, finish), .stroke = "#0c0a09"});
  if (finish.surface == Surface::burst) {
    const std::string rim = darker(finish.edge, 0.2);
    drawing.use_path(shell, {.fill = drawing.down({{0.2, rim, 0.9}, {0.45, rim, 0}, {0.65, rim, 0}, {1, rim, 0.95}})});
  }
  if (is_grained(finish.surface)) {
    const auto inside = drawing.clipped(shell);
    drawing.path(grain_lines({centre.x - radius, centre.y, 2 * radius, depth + flat}, radius > 200 ? 12 : 4, 5),
                 {.stroke = darker(finish.edge, 0.3), .width = 2, .opacity = 0.3});
  }
  const std::string lug = drawing.symbol([&] {
    drawing.line({0, hoop * 0.5}, {0, depth - hoop * 0.2},
                 {.stroke = std::string(metal.dark), .width = radius * 0.032});
    drawing.line({-1, hoop * 0.5}, {-1, depth - hoop * 0.2},
                 {.stroke = std::string(metal.light), .width = radius * 0.014});
    drawing.rect({-radius * 0.055, depth * 0.36, radius * 0.11, depth * 0.28}, radius * 0.04,
                 {.fill = metal_across(drawing, metal), .stroke = std::string(metal.dark)});
  });
  for (const double angle : {-66.0, -34.0, 0.0, 34.0, 66.0}) {
    const double a = angle * std::numbers::pi / 180;
    drawing.use(lug, {centre.x + radius * 0.97 * std::sin(a), centre.y + flat * std::cos(a)});
  }
  drawing.path(band({centre.x, centre.y + depth}, radius, flat, -hoop * 0.4, hoop * 0.5),
               {.fill = steel, .stroke = std::string(metal.dark)});
  drawing.path(band(centre, radius, flat, -hoop * 0.5, hoop * 0.5), {.fill = steel, .stroke = std::string(metal.dark)});
  drawing.ellipse({centre.x, centre.y - hoop * 0.5}, radius, flat,
                  {.fill = std::string(metal.middle), .stroke = std::string(metal.light), .width = 1.5});
  drawing.ellipse({centre.x, centre.y - hoop * 0.3}, radius * 0.94, flat * 0.9,
                  {.fill = drawing.linear({0, 0}, {1, 1}, {{0, "#ffffff"}, {0.6, "#f0ede7"}, {1, "#cfcac1"}}),
                   .stroke = "#8d8981"});
  if (radius > 200)
    drawing.ellipse({centre.x, centre.y - hoop * 0.3}, radius * 0.62, flat * 0.6, {.stroke = "#d8d3ca", .width = 1.2});
}

void facing_drum_at_origin(Drawing& drawing, double radius, const Finish& finish, const Metal& metal) {
  constexpr Point centre{};
  const std::string head = dark_head(finish) ? "#202023" : "#f2efe9";
  drawing.circle(centre, radius, {.fill = finish_fill(drawing, finish), .stroke = "#0b0a09", .width = 2});
  drawing.circle(
      centre, radius * 0.955,
      {.stroke = drawing.linear({0, 0}, {1, 1}, {{0, "#ffffff", 0.6}, {0.4, "#ffffff", 0}, {1, "#000000", 0.4}}),
       .width = radius * 0.05});
  drawing.circle(
      centre, radius * 0.9,
      {.fill = drawing.radial({0.38, 0.32}, 0.8, {{0, lighter(head, 0.3)}, {0.6, head}, {1, darker(head, 0.25)}}),
       .stroke = "#1a1714",
       .width = 3});
  drawing.circle(centre, radius * 0.84, {.stroke = dark_head(finish) ? "#3a3a3e" : "#d3cec5", .width = 2});
  drawing.circle({centre.x + radius * 0.42, centre.y + radius * 0.36}, radius * 0.15,
                 {.fill = "#100e0d", .stroke = std::string(metal.middle), .width = 4});
  const std::string claw = drawing.symbol([&] {
    drawing.rect({-radius * 0.045, -radius * 1.05, radius * 0.09, radius * 0.17}, radius * 0.03,
                 {.fill = metal_down(drawing, metal), .stroke = std::string(metal.dark)});
    drawing.circle({0, -radius * 0.93}, radius * 0.022, {.fill = "#17171a"});
  });
  for (int i = 0; i < 10; ++i) drawing.use(claw, {}, fmt::format("transform=\"rotate({})\"", 18 + 36 * i));
}

void cymbal_at_origin(Drawing& drawing, double radius_x, double radius_y, const Finish& finish) {
  const bool metal = finish.surface == Surface::metallic;
  const std::string base(metal ? finish.base : finish_named("bronze").base);
  const std::string bright = lighter(mix(base, "#f0c766", metal && finish.name != "bronze" ? 0 : 0.45), 0.1);
  drawing.ellipse({0, std::min(radius_y * 0.05 + 2, 7.0)}, radius_x, radius_y, {.fill = darker(base, 0.6)});
  const std::string face = drawing.linear({0, 0.1}, {1, 0.9},
                                          {{0, darker(bright, 0.25)},
                                           {0.2, lighter(bright, 0.5)},
                                           {0.36, bright},
                                           {0.55, darker(bright, 0.32)},
                                           {0.74, lighter(bright, 0.42)},
                                           {1, darker(bright, 0.35)}});
  drawing.ellipse({}, radius_x, radius_y, {.fill = face, .stroke = darker(base, 0.35)});
  // Lathing; a small cymbal shows less of it.
  const int rings = radius_x > 200 ? 12 : 4;
  std::string grooves;
  for (int ring = 1; ring <= rings; ++ring) {
    const double share = 0.97 - 0.7 * ring / rings;
    grooves += ellipse_path(radius_x * share, radius_y * share);
  }
  const std::string lathed = drawing.define_path(grooves);
  drawing.use_path(lathed, {.stroke = darker(base, 0.45), .width = 1.4, .opacity = 0.34});
  if (radius_x > 200) drawing.use_path(lathed, {.stroke = "#fff3c4", .opacity = 0.4, .more = translated({1.6, 2})});
  const double lift = radius_x > radius_y * 1.3 ? radius_y * 0.22 + radius_x * 0.03 : 0;
  drawing.ellipse({0, -lift * 0.4}, radius_x * 0.2, radius_y * 0.22 + lift * 0.7,
                  {.fill = drawing.radial({0.36, 0.3}, 0.8,
                                          {{0, lighter(bright, 0.7)}, {0.5, bright}, {1, darker(bright, 0.45)}})});
  drawing.ellipse({0, -lift}, radius_x * 0.035, radius_y * 0.035 + 1, {.fill = "#1a1411"});
}

}  // namespace

// Equal drums and cymbals of a kit share one definition.
void standing_drum(Drawing& drawing, Point centre, double radius, double depth, const Finish& finish,
                   const Metal& metal) {
  drawing.use(drawing.symbol([&] { drum_at_origin(drawing, radius, depth, finish, metal); }), centre);
}

void facing_drum(Drawing& drawing, Point centre, double radius, const Finish& finish, const Metal& metal) {
  drawing.use(drawing.symbol([&] { facing_drum_at_origin(drawing, radius, finish, metal); }), centre);
}

void cymbal(Drawing& drawing, Point centre, double radius_x, double radius_y, double degrees, const Finish& finish) {
  const std::string id = drawing.symbol([&] { cymbal_at_origin(drawing, radius_x, radius_y, finish); });
  const auto turned = drawing.group_at(centre, 1, degrees);
  drawing.use(id);
}

}  // namespace hurtrock::sample_pictures

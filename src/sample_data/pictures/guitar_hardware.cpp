// Pickups, bridges and controls.
#include <array>

#include <fmt/core.h>

#include "sample_data/pictures/guitar_parts.hpp"

namespace hurtrock::sample_pictures {

namespace {

double string_at(const Model& model, int i, double y) {
  return model.at_nut(i) + (model.at_bridge(i) - model.at_nut(i)) * y / model.scale;
}

std::vector<Point> poles(const Model& model, double y, double offset) {
  std::vector<Point> places;
  for (int i = 0; i < model.strings; ++i) places.push_back({string_at(model, i, y), offset});
  return places;
}

struct Disc {
  double diameter;
  std::string_view color;
};

// Dots of several sizes on the same places, as pole pieces and screws look.
void layered_dots(Drawing& drawing, std::span<const Point> places, std::initializer_list<Disc> discs) {
  const std::string dots = drawing.define_path(dots_path(places));
  for (const Disc& disc : discs)
    drawing.use_path(dots, {.stroke = std::string(disc.color), .width = disc.diameter, .round = true});
}

double string_span(const Model& model, double y) {
  return string_at(model, model.strings - 1, y) - string_at(model, 0, y);
}

void plate(Drawing& drawing, Box box, double radius, const std::string& fill, const std::string& rim) {
  drawing.rect({box.x + 1.5, box.y + 2.5, box.width, box.height}, radius, {.fill = "#000000", .opacity = 0.35});
  drawing.rect(box, radius, {.fill = fill, .stroke = rim, .width = 0.7});
}

void single_coil(Drawing& drawing, const Model& model, double y, double height) {
  const double half = string_span(model, y) / 2 + 17;
  const std::string color(model.pickup_color);
  plate(drawing, {-half, -height / 2, 2 * half, height}, height / 2,
        drawing.down({{0, lighter(color, 0.3)}, {0.3, color}, {1, darker(color, 0.22)}}), darker(color, 0.4));
  drawing.rect({-half + 8, -height / 2 + 3, 2 * half - 16, height / 3.4}, 3, {.fill = "#ffffff", .opacity = 0.25});
  layered_dots(drawing, poles(model, y, 0), {{5.4, "#4d5054"}, {4, "#d5d8da"}});
}

void humbucker(Drawing& drawing, const Model& model, double y, bool framed, const Metal& metal) {
  const double half = string_span(model, y) / 2 + 10;
  if (framed) {
    plate(drawing, {-half - 9, -24, 2 * half + 18, 48}, 4, drawing.down({{0, "#3a3a3d"}, {1, "#111113"}}), "#000000");
    const std::array<Point, 2> corners{{{-half - 5, 0}, {half + 5, 0}}};
    screws(drawing, corners, 5, metal);
    drawing.rect({-half, -19, 2 * half, 38}, 4,
                 {.fill = metal_down(drawing, metal), .stroke = std::string(metal.dark)});
    drawing.rect({-half + 3, -16, 2 * half - 6, 7}, 3, {.fill = "#ffffff", .opacity = 0.35});
    layered_dots(drawing, poles(model, y, 9), {{5, metal.dark}, {3.6, metal.light}});
    return;
  }
  plate(drawing, {-half - 7, -8, 2 * half + 14, 16}, 5, metal_down(drawing, metal), std::string(metal.dark));
  const std::string bobbin = drawing.down({{0, "#4b4b50"}, {0.25, "#232326"}, {1, "#0d0d0f"}});
  plate(drawing, {-half, -19, 2 * half, 18.4}, 4, bobbin, "#000000");
  plate(drawing, {-half, 0.6, 2 * half, 18.4}, 4, bobbin, "#000000");
  drawing.dots(poles(model, y, -9.5), 5.2, metal.middle);
  layered_dots(drawing, poles(model, y, 9.5), {{5.2, metal.light}, {1.8, metal.dark}});
}

void soapbar(Drawing& drawing, const Model& model, double y) {
  const double half = string_span(model, y) / 2 + 15;
  plate(drawing, {-half, -20, 2 * half, 40}, 6,
        drawing.linear({0, 0}, {1, 1}, {{0, "#4a4a4e"}, {0.4, "#1d1d20"}, {1, "#0b0b0c"}}), "#000000");
  drawing.rect({-half + 5, -16, 2 * half - 10, 6}, 3, {.fill = "#ffffff", .opacity = 0.12});
}

// Two halves, each under half of the strings.
void split_coil(Drawing& drawing, const Model& model, double y) {
  const std::string shell = drawing.linear({0, 0}, {1, 1}, {{0, "#4a4a4e"}, {0.4, "#1d1d20"}, {1, "#0b0b0c"}});
  const double half = string_span(model, y) / 2 + 14;
  plate(drawing, {-half, -26, half + 4, 27}, 4, shell, "#000000");
  plate(drawing, {-4, 3, half + 4, 27}, 4, shell, "#000000");
  auto upper = poles(model, y, -12.5);
  auto lower = poles(model, y, 16.5);
  const auto middle = static_cast<std::ptrdiff_t>(upper.size() / 2);
  upper.erase(upper.begin() + middle, upper.end());
  lower.erase(lower.begin(), lower.begin() + middle);
  upper.insert(upper.end(), lower.begin(), lower.end());
  drawing.dots(upper, 7, "#c5c8cb");
}

void saddles(Drawing& drawing, const Model& model, double y, double length, const Metal& metal) {
  const double step = string_span(model, model.scale) / (model.strings - 1);
  const std::string steel = metal_down(drawing, metal);
  const std::string saddle = drawing.symbol([&] {
    drawing.rect({-step * 0.44, 0, step * 0.88, length}, 1.5,
                 {.fill = steel, .stroke = std::string(metal.dark), .width = 0.7});
    drawing.circle({0, length * 0.62}, step * 0.16, {.fill = std::string(metal.dark)});
  });
  for (int i = 0; i < model.strings; ++i) drawing.use(saddle, {model.at_bridge(i), y + (i % 2 == 0 ? 0.0 : 1.5)});
}

void vibrato_arm(Drawing& drawing, Point socket, const Metal& metal) {
  const std::string bend = drawing.define_path(
      Path()
          .move(socket)
          .curve({socket.x + 28, socket.y - 8}, {socket.x + 36, socket.y + 30}, {socket.x + 34, socket.y + 60})
          .line({socket.x + 28, socket.y + 128})
          .str());
  drawing.use_path(bend, {.stroke = "#000000", .width = 5, .opacity = 0.3, .round = true, .more = translated({3, 4})});
  drawing.use_path(bend, {.stroke = std::string(metal.dark), .width = 5.4, .round = true});
  drawing.use_path(bend, {.stroke = std::string(metal.middle), .width = 4, .round = true});
  drawing.use_path(bend,
                   {.stroke = std::string(metal.light), .width = 1.4, .round = true, .more = translated({-.8, 0})});
  drawing.circle(socket, 5, {.fill = metal_dome(drawing, metal), .stroke = std::string(metal.dark), .width = 0.6});
}

void strings_beyond(Drawing& drawing, const Model& model, double to) {
  std::string data;
  for (int i = 0; i < model.strings; ++i)
    data += Path().move({model.at_bridge(i), model.scale}).line({model.at_bridge(i), to}).str();
  drawing.path(data, {.stroke = "#e4e2dc", .width = model.scale > 760 ? 2.2 : 1.1});
}

void posts(Drawing& drawing, double half, double y, double radius, const Metal& metal) {
  for (const double x : {-half, half})
    drawing.circle({x, y}, radius,
                   {.fill = metal_dome(drawing, metal), .stroke = std::string(metal.dark), .width = 0.6});
}

void stopbar(Drawing& drawing, const Model& model, const Metal& metal) {
  const double half = string_span(model, model.scale) / 2 + 16;
  const std::string steel = metal_down(drawing, metal);
  const std::string rim(metal.dark);
  strings_beyond(drawing, model, model.scale + 40);
  plate(drawing, {-half, model.scale - 8, 2 * half, 15}, 6, steel, rim);
  saddles(drawing, model, model.scale - 5, 9, metal);
  posts(drawing, half - 2, model.scale, 5, metal);
  plate(drawing, {-half + 2, model.scale + 34, 2 * half - 4, 15}, 7, steel, rim);
  posts(drawing, half + 1, model.scale + 41, 7, metal);
}

void locking_vibrato(Drawing& drawing, const Model& model, const Metal& metal) {
  const double half = string_span(model, model.scale) / 2 + 15;
  const std::string steel = metal_down(drawing, metal);
  drawing.rect({-half - 6, model.scale - 20, 2 * half + 12, 76}, 5, {.fill = "#050505", .opacity = 0.55});
  plate(drawing, {-half, model.scale - 14, 2 * half, 56}, 5, steel, std::string(metal.dark));
  saddles(drawing, model, model.scale - 8, 36, metal);
  std::vector<Point> fine;
  for (int i = 0; i < model.strings; ++i) fine.push_back({model.at_bridge(i), model.scale + 46});
  layered_dots(drawing, fine, {{9, metal.dark}, {6.5, metal.light}});
  posts(drawing, half - 4, model.scale - 14, 5.5, metal);
  vibrato_arm(drawing, {half - 2, model.scale + 4}, metal);
}

void floating_vibrato(Drawing& drawing, const Model& model, const Metal& metal) {
  const double half = string_span(model, model.scale) / 2;
  const std::string steel = metal_across(drawing, metal);
  const std::array<Point, 4> tail{{{-half - 10, model.scale + 48},
                                   {half + 10, model.scale + 48},
                                   {34, model.scale + 142},
                                   {-34, model.scale + 142}}};
  const std::string outline = rounded_polygon(tail, 8);
  drawing.path(outline, {.fill = "#000000", .opacity = 0.3, .more = translated({2, 3})});
  drawing.path(outline, {.fill = steel, .stroke = std::string(metal.dark), .width = 0.7});
  strings_beyond(drawing, model, model.scale + 66);
  std::vector<Point> ends;
  for (int i = 0; i < model.strings; ++i) ends.push_back({model.at_bridge(i), model.scale + 66});
  drawing.dots(ends, 4.5, metal.dark);
  plate(drawing, {-half - 20, model.scale - 9, 2 * half + 40, 18}, 9, metal_down(drawing, metal),
        std::string(metal.dark));
  saddles(drawing, model, model.scale - 6, 12, metal);
  vibrato_arm(drawing, {half + 2, model.scale + 58}, metal);
}

void wooden_bridge(Drawing& drawing, const Model& model) {
  const double half = string_span(model, model.scale) / 2;
  const bool tied = model.bridge == BridgeStyle::tied;
  const double wing = half + (tied ? model.scale * 0.09 : model.scale * 0.075);
  const double h = tied ? 13 : 16;
  const std::string wood = drawing.down({{0, "#5b3b2c"}, {0.4, "#3a231a"}, {1, "#1d110c"}});
  const double y = model.scale + (tied ? 4 : 6);
  const std::array<Point, 8> outline{{{-wing, y - h * 0.6},
                                      {-half - 8, y - h},
                                      {half + 8, y - h},
                                      {wing, y - h * 0.6},
                                      {wing, y + h * 0.7},
                                      {half + 8, y + h},
                                      {-half - 8, y + h},
                                      {-wing, y + h * 0.7}}};
  const std::string path = rounded_polygon(outline, 8);
  drawing.path(path, {.fill = "#000000", .opacity = 0.35, .more = translated({2, 4})});
  drawing.path(path, {.fill = wood, .stroke = "#150c08", .width = 0.7});
  drawing.rect({-half - 6, model.scale - 2, 2 * half + 12, 4}, 2, {.fill = "#f6f0df"});
  std::vector<Point> ends;
  for (int i = 0; i < model.strings; ++i) ends.push_back({model.at_bridge(i), y + h * 0.4});
  strings_beyond(drawing, model, y + h * 0.4);
  if (tied) {
    drawing.rect({-half - 6, y + h * 0.2, 2 * half + 12, h * 0.5}, 2, {.fill = "#e9dfc6"});
  } else {
    layered_dots(drawing, ends, {{6.4, "#f3ecdb"}, {2.2, "#2a1c14"}});
  }
}

}  // namespace

namespace {

void draw_pickup(Drawing& drawing, const Model& model, PickupStyle style, const Metal& metal) {
  // The strings run almost parallel here: every pickup of a kind has the same size and shares one definition.
  const double y = model.scale * 0.88;
  switch (style) {
    case PickupStyle::single_coil:
    case PickupStyle::slanted:
      single_coil(drawing, model, y, 22);
      break;
    case PickupStyle::wide_coil:
      single_coil(drawing, model, y, 33);
      break;
    case PickupStyle::slim_bar: {
      const double half = string_span(model, y) / 2 + 14;
      plate(drawing, {-half, -10, 2 * half, 20}, 9, metal_down(drawing, metal), std::string(metal.dark));
      break;
    }
    case PickupStyle::humbucker:
    case PickupStyle::framed_humbucker:
      humbucker(drawing, model, y, style == PickupStyle::framed_humbucker, metal);
      break;
    case PickupStyle::soapbar:
      soapbar(drawing, model, y);
      break;
    case PickupStyle::split_coil:
      split_coil(drawing, model, y);
      break;
  }
}

}  // namespace

void draw_pickups(Drawing& drawing, const Model& model, const Metal& metal) {
  for (const Pickup& pickup : model.pickups) {
    // A slanted coil is a straight one, turned.
    const bool slanted = pickup.style == PickupStyle::slanted;
    const PickupStyle style = slanted ? PickupStyle::single_coil : pickup.style;
    const std::string id = drawing.symbol([&] { draw_pickup(drawing, model, style, metal); });
    drawing.use(id, {0, pickup.y}, slanted ? fmt::format("transform=\"rotate(11 0 {})\"", number(pickup.y)) : "");
  }
}

void draw_bridge(Drawing& drawing, const Model& model, const Metal& metal) {
  const double half = string_span(model, model.scale) / 2;
  const std::string steel = metal_across(drawing, metal);
  const std::string rim(metal.dark);
  const double y = model.scale;
  switch (model.bridge) {
    case BridgeStyle::vibrato: {
      plate(drawing, {-half - 11, y - 16, 2 * half + 22, 46}, 4, steel, rim);
      std::vector<Point> places;
      for (int i = 0; i < model.strings; ++i) places.push_back({model.at_bridge(i), y - 11});
      screws(drawing, places, 5.5, metal);
      saddles(drawing, model, y - 4, 27, metal);
      vibrato_arm(drawing, {half + 4, y + 2}, metal);
      break;
    }
    case BridgeStyle::locking:
      locking_vibrato(drawing, model, metal);
      break;
    case BridgeStyle::stopbar:
      stopbar(drawing, model, metal);
      break;
    case BridgeStyle::floating:
      floating_vibrato(drawing, model, metal);
      break;
    case BridgeStyle::hardtail:
      plate(drawing, {-half - 11, y - 12, 2 * half + 22, 50}, 4, steel, rim);
      saddles(drawing, model, y - 5, 30, metal);
      break;
    case BridgeStyle::ashtray:
      plate(drawing, {-half - 15, y - 54, 2 * half + 30, 92}, 3, steel, rim);
      drawing.rect({-half - 11, y - 48, 2 * half + 22, 40}, 4, {.fill = "#1a1a1c", .opacity = 0.85});
      saddles(drawing, model, y - 2, 22, metal);
      break;
    case BridgeStyle::headless: {
      plate(drawing, {-half - 9, y - 10, 2 * half + 18, 34}, 3, steel, rim);
      saddles(drawing, model, y - 6, 26, metal);
      const std::string knurl = metal_down(drawing, metal);
      for (int i = 0; i < model.strings; ++i)
        drawing.rect({model.at_bridge(i) - 3.8, y + 24, 7.6, 30}, 2, {.fill = knurl, .stroke = rim, .width = 0.6});
      break;
    }
    case BridgeStyle::bass:
      plate(drawing, {-half - 13, y - 14, 2 * half + 26, 66}, 4, steel, rim);
      saddles(drawing, model, y - 6, 44, metal);
      break;
    case BridgeStyle::pinned:
    case BridgeStyle::tied:
      wooden_bridge(drawing, model);
      break;
  }
}

void draw_controls(Drawing& drawing, const Model& model, const Metal& metal) {
  const double size = model.scale > 760 ? 1.15 : 1;
  const std::string plastic(model.pickup_color == "#18181a" ? "#c98a2b" : model.pickup_color);
  const std::string knob = drawing.symbol([&] {
    drawing.circle({2, 3}, 12.5 * size, {.fill = "#000000", .opacity = 0.35});
    if (model.skirted_knobs) {
      drawing.circle({0, 0}, 12.5 * size,
                     {.fill = drawing.radial({0.35, 0.3}, 0.8,
                                             {{0, lighter(plastic, 0.4)}, {0.6, plastic}, {1, darker(plastic, 0.4)}})});
      drawing.circle({0, 0}, 8 * size, {.fill = lighter(plastic, 0.15), .stroke = darker(plastic, 0.35), .width = 0.8});
      drawing.circle({-1.5, -2}, 4 * size, {.fill = "#ffffff", .opacity = 0.35});
    } else {
      drawing.circle({0, 0}, 10.5 * size,
                     {.fill = metal_across(drawing, metal),
                      .stroke = std::string(metal.dark),
                      .width = 1.6,
                      .more = R"(stroke-dasharray="1.6 .8")"});
      drawing.circle({0, 0}, 8.4 * size,
                     {.fill = metal_dome(drawing, metal), .stroke = std::string(metal.dark), .width = 0.5});
    }
    drawing.line({0, -4}, {0, -9.5 * size},
                 {.stroke = model.skirted_knobs ? "#201810" : std::string(metal.dark), .width = 1.1});
  });
  for (const Point place : model.knobs) drawing.use(knob, place);
  for (std::size_t i = 0; i < model.toggles.size(); ++i) {
    const bool blade = model.blade_switch && i == 0;
    const auto at = drawing.group_at(model.toggles[i], 1, blade ? 28 : 0);
    if (blade) {
      drawing.rect({-1.6, -17, 3.2, 34}, 1.6, {.fill = "#0a0a0a"});
      drawing.rect({-3.4, 2, 6.8, 13}, 3,
                   {.fill = drawing.down({{0, "#fbf7ea"}, {1, "#b9b09a"}}), .stroke = "#403a30", .width = 0.5});
    } else {
      drawing.circle({0, 0}, 7.5,
                     {.fill = metal_dome(drawing, metal), .stroke = std::string(metal.dark), .width = 0.7});
      drawing.line({0, 0}, {6, 9}, {.stroke = std::string(metal.light), .width = 3.2, .round = true});
      drawing.circle({6, 9}, 3.4, {.fill = "#efe7d2", .stroke = "#50483a", .width = 0.5});
    }
  }
}

}  // namespace hurtrock::sample_pictures

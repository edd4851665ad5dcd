// Drum kits and single drums.
#include <fmt/core.h>

#include <array>

#include "sample_data/pictures/drum_parts.hpp"
#include "sample_data/pictures/families.hpp"
#include "sample_data/pictures/fixtures.hpp"

namespace hurtrock::sample_pictures {

namespace {

constexpr double kFloor = 870;

// What a drum picture's closer views look at.
struct Closer {
  Point focus;
  double scale;
};

template <typename Draw>
std::string staged(int view, std::span<const Closer> closer, Draw&& draw) {
  Drawing drawing;
  studio_backdrop(drawing);
  const Closer camera = view == 0 ? Closer{{500, 500}, 1} : closer[static_cast<std::size_t>(view - 1)];
  {
    const auto placed = drawing.group(placed_transform({500, 500}, camera.scale, camera.focus));
    draw(drawing);
  }
  return drawing.document();
}

void boom(Drawing& drawing, Point joint, Point end, const Metal& metal) {
  tripod(drawing, joint, kFloor, 62, metal);
  tube(drawing, joint, end, 6, metal);
  drawing.circle(joint, 8, {.fill = metal_dome(drawing, metal), .stroke = std::string(metal.dark)});
}

void hi_hat(Drawing& drawing, Point at, const Finish& bronze, const Metal& metal) {
  tripod(drawing, {at.x, at.y - 60}, kFloor, 58, metal);
  cymbal(drawing, {at.x, at.y + 10}, 92, 14, 0, bronze);
  cymbal(drawing, at, 92, 14, 0, bronze);
}

void floor_tom(Drawing& drawing, Point at, double radius, double depth, const Finish& finish, const Metal& metal) {
  for (const double x : {-0.92, 0.15, 0.92})
    tube(drawing, {at.x + radius * x, at.y + depth * 0.5}, {at.x + radius * x, kFloor - (x == 0.15 ? 0 : 6)}, 8, metal);
  standing_drum(drawing, at, radius, depth, finish, metal);
}

void kit(Drawing& drawing, const Finish& finish, const Metal& metal, bool two_kicks) {
  const Finish& bronze = finish_named("bronze");
  floor_shadow(drawing, {500, kFloor + 4}, 470, 56, 0.55);
  boom(drawing, {170, 330}, {220, 205}, metal);
  boom(drawing, {822, 340}, {768, 190}, metal);
  boom(drawing, {905, 470}, {868, 330}, metal);
  hi_hat(drawing, {838, 520}, bronze, metal);
  tripod(drawing, {690, 660}, kFloor, 54, metal);
  standing_drum(drawing, {690, 566}, 96, 74, finish, metal);
  floor_tom(drawing, {215, 585}, 122, 180, finish, metal);
  if (two_kicks) tube(drawing, {494, 600}, {494, 250}, 6, metal);
  const double kick = two_kicks ? 158 : 182;
  const std::array<double, 2> kicks{two_kicks ? 345.0 : 460.0, 640.0};
  for (int i = 0; i < (two_kicks ? 2 : 1); ++i) {
    const double x = kicks[static_cast<std::size_t>(i)];
    const double y = kFloor - kick;
    tube(drawing, {x - kick * 0.82, y + 40}, {x - kick * 1.1, kFloor + 4}, 8, metal);
    tube(drawing, {x + kick * 0.82, y + 40}, {x + kick * 1.1, kFloor + 4}, 8, metal);
    facing_drum(drawing, {x, y}, kick, finish, metal);
  }
  const double tom_y = two_kicks ? 432 : 408;
  const double middle = two_kicks ? 492 : 460;
  tube(drawing, {middle, tom_y + 150}, {middle, tom_y + 20}, 12, metal);
  standing_drum(drawing, {middle + 104, tom_y}, 97, 98, finish, metal);
  standing_drum(drawing, {middle - 104, tom_y}, 97, 98, finish, metal);
  cymbal(drawing, {220, 205}, 146, 29, -10, bronze);
  cymbal(drawing, {768, 190}, 146, 29, 11, bronze);
  cymbal(drawing, {868, 330}, 104, 20, 12, bronze);
  if (two_kicks) cymbal(drawing, {494, 250}, 104, 20, -4, bronze);
}

constexpr std::array<Closer, 2> kKitCloser{{{{430, 430}, 1.8}, {{480, 690}, 2.1}}};

std::string draw_kit(const PictureSpec& spec) {
  return staged(spec.view, kKitCloser,
                [&](Drawing& d) { kit(d, finish_named(spec.finish), metal_named(spec.hardware), false); });
}

std::string draw_double_kit(const PictureSpec& spec) {
  return staged(spec.view, kKitCloser,
                [&](Drawing& d) { kit(d, finish_named(spec.finish), metal_named(spec.hardware), true); });
}

// A rubber or mesh pad on the rack.
std::string pad(Drawing& drawing, double radius, const Finish& finish) {
  return drawing.symbol([&] {
    const double flat = radius * 0.34;
    drawing.path(
        fmt::format("M{0} 0v{1}a{2} {3} 0 0 0 {4} 0v-{1}z", number(-radius), number(radius * 0.34), number(radius),
                    number(flat), number(2 * radius)),
        {.fill = drawing.across(
             {{0, darker(finish.edge, 0.3)}, {0.3, lighter(finish.base, 0.3)}, {1, darker(finish.edge, 0.5)}})});
    drawing.ellipse({}, radius, flat, {.fill = "#1b1b1e", .stroke = "#4a4a4e", .width = 2});
    drawing.ellipse({0, -1}, radius * 0.86, flat * 0.85,
                    {.fill = drawing.linear({0, 0}, {1, 1}, {{0, "#f4f2ee"}, {1, "#c2beb7"}})});
    drawing.ellipse({0, -1}, radius * 0.3, flat * 0.3, {.stroke = "#b4b0a8", .width = 1.5});
  });
}

void rubber_cymbal(Drawing& drawing, Point at, double radius, double degrees) {
  const auto turned = drawing.group_at(at, 1, degrees);
  drawing.ellipse({0, 4}, radius, radius * 0.2, {.fill = "#060607"});
  drawing.ellipse({}, radius, radius * 0.2,
                  {.fill = drawing.linear({0, 0}, {1, 1}, {{0, "#5d5e62"}, {0.5, "#26272a"}, {1, "#141517"}})});
  drawing.ellipse({}, radius * 0.66, radius * 0.13, {.stroke = "#5b5c60", .width = 1.5});
  drawing.ellipse({0, -4}, radius * 0.18, radius * 0.07, {.fill = "#3a3b3e"});
}

void electronic_kit(Drawing& drawing, const Finish& finish, const Metal& metal) {
  floor_shadow(drawing, {500, kFloor}, 450, 52, 0.55);
  for (const double x : {180.0, 390.0, 610.0, 820.0})
    tube(drawing, {x, 430}, {x + (x < 500 ? -24 : 24), kFloor - 4}, 15, metal);
  tube(drawing, {180, 500}, {390, 470}, 15, metal);
  tube(drawing, {390, 470}, {610, 470}, 15, metal);
  tube(drawing, {610, 470}, {820, 500}, 15, metal);
  tube(drawing, {205, 430}, {190, 210}, 9, metal);
  tube(drawing, {800, 430}, {815, 210}, 9, metal);
  tube(drawing, {850, 520}, {905, 400}, 9, metal);
  rubber_cymbal(drawing, {200, 205}, 150, -10);
  rubber_cymbal(drawing, {806, 205}, 150, 10);
  rubber_cymbal(drawing, {888, 395}, 104, 5);
  drawing.rect({448, 640, 104, 226}, 10, {.fill = drawing.across({{0, "#101012"}, {0.4, "#3d3d41"}, {1, "#0b0b0c"}})});
  drawing.circle(
      {500, 660}, 84,
      {.fill = drawing.linear({0, 0}, {1, 1}, {{0, lighter(finish.base, 0.2)}, {1, std::string(finish.edge)}}),
       .stroke = "#0b0b0c",
       .width = 3});
  drawing.circle({500, 660}, 72, {.fill = "#e9e6e0", .stroke = "#1a1a1c", .width = 3});
  drawing.path("M462 866l30-70h16l30 70z", {.fill = metal_down(drawing, metal), .stroke = std::string(metal.dark)});
  const std::string tom = pad(drawing, 84, finish);
  drawing.use(tom, {402, 400});
  drawing.use(tom, {590, 400});
  drawing.use(pad(drawing, 98, finish), {205, 520});
  drawing.use(pad(drawing, 104, finish), {748, 560});
  tube(drawing, {290, 470}, {300, 380}, 9, metal);
  casing(drawing, {236, 268, 134, 104}, 9, finish_named("matte_black"));
  display(drawing, {248, 278, 70, 42}, "#6fd8ff");
  const auto knobs = row({256, 346}, 20, 5);
  drawing.dots(knobs, 12, "#d8d5ce");
  lamp(drawing, {344, 296}, 4, "#ff4a2e");
}

std::string draw_electronic_kit(const PictureSpec& spec) {
  static constexpr std::array<Closer, 2> kCloser{{{{420, 420}, 1.9}, {{300, 330}, 3}}};
  return staged(spec.view, kCloser,
                [&](Drawing& d) { electronic_kit(d, finish_named(spec.finish), metal_named(spec.hardware)); });
}

void snare_from_above(Drawing& drawing, const Finish& finish, const Metal& metal) {
  const Point c{500, 500};
  lying_shadow(drawing, {110, 110, 780, 780}, 390);
  drawing.circle(c, 400, {.fill = metal_across(drawing, metal), .stroke = std::string(metal.dark), .width = 3});
  drawing.circle(c, 372, {.stroke = std::string(finish.base), .width = 10});
  drawing.circle(c, 366,
                 {.fill = drawing.radial({0.38, 0.32}, 0.8, {{0, "#ffffff"}, {0.6, "#f1eee8"}, {1, "#cbc6bd"}}),
                  .stroke = "#77736b",
                  .width = 3});
  drawing.circle(c, 280, {.stroke = "#d9d4cb", .width = 3});
  const std::string rod = drawing.symbol([&] {
    drawing.circle({0, -386}, 15, {.fill = metal_dome(drawing, metal), .stroke = std::string(metal.dark)});
    drawing.rect({-6, -392, 12, 12}, 2, {.fill = std::string(metal.dark)});
  });
  for (int i = 0; i < 10; ++i) drawing.use(rod, {}, fmt::format("transform=\"translate(500 500) rotate({})\"", 36 * i));
}

std::string draw_snare(const PictureSpec& spec) {
  const Finish& finish = finish_named(spec.finish);
  const Metal& metal = metal_named(spec.hardware);
  static constexpr std::array<Closer, 2> kCloser{{{{500, 500}, 1}, {{420, 590}, 2}}};
  return staged(spec.view, kCloser, [&](Drawing& d) {
    if (spec.view == 1) return snare_from_above(d, finish, metal);
    floor_shadow(d, {500, 735}, 420, 90, 0.65);
    standing_drum(d, {500, 400}, 370, 250, finish, metal);
    d.rect({470, 566, 60, 104}, 10, {.fill = metal_across(d, metal), .stroke = std::string(metal.dark), .width = 2});
    d.circle({500, 600}, 15, {.fill = metal_dome(d, metal), .stroke = std::string(metal.dark)});
  });
}

std::string draw_cymbal(const PictureSpec& spec) {
  const Finish& finish = finish_named(spec.finish);
  static constexpr std::array<Closer, 2> kCloser{{{{500, 500}, 1}, {{470, 450}, 2.3}}};
  return staged(spec.view, kCloser, [&](Drawing& d) {
    if (spec.view == 1) {
      floor_shadow(d, {520, 660}, 420, 60, 0.45);
      return cymbal(d, {500, 500}, 420, 130, -9, finish);
    }
    lying_shadow(d, {80, 80, 840, 840}, 420);
    cymbal(d, {500, 500}, 425, 425, 0, finish);
  });
}

std::string draw_cajon(const PictureSpec& spec) {
  const Finish& finish = finish_named(spec.finish);
  const Boxed box{520, 800, 190, finish, {200, 190}, 1.9};
  return draw_boxed(spec.view, box, [&](Drawing& d) {
    casing(d, {0, 0, box.width, box.height}, 12, finish);
    const auto inside = d.clipped({6, 6, box.width - 12, box.height - 12}, 10);
    d.path(grain_lines({0, 0, box.width, box.height}, 26, 4),
           {.stroke = darker(finish.edge, 0.2), .width = 2, .opacity = 0.3});
    const std::vector<Point> places{{26, 26},  {260, 22},  {494, 26}, {22, 300},  {498, 300},
                                    {22, 560}, {498, 560}, {26, 774}, {260, 778}, {494, 774}};
    screws(d, places, 13, metal_named(spec.hardware));
  });
}

std::string draw_throne(const PictureSpec& spec) {
  const Finish& finish = finish_named(spec.finish);
  const Metal& metal = metal_named(spec.hardware);
  static constexpr std::array<Closer, 2> kCloser{{{{500, 380}, 1.7}, {{500, 760}, 2}}};
  return staged(spec.view, kCloser, [&](Drawing& d) {
    floor_shadow(d, {500, 872}, 330, 50, 0.55);
    tube(d, {500, 400}, {500, 760}, 34, metal);
    tube(d, {500, 620}, {300, 866}, 22, metal);
    tube(d, {500, 620}, {700, 866}, 22, metal);
    tube(d, {500, 640}, {520, 880}, 22, metal);
    for (const Point foot : {Point{298, 868}, Point{702, 868}, Point{521, 884}})
      d.ellipse(foot, 24, 14, {.fill = "#121213"});
    const std::string seat = "M190 290v84c0 80 140 120 310 120s310-40 310-120v-84z";
    d.path(seat, {.fill = d.across({{0, "#09090a"}, {0.25, "#47474b"}, {0.5, "#202022"}, {1, "#060607"}})});
    d.ellipse({500, 290}, 310, 118,
              {.fill = d.linear(
                   {0, 0}, {1, 1},
                   {{0, lighter(finish.base, 0.3)}, {0.5, std::string(finish.base)}, {1, std::string(finish.edge)}}),
               .stroke = "#0a0a0b",
               .width = 3});
    d.ellipse({500, 288}, 288, 104,
              {.stroke = "#ffffff", .width = 2, .opacity = 0.35, .more = R"(stroke-dasharray="8 6")"});
    d.rect({462, 478, 76, 60}, 8, {.fill = metal_across(d, metal), .stroke = std::string(metal.dark)});
  });
}

}  // namespace

std::span<const Shape> drum_shapes() {
  static constexpr std::array<Shape, 7> kShapes{{{"drum_kit", 3, draw_kit},
                                                 {"drum_kit_double_bass", 3, draw_double_kit},
                                                 {"electronic_kit", 3, draw_electronic_kit},
                                                 {"snare", 3, draw_snare},
                                                 {"cymbal", 3, draw_cymbal},
                                                 {"cajon", kBoxedViews, draw_cajon},
                                                 {"drum_throne", 3, draw_throne}}};
  return kShapes;
}

}  // namespace hurtrock::sample_pictures

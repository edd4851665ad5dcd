// Effects: single pedals, floor processors, pedalboards, their power, and tuners.
#include <array>

#include "sample_data/pictures/families.hpp"
#include "sample_data/pictures/fixtures.hpp"

namespace hurtrock::sample_pictures {

namespace {

constexpr int kPedalViews = 3;

template <typename Draw>
std::string photograph(const PictureSpec& spec, Point detail, double zoom, Draw&& draw) {
  Drawing drawing;
  studio_backdrop(drawing);
  std::string place = placed_transform({500, 500}, 1, {500, 500});
  if (spec.view == 1) place = placed_transform({500, 500}, 0.98, {500, 500}, -14);
  if (spec.view == 2) place = placed_transform({500, 500}, zoom, detail);
  {
    const auto placed = drawing.group(place);
    draw(drawing);
  }
  return drawing.document();
}

// An enclosure of die-cast metal with `knobs` (2 to 4) in the upper half, drawn in `box`.
void stomp_box(Drawing& d, Box box, const Finish& finish, const Metal& metal, int knobs, bool shadow = true) {
  const double u = box.width / 100;
  if (shadow) lying_shadow(d, box, 7 * u);
  const std::string jack = metal_down(d, metal);
  for (const double x : {box.x - 7 * u, box.x + box.width - 3 * u})
    d.rect({x, box.y + box.height * 0.36, 10 * u, 13 * u}, 2 * u, {.fill = jack, .stroke = std::string(metal.dark)});
  d.rect({box.x + 1.5 * u, box.y + 3 * u, box.width - 3 * u, box.height}, 7 * u, {.fill = darker(finish.edge, 0.6)});
  casing(d, box, 7 * u, finish);
  // A geometric plate where the maker's art would be.
  const double art = box.y + box.height * 0.52;
  const std::string ink =
      finish.name == "white" || finish.name == "cream" || finish.name == "yellow" || finish.name == "bone_white"
          ? "#1b1b1e"
          : "#fff8ea";
  d.path(Path()
             .move({box.x + 22 * u, art + 5 * u})
             .line({box.x + 38 * u, art - 5 * u})
             .line({box.x + 47 * u, art + 6 * u})
             .line({box.x + 56 * u, art - 7 * u})
             .line({box.x + 63 * u, art + 4 * u})
             .line({box.x + 78 * u, art - 4 * u})
             .str(),
         {.stroke = ink, .width = 2.2 * u, .opacity = 0.85, .round = true});
  // The boxes of a pedalboard differ in colour only and share their fittings.
  d.use(d.symbol([&] {
    d.rect({box.x + 5 * u, box.y + 5 * u, box.width - 10 * u, box.height - 10 * u}, 4 * u,
           {.stroke = "#ffffff", .width = 0.5 * u, .opacity = 0.22});
    const std::string knob = black_knob(d, (knobs > 3 ? 10 : 12) * u);
    if (knobs == 4) {
      for (const double y : {0.15, 0.33}) place_all(d, knob, row({box.x + 29 * u, box.y + box.height * y}, 42 * u, 2));
    } else {
      place_all(d, knob, row({box.x + 50 * u - 31 * u * (knobs - 1) / 2, box.y + box.height * 0.18}, 31 * u, knobs));
    }
    lamp(d, {box.x + 50 * u, box.y + box.height * 0.64}, 2.6 * u, "#ff3b25");
    d.use(foot_switch(d, 11 * u, metal), {box.x + 50 * u, box.y + box.height * 0.82});
    const std::vector<Point> corners{{box.x + 8 * u, box.y + 8 * u},
                                     {box.x + 92 * u, box.y + 8 * u},
                                     {box.x + 8 * u, box.y + box.height - 8 * u},
                                     {box.x + 92 * u, box.y + box.height - 8 * u}};
    screws(d, corners, 4 * u, metal);
  }));
}

std::string draw_pedal(const PictureSpec& spec) {
  return photograph(spec, {500, 250}, 2, [&](Drawing& d) {
    stomp_box(d, {260, 90, 480, 800}, finish_named(spec.finish), metal_named(spec.hardware), 3);
  });
}

std::string draw_multi_effect(const PictureSpec& spec) {
  const Finish& finish = finish_named(spec.finish);
  const Metal& metal = metal_named(spec.hardware);
  return photograph(spec, {360, 420}, 2, [&](Drawing& d) {
    const Box box{60, 280, 880, 440};
    lying_shadow(d, box, 22);
    d.rect({64, 292, 872, 440}, 22, {.fill = darker(finish.edge, 0.6)});
    casing(d, box, 20, finish);
    d.rect({84, 302, 590, 186}, 10, {.fill = d.linear({0, 0}, {1, 1}, {{0, "#2c2c30"}, {1, "#0f0f11"}})});
    display(d, {104, 320, 300, 150}, "#57d8ff");
    place_all(d, black_knob(d, 26), row({456, 360}, 76, 3));
    place_all(d, metal_knob(d, 20, metal), row({456, 440}, 76, 3));
    const std::string button = foot_switch(d, 30, metal);
    const std::array<std::string_view, 4> glow{"#ff4a2e", "#ffb03a", "#42e07c", "#4aa8ff"};
    for (int i = 0; i < 4; ++i) {
      const double x = 150 + 150 * i;
      for (const double y : {554.0, 656.0}) {
        d.use(button, {x, y});
        d.rect({x - 22, y - 48, 44, 7}, 3,
               {.fill = std::string(glow[static_cast<std::size_t>((i + (y > 600 ? 2 : 0)) % 4)])});
      }
    }
    d.rect({706, 306, 204, 392}, 14, {.fill = "#0a0a0b"});
    d.rect({716, 312, 184, 372}, 12,
           {.fill = d.down({{0, "#55565a"}, {0.12, "#2a2b2e"}, {1, "#121214"}}), .stroke = "#6b6c70"});
    Path ribs;
    for (int i = 0; i < 12; ++i) ribs.move({734, 342.0 + 28 * i}).line({882, 342.0 + 28 * i});
    d.path(ribs.str(), {.stroke = "#000000", .width = 9, .opacity = 0.55, .round = true});
  });
}

std::string draw_pedalboard(const PictureSpec& spec) {
  const Metal& metal = metal_named(spec.hardware);
  const Finish& finish = finish_named(spec.finish);
  return photograph(spec, {340, 560}, 1.9, [&](Drawing& d) {
    const Box box{50, 240, 900, 520};
    lying_shadow(d, box, 18);
    casing(d, box, 18, finish);
    const std::string felt = d.pattern(6, 6, R"(<circle cx="2" cy="2" r="1.2" fill="#fff" opacity=".12"/>)");
    for (int i = 0; i < 4; ++i) {
      const Box rail{74, 262.0 + 124 * i, 852, 104};
      d.rect(rail, 8, {.fill = "#17171a", .stroke = "#3d3d41"});
      d.rect(rail, 8, {.fill = felt});
    }
    d.path(
        "M170 420c40-60 60-60 130 0M360 420c40-60 60-60 130 0M560 420c40-60 60-60 130 0M240 690c50 60 90 60 150 0M500 "
        "690c50 60 90 60 150 0",
        {.stroke = "#0a0a0b", .width = 12, .round = true});
    const std::array<std::string_view, 4> upper{"ocean_blue", "orange", "purple", "cream"};
    const std::array<std::string_view, 3> lower{"green", "blood_red", "yellow"};
    for (int i = 0; i < 4; ++i) {
      const auto slot = d.group_at({100.0 + 210 * i, 268});
      stomp_box(d, {0, 0, 120, 200}, finish_named(upper[static_cast<std::size_t>(i)]), metal, 2, false);
    }
    for (int i = 0; i < 3; ++i) {
      const auto slot = d.group_at({140.0 + 200 * i, 510});
      stomp_box(d, {0, 0, 130, 220}, finish_named(lower[static_cast<std::size_t>(i)]), metal, 3, false);
    }
    d.rect({752, 506, 150, 232}, 10, {.fill = "#0a0a0b"});
    d.rect({760, 510, 134, 222}, 10, {.fill = d.down({{0, "#6b6c70"}, {0.12, "#2a2b2e"}, {1, "#121214"}})});
    Path ribs;
    for (int i = 0; i < 8; ++i) ribs.move({776, 534.0 + 25 * i}).line({878, 534.0 + 25 * i});
    d.path(ribs.str(), {.stroke = "#000000", .width = 8, .opacity = 0.55, .round = true});
  });
}

std::string draw_power_supply(const PictureSpec& spec) {
  const Finish& finish = finish_named(spec.finish);
  const Boxed box{780, 300, 200, finish, {240, 150}, 2.2};
  return draw_boxed(spec.view, box, [&](Drawing& d) {
    casing(d, {0, 0, 780, 300}, 16, finish);
    d.rect({24, 150, 732, 120}, 10, {.fill = d.linear({0, 0}, {1, 1}, {{0, "#2e2e32"}, {1, "#101012"}})});
    const std::string outlet = socket(d, 27, metal_named(spec.hardware));
    place_all(d, outlet, row({78, 218}, 89, 8));
    for (int i = 0; i < 8; ++i) lamp(d, {78.0 + 89 * i, 172}, 5, i == 5 ? "#ffb03a" : "#42e07c");
    d.path("M330 40h120l-70 40h44l-96 54 34-46h-50z", {.fill = "#ffffff", .opacity = 0.75});
  });
}

std::string draw_tuner(const PictureSpec& spec) {
  const Finish& finish = finish_named(spec.finish);
  return photograph(spec, {500, 400}, 1.8, [&](Drawing& d) {
    lying_shadow(d, {230, 220, 540, 360}, 60);
    d.path("M440 560h120l26 150c0 40-40 70-86 70s-86-30-86-70z",
           {.fill = d.across({{0, "#0b0b0c"}, {0.35, "#55565a"}, {1, "#0b0b0c"}}), .stroke = "#0a0a0b"});
    d.rect({400, 760, 200, 60}, 24, {.fill = d.down({{0, "#4d4e52"}, {1, "#0f0f10"}})});
    d.rect({418, 812, 164, 16}, 6, {.fill = "#c2542a"});
    casing(d, {230, 200, 540, 380}, 70, finish);
    d.rect({262, 230, 476, 290}, 46, {.fill = "#06080a", .stroke = "#3a3b3f", .width = 3});
    for (int i = -6; i <= 6; ++i) {
      const auto at = d.group(placed_transform({500, 590}, 1, {500, 590}, i * 9.0));
      d.rect({494, 268, 12, i == 0 ? 90.0 : 54.0}, 5,
             {.fill = i == 0            ? "#56f08a"
                      : i < -3 || i > 3 ? "#e0402e"
                                        : "#f0b53a",
              .opacity = i == 0 || i == -1 ? 1 : 0.5});
    }
    // The note A, as strokes of light.
    d.path("M462 484l38-104 38 104m-62-38h48", {.stroke = "#7fffb0", .width = 13, .round = true});
    d.path("M262 276c0-30 20-46 46-46h200l-120 290h-80c-26 0-46-16-46-46z", {.fill = "#ffffff", .opacity = 0.06});
    d.rect({470, 534, 60, 26}, 13, {.fill = "#1b1b1e", .stroke = "#6b6c70"});
  });
}

}  // namespace

std::span<const Shape> pedal_shapes() {
  static constexpr std::array<Shape, 5> kShapes{{{"pedal", kPedalViews, draw_pedal},
                                                 {"multi_effect", kPedalViews, draw_multi_effect},
                                                 {"pedalboard", kPedalViews, draw_pedalboard},
                                                 {"power_supply", kBoxedViews, draw_power_supply},
                                                 {"tuner", kPedalViews, draw_tuner}}};
  return kShapes;
}

}  // namespace hurtrock::sample_pictures

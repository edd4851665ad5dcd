// Where instruments stand and travel.
#include <array>

#include "sample_data/pictures/families.hpp"
#include "sample_data/pictures/fixtures.hpp"

namespace hurtrock::sample_pictures {

namespace {

std::string draw_guitar_stand(const PictureSpec& spec) {
  const Finish& finish = finish_named(spec.finish);
  return draw_lying(spec.view, {500, 250}, 2, [&](Drawing& d) {
    floor_shadow(d, {500, 890}, 330, 46, 0.55);
    const std::string legs = d.define_path("M500 150v520M500 560L250 880M500 560l250 320M500 640l30 250");
    d.use_path(legs, {.stroke = darker(finish.edge, 0.6), .width = 30, .round = true});
    d.use_path(legs, {.stroke = std::string(finish.base), .width = 23, .round = true});
    d.use_path(legs, {.stroke = lighter(finish.base, 0.45), .width = 6, .round = true, .more = translated({-5, 0})});
    const std::string arms = d.define_path(
        "M500 690H370l-14 60 50 26M500 690h130l14 60-50 26M500 160c-70 0-96-30-100-90M500 160c70 0 96-30 100-90");
    d.use_path(arms, {.stroke = "#0a0a0b", .width = 32, .round = true});
    d.use_path(arms, {.stroke = "#3a3a3e", .width = 24, .round = true});
    d.use_path(arms, {.stroke = "#8a8a8e", .width = 4, .opacity = 0.7, .round = true, .more = translated({-4, -6})});
    d.rect({466, 520, 68, 84}, 14, {.fill = d.across({{0, "#111113"}, {0.35, "#57575b"}, {1, "#0b0b0c"}})});
    d.circle({548, 562}, 24, {.fill = d.radial({0.36, 0.3}, 0.8, {{0, "#77777b"}, {1, "#0c0c0d"}})});
    const std::vector<Point> feet{{250, 880}, {750, 880}, {530, 890}};
    d.dots(feet, 44, "#0f0f10");
  });
}

std::string guitar_case_outline() {
  return "M452 90h96c26 0 40 20 38 46l-16 250c0 44 40 54 66 96 22 38 14 84-8 120-20 36 8 66 24 110 24 70 4 150-76 "
         "176-48 16-104 16-152 0-80-26-100-106-76-176 "
         "16-44 44-74 24-110-22-36-30-82-8-120 26-42 66-52 66-96l-16-250c-2-26 12-46 38-46z";
}

std::string draw_gig_bag(const PictureSpec& spec) {
  const Finish& finish = finish_named(spec.finish);
  return draw_lying(spec.view, {500, 700}, 1.8, [&](Drawing& d) {
    const std::string bag = d.define_path(guitar_case_outline());
    const auto tilted = d.group(placed_transform({500, 500}, 1, {500, 500}, 8));
    outline_shadow(d, bag, {26, 30});
    d.use_path(bag, {.fill = d.across({{0, darker(finish.edge, 0.2)},
                                       {0.35, lighter(finish.base, 0.18)},
                                       {0.65, std::string(finish.base)},
                                       {1, darker(finish.edge, 0.45)}}),
                     .stroke = "#0c0b0b",
                     .width = 4});
    d.use_path(
        bag,
        {.fill = d.pattern(
             6, 6,
             R"(<path d="M0 1h3v2h-3zM3 4h3v2h-3z" fill="#fff" opacity=".1"/><path d="M3 0h3v3h-3z" fill="#000" opacity=".14"/>)")});
    const auto inner = placed_transform({500, 520}, 0.93, {500, 520});
    d.use_path(bag, {.stroke = "#0c0b0b", .width = 5, .more = inner});
    d.use_path(bag, {.stroke = "#b9b6b0", .width = 2, .more = inner + R"( stroke-dasharray="5 4")"});
    d.path("M404 640h192c22 0 36 14 36 36v110c0 50-40 76-132 76s-132-26-132-76V676c0-22 14-36 36-36z",
           {.fill = d.linear({0, 0}, {1, 1}, {{0, lighter(finish.base, 0.14)}, {1, darker(finish.edge, 0.4)}}),
            .stroke = "#0c0b0b",
            .width = 3});
    d.path("M392 664h216", {.stroke = "#d9d6cf", .width = 5, .more = R"(stroke-dasharray="4 3")"});
    d.rect({600, 658, 10, 40}, 4, {.fill = "#d9d6cf"});
    d.rect({462, 200, 76, 120}, 8, {.fill = "#17171a", .opacity = 0.55});
    d.path("M396 470c-60 10-60 70 0 80", {.stroke = "#101012", .width = 20, .round = true});
    d.path("M396 466c-56 10-56 70 0 80", {.stroke = "#5a5a5e", .width = 3});
  });
}

std::string draw_hard_case(const PictureSpec& spec) {
  const Finish& finish = finish_named(spec.finish);
  const Metal& metal = metal_named(spec.hardware);
  return draw_lying(spec.view, {480, 640}, 1.9, [&](Drawing& d) {
    const Box box{70, 300, 860, 380};
    const auto tilted = d.group(placed_transform({500, 500}, 1, {500, 500}, -5));
    lying_shadow(d, box, 26);
    covering(d, box, 26, finish);
    d.rect({70, 478, 860, 20}, 0, {.fill = metal_down(d, metal), .stroke = std::string(metal.dark)});
    d.rect({70, 470, 860, 4}, 0, {.fill = "#000000", .opacity = 0.5});
    const std::string latch = d.symbol([&] {
      d.rect({-30, -44, 60, 96}, 8, {.fill = metal_across(d, metal), .stroke = std::string(metal.dark), .width = 2});
      d.rect({-18, -10, 36, 50}, 6, {.fill = metal_down(d, metal), .stroke = std::string(metal.dark)});
      d.circle({0, -26}, 7, {.fill = std::string(metal.dark)});
    });
    place_all(d, latch, std::vector<Point>{{190, 490}, {360, 490}, {640, 490}, {810, 490}});
    d.path("M418 560c0 60 10 74 40 74h84c30 0 40-14 40-74", {.stroke = "#0c0b0b", .width = 32, .round = true});
    d.path("M412 560c0 62 12 66 46 66h84c34 0 46-8 46-66", {.stroke = "#5b4636", .width = 4, .opacity = 0.9});
    for (const double x : {396.0, 560.0})
      d.rect({x, 544, 44, 30}, 6, {.fill = metal_down(d, metal), .stroke = std::string(metal.dark)});
    for (const double x : {70.0, 930.0}) {
      for (const double y : {300.0, 680.0}) {
        const double dx = x < 500 ? 1 : -1;
        const double dy = y < 500 ? 1 : -1;
        d.path(Path()
                   .move({x - 3 * dx, y + 56 * dy})
                   .line({x - 3 * dx, y + 20 * dy})
                   .quad({x - 2 * dx, y - 2 * dy}, {x + 20 * dx, y - 3 * dy})
                   .line({x + 56 * dx, y - 3 * dy})
                   .quad({x + 40 * dx, y + 40 * dy}, {x - 3 * dx, y + 56 * dy})
                   .close()
                   .str(),
               {.fill = metal_dome(d, metal), .stroke = std::string(metal.dark)});
      }
    }
  });
}

}  // namespace

std::span<const Shape> case_shapes() {
  static constexpr std::array<Shape, 3> kShapes{{{"guitar_stand", kLyingViews, draw_guitar_stand},
                                                 {"gig_bag", kLyingViews, draw_gig_bag},
                                                 {"hard_case", kLyingViews, draw_hard_case}}};
  return kShapes;
}

}  // namespace hurtrock::sample_pictures

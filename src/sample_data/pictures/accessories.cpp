// What goes with an instrument: strings, picks, straps, cables and spare parts.
#include <array>

#include "sample_data/pictures/families.hpp"
#include "sample_data/pictures/fixtures.hpp"

namespace hurtrock::sample_pictures {

namespace {

std::string draw_strings_pack(const PictureSpec& spec) {
  const Finish& finish = finish_named(spec.finish);
  return draw_lying(spec.view, {560, 600}, 1.6, [&](Drawing& d) {
    const auto coil = [&](Point at, std::string_view metal) {
      Path rings;
      for (int i = 0; i < 6; ++i) {
        const double r = 158 + 5.0 * i;
        const double x = at.x + 2.0 * (i % 3);
        rings.move({x - r, at.y}).arc(r, {x + r, at.y}).arc(r, {x - r, at.y});
      }
      const std::string wire = d.define_path(rings.str());
      d.use_path(wire, {.stroke = "#000000", .width = 4, .opacity = 0.22, .more = translated({9, 14})});
      d.use_path(wire, {.stroke = darker(metal, 0.45), .width = 3.6});
      d.use_path(wire, {.stroke = d.linear({0, 0}, {1, 1},
                                           {{0, lighter(metal, 0.7)},
                                            {0.5, std::string(metal)},
                                            {0.7, lighter(metal, 0.6)},
                                            {1, std::string(metal)}}),
                        .width = 2.2});
      const std::vector<Point> ends{{at.x - 170, at.y + 30}, {at.x - 176, at.y - 20}};
      d.dots(ends, 20, darker(metal, 0.3));
      d.dots(ends, 8, "#201a14");
    };
    const Box pack{150, 150, 520, 520};
    const auto tilted = d.group(placed_transform({500, 500}, 1, {500, 500}, -7));
    lying_shadow(d, pack, 10);
    casing(d, pack, 10, finish);
    const std::string pale = lighter(finish.base, 0.75);
    d.path("M150 500L670 300v110L150 620z", {.fill = pale, .opacity = 0.9});
    d.path("M150 640L670 432v30L150 670z", {.fill = "#ffffff", .opacity = 0.35});
    Path strings;
    for (int i = 0; i < 6; ++i) strings.move({210.0 + 76 * i, 150}).line({210.0 + 76 * i, 670});
    d.path(strings.str(), {.stroke = "#ffffff", .width = 2, .opacity = 0.35});
    d.circle({410, 400}, 108,
             {.fill = d.linear({0, 0}, {1, 1}, {{0, lighter(finish.base, 0.1)}, {1, darker(finish.edge, 0.35)}}),
              .stroke = pale,
              .width = 8});
    d.path("M356 440l36-96 20 58 18-34 34 72", {.stroke = pale, .width = 13, .round = true});
    coil({620, 620}, "#c9a25a");
    coil({690, 700}, "#b9bcc0");
  });
}

std::string draw_picks(const PictureSpec& spec) {
  const std::string chosen(finish_named(spec.finish).base);
  return draw_lying(spec.view, {480, 540}, 1.7, [&](Drawing& d) {
    const std::string pick =
        d.define_path("M0-118c74 0 128 18 128 66 0 74-84 182-128 182S-128 22-128-52c0-48 54-66 128-66z");
    const auto lay = [&](Point at, double degrees, const std::string& color) {
      const auto placed = d.group_at(at, 1, degrees);
      outline_shadow(d, pick, {8, 14}, 0.5);
      d.use_path(pick,
                 {.fill = d.linear({0, 0}, {1, 1}, {{0, lighter(color, 0.42)}, {0.4, color}, {1, darker(color, 0.32)}}),
                  .stroke = darker(color, 0.4),
                  .width = 2});
      d.use_path(pick, {.stroke = "#ffffff", .width = 3, .opacity = 0.35, .more = "transform=\"scale(.93)\""});
      d.path("M-44-30L0-66 44-30 0 26z", {.stroke = lighter(color, 0.75), .width = 7, .opacity = 0.75, .round = true});
    };
    lay({330, 330}, -28, "#3b3b40");
    lay({650, 300}, 24, "#e8dfc8");
    lay({270, 640}, 14, "#b8472a");
    lay({730, 620}, -18, "#2f6fb0");
    lay({500, 520}, 4, chosen);
  });
}

std::string draw_strap(const PictureSpec& spec) {
  const Finish& finish = finish_named(spec.finish);
  const Metal& metal = metal_named(spec.hardware);
  return draw_lying(spec.view, {350, 620}, 1.8, [&](Drawing& d) {
    const std::string band = d.define_path("M240 860C120 520 240 160 500 160s380 360 260 700");
    {
      const auto soft = d.blurred(11, "none");
      d.use_path(band, {.stroke = "#2a1c12", .width = 104, .opacity = 0.42, .more = translated({18, 22})});
    }
    const std::string color(finish.base);
    d.use_path(band, {.stroke = darker(finish.edge, 0.4), .width = 108});
    d.use_path(band, {.stroke = d.linear({0, 0}, {1, 1},
                                         {{0, lighter(color, 0.25)}, {0.5, color}, {1, std::string(finish.edge)}}),
                      .width = 104});
    d.use_path(band,
               {.stroke = lighter(color, 0.55), .width = 92, .opacity = 0.55, .more = R"(stroke-dasharray="9 6")"});
    d.use_path(band, {.stroke = d.linear({0, 0}, {1, 1},
                                         {{0, lighter(color, 0.18)}, {0.5, color}, {1, std::string(finish.edge)}}),
                      .width = 86});
    d.use_path(band,
               {.stroke = lighter(color, 0.6), .width = 16, .opacity = 0.3, .more = R"(stroke-dasharray="34 22")"});
    for (const double side : {-1.0, 1.0}) {
      const auto end = d.group(placed_transform({500 + side * 262, 846}, 1, {0, 0}, side * -18));
      d.path("M-56-70h112v90l-30 66h-52l-30-66z",
             {.fill = d.linear({0, 0}, {1, 1}, {{0, "#5b3a26"}, {0.5, "#38221a"}, {1, "#1b100b"}}),
              .stroke = "#120a07",
              .width = 2});
      d.path("M-46-60h92v74l-28 60h-36l-28-60z",
             {.stroke = "#c79a63", .width = 2.5, .opacity = 0.8, .more = R"(stroke-dasharray="8 5")"});
      d.path("M0 30v26", {.stroke = "#0b0705", .width = 9, .round = true});
      d.circle({0, 28}, 9, {.fill = "#0b0705"});
    }
    d.rect({222, 386, 12, 130}, 4, {.fill = std::string(metal.dark)});
    d.path("M172 440l112 22-8 74-116-20z", {.stroke = std::string(metal.dark), .width = 17});
    d.path("M172 440l112 22-8 74-116-20z", {.stroke = std::string(metal.light), .width = 10});
  });
}

std::string draw_cable(const PictureSpec& spec) {
  const Finish& finish = finish_named(spec.finish);
  const Metal& metal = metal_named(spec.hardware);
  return draw_lying(spec.view, {690, 740}, 1.9, [&](Drawing& d) {
    Path loops;
    for (int i = 0; i < 6; ++i) {
      const double r = 250 + 22.0 * ((i * 2) % 5);
      const Point at{470.0 + 9 * (i % 3), 440.0 + 8 * (i % 2)};
      loops.move({at.x - r, at.y}).arc(r, {at.x + r, at.y}).arc(r, {at.x - r, at.y});
    }
    loops.move({220, 560})
        .curve({300, 820}, {420, 700}, {520, 790})
        .move({700, 300})
        .curve({800, 360}, {880, 470}, {868, 560});
    const std::string cable = d.define_path(loops.str());
    {
      const auto soft = d.blurred(9, "none");
      d.use_path(cable, {.stroke = "#2a1c12", .width = 17, .opacity = 0.4, .more = translated({12, 18})});
    }
    const std::string color(finish.base);
    d.use_path(cable, {.stroke = darker(finish.edge, 0.5), .width = 19, .round = true});
    d.use_path(cable, {.stroke = color, .width = 14, .round = true});
    d.use_path(
        cable,
        {.stroke = lighter(color, 0.45), .width = 4, .opacity = 0.6, .round = true, .more = translated({-2, -3})});
    d.use_path(cable,
               {.stroke = darker(finish.edge, 0.2), .width = 14, .opacity = 0.4, .more = R"(stroke-dasharray="5 7")"});
    const auto plug = [&](Point at, double degrees) {
      const auto placed = d.group_at(at, 1, degrees);
      d.rect({-16, -20, 32, 46}, 8, {.fill = "#1a1a1c"});
      d.rect({-27, 20, 54, 112}, 10, {.fill = metal_across(d, metal), .stroke = std::string(metal.dark), .width = 1.5});
      d.rect({-27, 40, 54, 8}, 0, {.fill = std::string(metal.dark), .opacity = 0.6});
      d.path("M-11 132h22v62h-22zM-11 198h22v16c0 6-4 10-6 14l4 8-9 18-9-18 4-8c-2-4-6-8-6-14z",
             {.fill = metal_across(d, metal_named(spec.hardware == "black" ? "chrome" : spec.hardware)),
              .stroke = "#55504a",
              .width = 1});
      d.rect({-11, 192, 22, 6}, 0, {.fill = "#111113"});
    };
    plug({520, 790}, -68);
    plug({868, 560}, 6);
    d.rect({190, 386, 78, 46}, 10, {.fill = d.down({{0, "#4a4a4e"}, {1, "#141416"}}), .stroke = "#0a0a0b"});
  });
}

std::string draw_capo(const PictureSpec& spec) {
  const Finish& finish = finish_named(spec.finish);
  const Metal& metal = metal_named(spec.hardware);
  return draw_lying(spec.view, {400, 380}, 1.7, [&](Drawing& d) {
    const std::string upper = d.define_path(
        "M180 300c10-40 60-60 110-54l430 66c50 8 90 50 100 110l30 250c4 40-50 60-74 "
        "16l-66-210c-8-26-26-40-54-44l-440-50c-34-6-44-50-36-84z");
    const std::string lower = d.define_path(
        "M250 560c8-36 40-52 74-44l290 56c60 12 90-10 96-60l8-52 54 10-8 76c-4 60 10 100 40 160l44 120c14 44-40 72-70 "
        "36l-120-160c-20-26-44-40-76-46l-290-50c-36-8-48-24-42-46z");
    outline_shadow(d, lower, {26, 34});
    outline_shadow(d, upper, {26, 34});
    const std::string fill =
        d.linear({0, 0}, {1, 1},
                 {{0, lighter(finish.base, 0.4)}, {0.4, std::string(finish.base)}, {1, darker(finish.edge, 0.3)}});
    d.use_path(lower, {.fill = fill, .stroke = "#0d0c0b", .width = 3});
    d.use_path(upper, {.fill = fill, .stroke = "#0d0c0b", .width = 3});
    d.path("M206 268c20-14 50-18 84-12l430 66c40 6 76 40 88 90",
           {.stroke = "#ffffff", .width = 7, .opacity = 0.4, .round = true});
    d.path("M206 386l380 46-4 40-376-46c-20-4-22-38 0-40z", {.fill = d.down({{0, "#2d2d30"}, {1, "#0c0c0d"}})});
    d.path("M270 508l300 58-8 34-290-54c-20-6-18-36-2-38z", {.fill = d.down({{0, "#38383b"}, {1, "#111113"}})});
    for (int i = 0; i < 7; ++i)
      d.ellipse({700.0 + 3 * i, 420.0 + 13 * i}, 42, 13,
                {.stroke = i % 2 == 0 ? std::string(metal.light) : std::string(metal.middle), .width = 7});
    d.circle({728, 398}, 27, {.fill = metal_dome(d, metal), .stroke = std::string(metal.dark), .width = 2});
    d.circle({728, 398}, 10, {.fill = std::string(metal.dark)});
  });
}

std::string draw_drumsticks(const PictureSpec& spec) {
  const Finish& chosen = finish_named(spec.finish);
  const Finish& finish =
      is_grained(chosen.surface) || chosen.surface != Surface::gloss ? chosen : finish_named("natural");
  return draw_lying(spec.view, {700, 250}, 1.9, [&](Drawing& d) {
    const std::string stick = d.define_path(
        "M-17-380c0-14 34-14 34 0l2 560c0 80-8 120-10 170 10 14 14 34 10 54-6 26-32 26-38 0-4-20 0-40 "
        "10-54-2-50-10-90-10-170z");
    for (const double side : {-1.0, 1.0}) {
      const auto placed = d.group(placed_transform({500 + side * 30, 500}, 1.08, {0, 0}, 180 + side * 22));
      outline_shadow(d, stick, {-20, -24}, 0.5);
      d.use_path(stick, {.fill = d.across({{0, darker(finish.edge, 0.3)},
                                           {0.3, std::string(finish.base)},
                                           {0.65, lighter(finish.base, 0.4)},
                                           {1, darker(finish.edge, 0.2)}}),
                         .stroke = darker(finish.edge, 0.5)});
      const auto inside = d.clipped(stick);
      d.path(grain_lines({-22, -400, 44, 760}, 4, 9),
             {.stroke = darker(finish.edge, 0.2), .width = 1.5, .opacity = 0.35});
      d.rect({-20, -200, 40, 70}, 0, {.fill = "#1b1714", .opacity = 0.85});
      d.rect({-20, -214, 40, 6}, 0, {.fill = "#b3401f"});
      d.rect({-20, -122, 40, 6}, 0, {.fill = "#b3401f"});
    }
  });
}

std::string draw_pickup(const PictureSpec& spec) {
  const Finish& finish = finish_named(spec.finish);
  const Metal& metal = metal_named(spec.hardware);
  return draw_lying(spec.view, {400, 480}, 1.6, [&](Drawing& d) {
    const auto tilted = d.group(placed_transform({500, 500}, 1, {500, 500}, -10));
    d.path("M850 560c90 60 60 150-30 150s-90 90-20 120", {.stroke = "#17171a", .width = 13, .round = true});
    d.path("M850 540c110 40 110 190 10 200s-50 100 40 110", {.stroke = "#b8312a", .width = 7, .round = true});
    lying_shadow(d, {130, 330, 740, 340}, 24);
    d.rect({90, 445, 820, 110}, 26, {.fill = metal_down(d, metal), .stroke = std::string(metal.dark), .width = 2});
    const std::vector<Point> ears{{118, 500}, {882, 500}};
    screws(d, ears, 30, metal);
    const std::string bobbin =
        d.linear({0, 0}, {1, 1},
                 {{0, lighter(finish.base, 0.3)}, {0.3, std::string(finish.base)}, {1, darker(finish.edge, 0.3)}});
    for (const double y : {332.0, 504.0}) {
      d.rect({144, y + 8, 712, 166}, 34, {.fill = "#000000", .opacity = 0.4});
      d.rect({144, y, 712, 166}, 34, {.fill = bobbin, .stroke = "#0b0b0c", .width = 2});
      d.rect({158, y + 8, 684, 34}, 17, {.fill = "#ffffff", .opacity = 0.14});
      const auto poles = row({222, y + 84}, 111, 6);
      const bool slotted = y > 400;
      d.dots(poles, 62, metal.dark);
      d.dots(poles, 54, metal.middle);
      d.dots(row({219, y + 79}, 111, 6), 34, metal.light, 0.75);
      if (slotted) {
        Path slots;
        for (const Point pole : poles) slots.move({pole.x - 19, pole.y + 10}).line({pole.x + 19, pole.y - 10});
        d.path(slots.str(), {.stroke = std::string(metal.dark), .width = 8, .round = true});
      }
    }
  });
}

std::string draw_slide(const PictureSpec& spec) {
  const Finish& finish = finish_named(spec.finish);
  return draw_lying(spec.view, {380, 440}, 1.6, [&](Drawing& d) {
    const auto tilted = d.group(placed_transform({500, 500}, 1, {500, 500}, -24));
    lying_shadow(d, {190, 400, 620, 220}, 100);
    const std::string base(finish.base);
    d.path("M250 380h500a60 120 0 0 1 0 240H250z", {.fill = d.down({{0, darker(base, 0.25)},
                                                                    {0.14, lighter(base, 0.75)},
                                                                    {0.3, base},
                                                                    {0.55, darker(finish.edge, 0.35)},
                                                                    {0.75, base},
                                                                    {0.88, lighter(base, 0.6)},
                                                                    {1, darker(finish.edge, 0.4)}})});
    d.ellipse({250, 500}, 60, 120,
              {.fill = d.linear({0, 0}, {1, 1}, {{0, lighter(base, 0.6)}, {0.5, base}, {1, std::string(finish.edge)}}),
               .stroke = darker(finish.edge, 0.3),
               .width = 2});
    d.ellipse({254, 500}, 45, 98,
              {.fill = d.across({{0, "#0d0b0a"}, {0.6, darker(base, 0.65)}, {1, darker(base, 0.25)}})});
    d.path("M300 412h440", {.stroke = "#ffffff", .width = 10, .opacity = 0.5, .round = true});
  });
}

}  // namespace

std::span<const Shape> accessory_shapes() {
  static constexpr std::array<Shape, 8> kShapes{{{"strings_pack", kLyingViews, draw_strings_pack},
                                                 {"picks", kLyingViews, draw_picks},
                                                 {"strap", kLyingViews, draw_strap},
                                                 {"cable", kLyingViews, draw_cable},
                                                 {"capo", kLyingViews, draw_capo},
                                                 {"drumsticks", kLyingViews, draw_drumsticks},
                                                 {"pickup", kLyingViews, draw_pickup},
                                                 {"slide", kLyingViews, draw_slide}}};
  return kShapes;
}

}  // namespace hurtrock::sample_pictures

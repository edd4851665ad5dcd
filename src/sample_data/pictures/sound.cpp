// Sound systems: loudspeakers, mixers, microphones, headphones, interfaces.
#include <array>

#include "sample_data/pictures/families.hpp"
#include "sample_data/pictures/fixtures.hpp"

namespace hurtrock::sample_pictures {

namespace {

constexpr int kSoundViews = 3;

std::string mesh(Drawing& drawing) {
  return drawing.pattern(9, 9,
                         R"(<path d="M0 0h9v9h-9zM4.5 1a3.5 3.5 0 1 0 .1 0z" fill="#34353a" fill-rule="evenodd"/>)");
}

void steel_grille(Drawing& drawing, Box box, double radius) {
  drawing.rect(box, radius, {.fill = mesh(drawing)});
  drawing.rect(
      box, radius,
      {.fill = drawing.linear({0, 0}, {1, 1}, {{0, "#ffffff", 0.16}, {0.45, "#ffffff", 0.02}, {1, "#000000", 0.35}}),
       .stroke = "#0b0b0c",
       .width = 3});
}

template <typename Draw>
std::string photograph(const PictureSpec& spec, Point detail, double zoom, double tilt, Draw&& draw) {
  Drawing drawing;
  studio_backdrop(drawing);
  std::string place = placed_transform({500, 500}, 1, {500, 500});
  // What lies on the table may be turned; what stands on it is looked at from nearer.
  const Point halfway{(500 + detail.x) / 2, (500 + detail.y) / 2};
  if (spec.view == 1)
    place =
        tilt == 0 ? placed_transform({500, 500}, 1.4, halfway) : placed_transform({500, 500}, 1.08, {500, 500}, tilt);
  if (spec.view == 2) place = placed_transform({500, 500}, zoom, detail);
  {
    const auto placed = drawing.group(place);
    draw(drawing);
  }
  return drawing.document();
}

std::string draw_pa_speaker(const PictureSpec& spec) {
  const Finish& finish = finish_named(spec.finish);
  const Boxed box{520, 860, 190, finish, {260, 240}, 1.9};
  return draw_boxed(spec.view, box, [&](Drawing& d) {
    casing(d, {0, 0, box.width, box.height}, 34, finish);
    const Box front{26, 26, box.width - 52, box.height - 52};
    d.rect(front, 24, {.fill = "#0d0d0e"});
    speaker_cone(d, {260, 570}, 214);
    d.rect({70, 90, 380, 190}, 22, {.fill = d.linear({0, 0}, {1, 1}, {{0, "#3c3d41"}, {1, "#101012"}})});
    d.path("M90 110h340l-120 60v30l120 60h-340l120-60v-30z",
           {.fill = d.across({{0, "#1c1c1f"}, {0.5, "#050506"}, {1, "#1c1c1f"}})});
    steel_grille(d, front, 24);
    lamp(d, {260, 812}, 5, "#4aa8ff");
  });
}

std::string draw_line_array(const PictureSpec& spec) {
  const Finish& finish = finish_named(spec.finish);
  const Boxed box{360, 900, 200, finish, {180, 230}, 2.1};
  return draw_boxed(spec.view, box, [&](Drawing& d) {
    const std::string module = d.symbol([&] {
      casing(d, {0, 0, 360, 104}, 12, finish);
      d.rect({12, 10, 336, 84}, 8, {.fill = "#0d0d0e"});
      speaker_cone(d, {72, 52}, 38);
      speaker_cone(d, {288, 52}, 38);
      d.path("M128 22h104l-34 22v16l34 22h-104l34-22v-16z", {.fill = "#1f1f23"});
      steel_grille(d, {12, 10, 336, 84}, 8);
    });
    for (int i = 0; i < 5; ++i) d.use(module, {0, 106.0 * i});
    casing(d, {0, 534, 360, 366}, 14, finish);
    d.rect({14, 548, 332, 338}, 10, {.fill = "#0d0d0e"});
    speaker_cone(d, {180, 717}, 150);
    steel_grille(d, {14, 548, 332, 338}, 10);
  });
}

std::string draw_monitor(const PictureSpec& spec) {
  const Finish& finish = finish_named(spec.finish);
  const Boxed box{530, 800, 200, finish, {265, 250}, 1.9};
  return draw_boxed(spec.view, box, [&](Drawing& d) {
    casing(d, {0, 0, box.width, box.height}, 22, finish);
    const bool dark = finish.name == "black" || finish.name == "matte_black";
    speaker_cone(d, {265, 515}, 205, dark ? "#d9c35a" : "#2b2c2f");
    const std::vector<Point> places{{120, 370}, {410, 370}, {120, 660}, {410, 660}};
    screws(d, places, 16, metal_named("black"));
    d.circle({265, 185}, 118,
             {.fill = d.radial({0.45, 0.42}, 0.6, {{0, "#0a0a0b"}, {0.7, "#28292c"}, {1, "#46474b"}})});
    d.circle({265, 185}, 46,
             {.fill = d.radial({0.4, 0.35}, 0.8, {{0, "#e6e2d8"}, {0.4, "#8f8b83"}, {1, "#2b2a28"}}),
              .stroke = "#0b0b0c",
              .width = 4});
    d.rect({150, 742, 230, 26}, 13, {.fill = "#0a0a0b", .stroke = "#4a4a4d"});
    lamp(d, {420, 755}, 5, "#ffffff");
  });
}

void channel_strips(Drawing& d, const Metal& metal) {
  const std::array<std::string_view, 4> colors{"#d94b3a", "#3f8bd8", "#5bb36a", "#e0a93a"};
  const std::string strip = d.symbol([&] {
    d.circle({0, 250}, 15, {.fill = metal_dome(d, metal), .stroke = "#0b0b0c"});
    d.circle({0, 250}, 9, {.fill = "#08080a"});
    d.rect({-2, 610, 4, 168}, 2, {.fill = "#050505"});
    d.rect({-17, 572, 14, 12}, 3, {.fill = "#c9c6c0"});
    d.rect({3, 572, 14, 12}, 3, {.fill = "#e07a35"});
  });
  const std::string fader = d.symbol([&] {
    d.rect({-13, -21, 26, 42}, 4,
           {.fill = d.down({{0, "#8d8d91"}, {0.45, "#2c2c2f"}, {0.5, "#ffffff"}, {0.55, "#2c2c2f"}, {1, "#55555a"}}),
            .stroke = "#0b0b0c"});
  });
  const std::string knob = d.symbol([&] {
    d.circle({1.5, 3}, 15, {.fill = "#000000", .opacity = 0.4});
    d.circle({}, 14, {.fill = d.linear({0, 0}, {1, 1}, {{0, "#59595d"}, {1, "#0c0c0d"}})});
    d.line({0, -3}, {0, -12}, {.stroke = "#ffffff", .width = 2.5, .round = true});
  });
  for (int i = 0; i < 10; ++i) {
    const double x = 175 + 60 * i;
    d.use(strip, {x, 0});
    for (int k = 0; k < 4; ++k) {
      d.use(knob, {x, 320.0 + 62 * k});
    }
    d.use(fader, {x, 650.0 + 24 * ((i * 3) % 5)});
  }
  for (int k = 0; k < 4; ++k) d.dots(row({175, 320.0 + 62 * k}, 60, 10), 12, colors[static_cast<std::size_t>(k)]);
}

std::string draw_mixer(const PictureSpec& spec) {
  const Finish& finish = finish_named(spec.finish);
  return photograph(spec, {400, 480}, 2, 14, [&](Drawing& d) {
    const Box box{100, 170, 800, 660};
    lying_shadow(d, box, 20);
    casing(d, box, 18, finish);
    d.rect({130, 196, 740, 608}, 8,
           {.fill = d.linear({0, 0}, {1, 1}, {{0, "#47484d"}, {0.5, "#2a2b2f"}, {1, "#1a1b1d"}}), .stroke = "#0b0b0c"});
    Path lines;
    for (int i = 0; i < 10; ++i) lines.move({205.0 + 60 * i, 206}).line({205.0 + 60 * i, 794});
    d.path(lines.str(), {.stroke = "#ffffff", .width = 1, .opacity = 0.14});
    channel_strips(d, metal_named(spec.hardware));
    d.rect({764, 220, 92, 330}, 6, {.fill = "#101012"});
    for (const double x : {788.0, 818.0}) {
      for (int i = 0; i < 10; ++i)
        d.rect({x, 236.0 + 20 * i, 16, 12}, 2,
               {.fill = i < 2   ? "#e03a2a"
                        : i < 4 ? "#e8b53a"
                                : "#4bc765",
                .opacity = i < 3 ? 0.45 : 1});
    }
    place_all(d, black_knob(d, 20), row({788, 480}, 46, 2));
    d.rect({806, 610, 4, 168}, 2, {.fill = "#050505"});
    d.rect({790, 640, 36, 44}, 4, {.fill = d.down({{0, "#ff8a70"}, {0.5, "#c8301d"}, {1, "#7d160b"}})});
  });
}

std::string draw_microphone(const PictureSpec& spec) {
  const Finish& finish = finish_named(spec.finish);
  const Metal& metal = metal_named(spec.hardware);
  return photograph(spec, {690, 270}, 2, 14, [&](Drawing& d) {
    const auto tilted = d.group(placed_transform({500, 500}, 1, {500, 500}, 38));
    {
      const auto soft = d.blurred(14, "#2a1c12");
      d.path("M470 170c-50 0-86 40-86 96s24 92 46 110l22 480h96l22-480c22-18 46-54 46-110s-36-96-86-96z",
             {.fill = "#2a1c12", .opacity = 0.4, .more = translated({34, 10})});
    }
    d.path("M440 360h120l-24 500c0 20-72 20-72 0z", {.fill = d.across({{0, darker(finish.edge, 0.3)},
                                                                       {0.28, lighter(finish.base, 0.35)},
                                                                       {0.5, std::string(finish.base)},
                                                                       {1, darker(finish.edge, 0.5)}}),
                                                     .stroke = "#0a0a0b"});
    d.path("M459 800h82l-4 64c0 18-74 18-74 0z", {.fill = metal_across(d, metal)});
    d.rect({474, 470, 30, 66}, 10, {.fill = "#0b0b0c", .stroke = std::string(metal.middle), .width = 2});
    d.rect({480, 478, 18, 28}, 6, {.fill = metal_down(d, metal)});
    const std::string head =
        d.define_path("M500 120c-76 0-116 54-116 128 0 60 26 112 60 124h112c34-12 60-64 60-124 0-74-40-128-116-128z");
    const std::string silver(metal.middle);
    d.use_path(head, {.fill = d.radial({0.36, 0.34}, 0.75,
                                       {{0, lighter(silver, 0.75)}, {0.45, silver}, {1, darker(silver, 0.65)}}),
                      .stroke = std::string(metal.dark),
                      .width = 2});
    d.use_path(
        head,
        {.fill = d.pattern(
             13, 13,
             R"(<path d="M0 0L13 13M13 0L0 13" stroke="#1a1a1c" stroke-width="2.6" opacity=".55"/><path d="M0-1L13 12" stroke="#fff" opacity=".5"/>)")});
    d.rect({380, 246, 240, 26}, 9, {.fill = metal_across(d, metal), .stroke = std::string(metal.dark)});
    d.rect({436, 362, 128, 24}, 8, {.fill = metal_across(d, metal), .stroke = std::string(metal.dark)});
  });
}

std::string draw_headphones(const PictureSpec& spec) {
  const Finish& finish = finish_named(spec.finish);
  const Metal& metal = metal_named(spec.hardware);
  return photograph(spec, {280, 620}, 2, 0, [&](Drawing& d) {
    floor_shadow(d, {500, 850}, 360, 46, 0.5);
    const std::string band = "M232 600c-30-300 90-470 268-470s298 170 268 470";
    d.path(band, {.stroke = "#0a0a0b", .width = 44, .round = true});
    d.path(band, {.stroke = d.linear(
                      {0, 0}, {1, 1},
                      {{0, lighter(finish.base, 0.3)}, {0.4, std::string(finish.base)}, {1, std::string(finish.edge)}}),
                  .width = 38,
                  .round = true});
    d.path("M262 430c14-160 104-262 238-262s224 102 238 262",
           {.stroke = "#ffffff", .width = 3, .opacity = 0.22, .round = true});
    for (const double side : {-1.0, 1.0}) {
      const auto mirrored =
          d.group(side < 0 ? "transform=\"translate(0 0)\"" : "transform=\"matrix(-1 0 0 1 1000 0)\"");
      d.path("M230 470l-14 110", {.stroke = std::string(metal.dark), .width = 22, .round = true});
      d.path("M230 470l-14 110", {.stroke = std::string(metal.light), .width = 12, .round = true});
      d.rect({252, 500, 100, 330}, 46,
             {.fill = d.across({{0, "#0a0a0b"}, {0.4, "#45454a"}, {0.7, "#232326"}, {1, "#0a0a0b"}})});
      d.path("M300 530q20 140 0 270", {.stroke = "#ffffff", .width = 3, .opacity = 0.12});
      d.path("M262 520c-92 4-132 70-132 146s40 142 132 146z",
             {.fill = d.linear(
                  {0, 0}, {1, 1},
                  {{0, lighter(finish.base, 0.28)}, {0.5, std::string(finish.base)}, {1, darker(finish.edge, 0.4)}}),
              .stroke = "#0a0a0b",
              .width = 2});
      d.ellipse({190, 666}, 34, 88, {.stroke = std::string(metal.middle), .width = 5});
      d.ellipse({188, 664}, 18, 56, {.fill = "#ffffff", .opacity = 0.08});
    }
    d.path("M196 806c10 80 60 110 40 190", {.stroke = "#151517", .width = 9, .round = true});
  });
}

std::string draw_audio_interface(const PictureSpec& spec) {
  const Finish& finish = finish_named(spec.finish);
  const Metal& metal = metal_named(spec.hardware);
  const Boxed box{820, 250, 190, finish, {250, 125}, 2.3};
  return draw_boxed(spec.view, box, [&](Drawing& d) {
    d.rect({60, 244, 60, 16}, 5, {.fill = "#0b0b0c"});
    d.rect({700, 244, 60, 16}, 5, {.fill = "#0b0b0c"});
    casing(d, {0, 0, 820, 250}, 20, finish);
    d.rect({18, 18, 784, 214}, 12, {.fill = d.linear({0, 0}, {1, 1}, {{0, "#2e2e32"}, {1, "#0f0f11"}})});
    for (const double x : {96.0, 226.0}) {
      d.circle({x, 125}, 50, {.fill = "#08080a", .stroke = "#4b4b4f", .width = 3});
      d.use(socket(d, 22, metal), {x, 125});
      const std::vector<Point> pins{{x, 92}, {x - 30, 144}, {x + 30, 144}};
      d.dots(pins, 11, "#000000");
      d.dots(pins, 6, "#8d8d91");
    }
    for (const double x : {336.0, 436.0}) {
      d.circle({x, 112}, 39, {.stroke = "#42d17c", .width = 5, .opacity = 0.85});
      d.use(metal_knob(d, 31, metal), {x, 112});
      d.rect({x - 16, 180, 32, 14}, 5, {.fill = "#c9c6c0"});
    }
    d.use(metal_knob(d, 58, metal), {582, 122});
    for (int i = 0; i < 6; ++i)
      d.rect({668, 60.0 + 22 * i, 14, 14}, 3,
             {.fill = i == 0  ? "#e03a2a"
                      : i < 3 ? "#e8b53a"
                              : "#42d17c",
              .opacity = i < 2 ? 0.35 : 1});
    d.use(socket(d, 26, metal), {742, 150});
    d.use(black_knob(d, 21), {742, 80});
  });
}

std::string draw_wireless_set(const PictureSpec& spec) {
  const Finish& finish = finish_named(spec.finish);
  const Metal& metal = metal_named(spec.hardware);
  return photograph(spec, {400, 330}, 2, 0, [&](Drawing& d) {
    floor_shadow(d, {470, 470}, 400, 36, 0.5);
    for (const double x : {130.0, 790.0}) {
      d.rect({x, 90, 18, 190}, 9, {.fill = d.across({{0, "#3d3d41"}, {0.4, "#6c6c70"}, {1, "#0c0c0d"}})});
      d.circle({x + 9, 282}, 17, {.fill = metal_dome(d, metal), .stroke = "#0b0b0c"});
    }
    casing(d, {90, 270, 760, 190}, 16, finish);
    d.rect({110, 288, 720, 154}, 10, {.fill = d.linear({0, 0}, {1, 1}, {{0, "#2f2f33"}, {1, "#101012"}})});
    display(d, {330, 306, 260, 118}, "#7fe0ff");
    d.use(metal_knob(d, 40, metal), {690, 365});
    d.use(black_knob(d, 24), {780, 365});
    lamp(d, {160, 330}, 7, "#42e07c");
    lamp(d, {160, 395}, 7, "#ff8c42");
    for (int i = 0; i < 3; ++i) d.rect({205.0 + 36 * i, 350, 26, 26}, 5, {.fill = "#4a4a4e", .stroke = "#0a0a0b"});
    const auto tilted = d.group(placed_transform({520, 700}, 1, {500, 500}, 74));
    {
      const auto soft = d.blurred(11, "#2a1c12");
      d.path("M450 200h100l14 560h-128z", {.fill = "#2a1c12", .opacity = 0.4, .more = translated({26, -12})});
    }
    d.path("M446 300h108l-14 430c0 16-80 16-80 0z", {.fill = d.across({{0, darker(finish.edge, 0.3)},
                                                                       {0.3, lighter(finish.base, 0.35)},
                                                                       {0.5, std::string(finish.base)},
                                                                       {1, darker(finish.edge, 0.5)}}),
                                                     .stroke = "#0a0a0b"});
    d.rect({478, 430, 44, 84}, 8, {.fill = "#07090b", .stroke = "#3d3d41"});
    d.rect({486, 440, 28, 26}, 3, {.fill = "#7fe0ff", .opacity = 0.8});
    const std::string silver(metal.middle);
    const std::string head =
        d.define_path("M500 140c-56 0-84 36-84 88 0 46 20 78 40 86h88c20-8 40-40 40-86 0-52-28-88-84-88z");
    d.use_path(head, {.fill = d.radial({0.36, 0.34}, 0.75,
                                       {{0, lighter(silver, 0.75)}, {0.45, silver}, {1, darker(silver, 0.65)}}),
                      .stroke = std::string(metal.dark),
                      .width = 2});
    d.use_path(head,
               {.fill = d.pattern(
                    11, 11, R"(<path d="M0 0L11 11M11 0L0 11" stroke="#1a1a1c" stroke-width="2.2" opacity=".55"/>)")});
    d.rect({412, 222, 176, 20}, 7, {.fill = metal_across(d, metal), .stroke = std::string(metal.dark)});
  });
}

}  // namespace

std::span<const Shape> sound_shapes() {
  static constexpr std::array<Shape, 8> kShapes{{{"pa_speaker", kBoxedViews, draw_pa_speaker},
                                                 {"line_array", kBoxedViews, draw_line_array},
                                                 {"mixer", kSoundViews, draw_mixer},
                                                 {"microphone", kSoundViews, draw_microphone},
                                                 {"headphones", kSoundViews, draw_headphones},
                                                 {"audio_interface", kBoxedViews, draw_audio_interface},
                                                 {"wireless_set", kSoundViews, draw_wireless_set},
                                                 {"monitor", kBoxedViews, draw_monitor}}};
  return kShapes;
}

}  // namespace hurtrock::sample_pictures

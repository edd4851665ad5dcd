// Keyboards, stage pianos, synthesizers and controllers, seen from above.
#include <algorithm>
#include <array>
#include <functional>

#include "sample_data/pictures/families.hpp"
#include "sample_data/pictures/fixtures.hpp"

namespace hurtrock::sample_pictures {

namespace {

constexpr int kKeyboardViews = 3;  // from above, turned, close

struct Keyboard {
  Box body;
  Box keys;
  int white_keys;
  int first_note;  // 0 = C, counted in white keys
};

bool has_black_key_after(int note) {
  const int place = note % 7;
  return place != 2 && place != 6;
}

void keybed(Drawing& drawing, const Keyboard& keyboard) {
  const Box keys = keyboard.keys;
  const double width = keys.width / keyboard.white_keys;
  drawing.rect(keys.grown(5), 4, {.fill = "#0b0b0c"});
  drawing.rect(
      keys, 2,
      {.fill = drawing.down({{0, "#a9a59d"}, {0.1, "#efece6"}, {0.9, "#fdfcf9"}, {0.97, "#e5e1d9"}, {1, "#a7a299"}})});
  Path gaps;
  for (int i = 1; i < keyboard.white_keys; ++i)
    gaps.move({keys.x + width * i, keys.y}).line({keys.x + width * i, keys.y + keys.height});
  drawing.path(gaps.str(), {.stroke = "#56524b", .width = std::max(1.0, width * 0.055)});
  const double thin = width * 0.58;
  const double length = keys.height * 0.62;
  const std::string black = drawing.symbol([&] {
    drawing.rect({-thin / 2 + 2, 2, thin, length}, 2, {.fill = "#000000", .opacity = 0.4});
    drawing.rect({-thin / 2, -1, thin, length}, thin * 0.14, {.fill = "#0a0a0b"});
    drawing.rect({-thin * 0.36, -1, thin * 0.72, length * 0.9}, thin * 0.14,
                 {.fill = drawing.linear({0, 0}, {1, 1}, {{0, "#4c4c50"}, {0.6, "#222225"}, {1, "#39393d"}})});
  });
  for (int i = 0; i + 1 < keyboard.white_keys; ++i)
    if (has_black_key_after(keyboard.first_note + i)) drawing.use(black, {keys.x + width * (i + 1), keys.y});
  drawing.rect({keys.x, keys.y - 3, keys.width, 6}, 0, {.fill = "#7d1a1a"});
}

std::string dark_panel(Drawing& drawing) {
  return drawing.linear({0, 0}, {1, 1}, {{0, "#38383c"}, {0.5, "#1c1c1f"}, {1, "#101012"}});
}

void buttons(Drawing& drawing, Point first, double step, int count, double width, std::string_view color) {
  Path caps;
  for (const Point at : row(first, step, count)) caps.move(at).line({at.x + width, at.y});
  drawing.path(caps.str(), {.stroke = "#0a0a0b", .width = width * 0.62, .round = true});
  drawing.path(caps.str(), {.stroke = std::string(color), .width = width * 0.5, .round = true});
}

void faders(Drawing& drawing, Point first, double step, int count, double height) {
  Path slots;
  for (int i = 0; i < count; ++i)
    slots.move({first.x + step * i, first.y}).line({first.x + step * i, first.y + height});
  drawing.path(slots.str(), {.stroke = "#050505", .width = 3, .round = true});
  const std::string cap = drawing.symbol([&] {
    drawing.rect({-7, -5, 14, 10}, 2,
                 {.fill = drawing.down({{0, "#77777b"}, {0.5, "#e8e6e1"}, {1, "#47474a"}}), .stroke = "#0b0b0c"});
  });
  for (int i = 0; i < count; ++i)
    drawing.use(cap, {first.x + step * i, first.y + height * (0.25 + 0.18 * ((i * 5) % 4))});
}

void wheels(Drawing& drawing, Box box) {
  for (int i = 0; i < 2; ++i) {
    const double x = box.x + i * box.width * 0.52;
    drawing.rect({x, box.y, box.width * 0.4, box.height}, 6, {.fill = "#060606", .stroke = "#55565a"});
    drawing.rect(
        {x + 3, box.y + box.height * 0.08, box.width * 0.4 - 6, box.height * 0.84}, 5,
        {.fill = drawing.down({{0, "#0d0d0e"}, {0.4, "#6d6e72"}, {0.5, "#9a9b9f"}, {0.6, "#55565a"}, {1, "#0a0a0b"}})});
  }
}

std::string photograph(const PictureSpec& spec, const Keyboard& keyboard, Point detail, double zoom,
                       const std::function<void(Drawing&)>& panel) {
  Drawing drawing;
  studio_backdrop(drawing);
  const Finish& finish = finish_named(spec.finish);
  const Point middle = keyboard.body.centre();
  std::string place = placed_transform({500, 500}, 1, middle, -8);
  if (spec.view == 1) place = placed_transform({500, 500}, 1.42, {middle.x + 120, middle.y}, -24);
  if (spec.view == 2) place = placed_transform({500, 500}, zoom, detail, -4);
  {
    const auto placed = drawing.group(place);
    lying_shadow(drawing, keyboard.body, 14);
    drawing.rect({keyboard.body.x + 3, keyboard.body.y + 8, keyboard.body.width - 6, keyboard.body.height}, 14,
                 {.fill = darker(finish.edge, 0.6)});
    casing(drawing, keyboard.body, 12, finish);
    panel(drawing);
    keybed(drawing, keyboard);
  }
  return drawing.document();
}

std::string draw_keyboard_61(const PictureSpec& spec) {
  const Keyboard keyboard{{40, 340, 920, 320}, {66, 480, 868, 164}, 36, 0};
  return photograph(spec, keyboard, {420, 430}, 2.1, [&](Drawing& d) {
    const std::string mesh = d.pattern(
        7, 7,
        R"(<circle cx="2" cy="2" r="1.7" fill="#000" opacity=".75"/><circle cx="5.5" cy="5.5" r="1.7" fill="#000" opacity=".75"/>)");
    for (const double x : {56.0, 784.0}) {
      d.rect({x, 356, 160, 104}, 10, {.fill = "#3b3c40"});
      d.rect({x, 356, 160, 104}, 10, {.fill = mesh});
    }
    d.rect({232, 354, 536, 108}, 8, {.fill = "#141416", .stroke = "#4a4a4d"});
    display(d, {420, 364, 150, 60}, "#ffb454");
    for (const double y : {378.0, 404.0, 430.0}) {
      buttons(d, {296, y}, 26, 4, 12, "#8d8f93");
      buttons(d, {596, y}, 26, 6, 12, y == 404 ? "#d8722c" : "#8d8f93");
    }
    buttons(d, {424, 444}, 24, 6, 12, "#c7c5c0");
    d.use(black_knob(d, 19), {262, 390});
  });
}

std::string draw_stage_piano(const PictureSpec& spec) {
  const Keyboard keyboard{{30, 370, 940, 262}, {62, 486, 876, 136}, 52, 5};
  return photograph(spec, keyboard, {330, 440}, 2.4, [&](Drawing& d) {
    d.rect({44, 382, 912, 84}, 6, {.fill = dark_panel(d), .stroke = "#3a3a3d"});
    place_all(d, black_knob(d, 15), row({80, 424}, 44, 4));
    faders(d, {262, 396}, 20, 5, 54);
    display(d, {420, 390, 150, 68}, "#d8f4ff");
    for (const double y : {406.0, 438.0}) {
      buttons(d, {378, y}, 20, 1, 10, "#c2403a");
      buttons(d, {592, y}, 22, 6, 11, y < 420 ? "#b9bbbf" : "#6f7175");
    }
    place_all(d, black_knob(d, 15), row({762, 424}, 44, 4));
    lamp(d, {930, 424}, 4, "#5dff8a");
  });
}

std::string draw_synth(const PictureSpec& spec) {
  const Keyboard keyboard{{80, 270, 840, 460}, {170, 545, 722, 170}, 22, 5};
  return photograph(spec, keyboard, {430, 400}, 1.9, [&](Drawing& d) {
    const Finish& wood = finish_named("walnut");
    casing(d, {62, 262, 30, 476}, 6, wood);
    casing(d, {908, 262, 30, 476}, 6, wood);
    d.rect({98, 284, 804, 240}, 6, {.fill = dark_panel(d), .stroke = "#4a4a4d"});
    const std::string knob = black_knob(d, 17);
    for (const double y : {322.0, 386.0}) {
      place_all(d, knob, row({136, y}, 58, 6));
      place_all(d, knob, row({688, y}, 56, 4));
    }
    place_all(d, metal_knob(d, 24, metal_named(spec.hardware)), row({520, 450}, 66, 2));
    display(d, {478, 300, 172, 92}, "#ff8c42");
    faders(d, {136, 436}, 34, 9, 66);
    buttons(d, {690, 446}, 42, 5, 20, "#d9d6cf");
    buttons(d, {690, 484}, 42, 5, 20, "#e07a35");
    Path lines;
    for (const double x : {464.0, 664.0}) lines.move({x, 296}).line({x, 512});
    d.path(lines.str(), {.stroke = "#ffffff", .width = 1.5, .opacity = 0.25});
    wheels(d, {104, 560, 56, 130});
  });
}

std::string draw_midi_controller(const PictureSpec& spec) {
  const Keyboard keyboard{{120, 270, 760, 440}, {144, 500, 712, 194}, 15, 0};
  return photograph(spec, keyboard, {640, 390}, 2.1, [&](Drawing& d) {
    const std::array<std::string_view, 4> glow{"#ff6b4a", "#ffb03a", "#4ad1ff", "#8c6bff"};
    for (int y = 0; y < 2; ++y) {
      for (int x = 0; x < 4; ++x) {
        const Box pad{500.0 + 88 * x, 296.0 + 92 * y, 78, 80};
        d.rect(pad.grown(3), 9, {.fill = "#0a0a0b"});
        d.rect(
            pad, 7,
            {.fill = d.radial(
                 {0.5, 0.5}, 0.7,
                 {{0, "#5a5a60"}, {0.7, "#37373b"}, {1, std::string(glow[static_cast<std::size_t>((x + y) % 4)])}})});
      }
    }
    const std::string knob = black_knob(d, 21);
    for (const double y : {326.0, 402.0}) place_all(d, knob, row({262, y}, 62, 4));
    wheels(d, {142, 300, 74, 140});
    buttons(d, {250, 464}, 36, 7, 16, "#b5b3ae");
    lamp(d, {154, 464}, 4, "#ff4a2e");
  });
}

}  // namespace

std::span<const Shape> keyboard_shapes() {
  static constexpr std::array<Shape, 4> kShapes{{{"keyboard_61", kKeyboardViews, draw_keyboard_61},
                                                 {"stage_piano_88", kKeyboardViews, draw_stage_piano},
                                                 {"synth", kKeyboardViews, draw_synth},
                                                 {"midi_controller", kKeyboardViews, draw_midi_controller}}};
  return kShapes;
}

}  // namespace hurtrock::sample_pictures

// Guitar and bass amplifiers: covered boxes with a panel of knobs and a cloth-covered speaker.
#include <fmt/core.h>

#include <array>

#include "sample_data/pictures/families.hpp"
#include "sample_data/pictures/fixtures.hpp"

namespace hurtrock::sample_pictures {

namespace {

bool pale(const Finish& finish) {
  return finish.surface == Surface::tweed || finish.name == "cream" || finish.name == "white" ||
         finish.name == "bone_white" || finish.name == "gold" || finish.name == "yellow";
}

std::string cloth_color(const Finish& finish) {
  if (finish.surface == Surface::tweed) return "#5b3a26";
  if (pale(finish)) return "#8f7a55";
  return is_grained(finish.surface) ? "#b3a281" : "#242427";
}

void grille_cloth(Drawing& drawing, Box box, const Finish& finish, std::span<const Point> speakers, double radius) {
  const std::string color = cloth_color(finish);
  drawing.rect(box.grown(5), 8, {.fill = "#0c0b0b"});
  drawing.rect(
      box, 5,
      {.fill = drawing.linear({0, 0}, {1, 1}, {{0, lighter(color, 0.16)}, {0.6, color}, {1, darker(color, 0.3)}})});
  const std::string hollow = drawing.radial(
      {0.5, 0.5}, 0.5,
      {{0, "#000000", 0.1}, {0.3, "#000000", 0.34}, {0.8, "#000000", 0.22}, {0.9, "#000000", 0.34}, {1, "#000000", 0}});
  for (const Point speaker : speakers) drawing.circle(speaker, radius, {.fill = hollow});
  const std::string weave = fmt::format(
      R"(<path d="M0 1h8M0 5h8" stroke="{}" opacity=".3"/><path d="M1.5 0v8M5.5 0v8" stroke="{}" stroke-width="1.6" opacity=".35"/>)",
      lighter(color, 0.55), darker(color, 0.6));
  drawing.rect(box, 5, {.fill = drawing.pattern(8, 8, weave)});
  drawing.rect(box.grown(3), 7, {.stroke = pale(finish) || finish.name == "black" ? "#d9cfae" : "#e4e0d4", .width = 3});
}

void panel(Drawing& drawing, Box box, int knobs, const Metal& metal) {
  const bool black = metal.middle == metal_named("black").middle;
  drawing.rect(box, 4, {.fill = metal_down(drawing, metal), .stroke = "#0d0d0e", .width = 2});
  drawing.rect({box.x + 3, box.y + 3, box.width - 6, box.height - 6}, 3,
               {.fill = black ? "#17171a" : std::string(metal.middle), .opacity = 0.72});
  const double middle = box.y + box.height / 2;
  const double radius = std::min(box.height * 0.29, box.width / (knobs + 4) * 0.34);
  const double step = (box.width * 0.74) / knobs;
  const double first = box.x + box.width * 0.17;
  place_all(drawing, black_knob(drawing, radius), row({first, middle}, step, knobs));
  Path marks;
  for (int i = 0; i < knobs; ++i)
    marks.move({first + step * i - radius * 0.7, box.y + box.height * 0.9})
        .line({first + step * i + radius * 0.7, box.y + box.height * 0.9});
  drawing.path(marks.str(), {.stroke = black ? "#c9c4b8" : "#2a241c", .width = 2, .opacity = 0.7});
  place_all(drawing, socket(drawing, std::min(radius * 0.8, box.width * 0.024), metal_named("chrome")),
            row({box.x + box.width * 0.045, middle}, box.width * 0.055, 2));
  lamp(drawing, {box.x + box.width * 0.92, middle}, radius * 0.5, "#ff3b25");
  drawing.rect({box.x + box.width * 0.955, middle - radius * 0.8, radius, radius * 1.6}, 3,
               {.fill = "#0b0b0c", .stroke = "#4a4a4d"});
}

void corners(Drawing& drawing, Box box, double size, const Metal& metal) {
  const std::string fill = metal_dome(drawing, metal);
  for (const double right : {0.0, 1.0}) {
    for (const double low : {0.0, 1.0}) {
      const double dx = right == 0 ? 1 : -1;
      const double dy = low == 0 ? 1 : -1;
      const Point at{box.x + right * box.width, box.y + low * box.height};
      const std::string cap =
          Path()
              .move({at.x - 2 * dx, at.y - 2 * dy})
              .line({at.x + size * dx, at.y - 2 * dy})
              .quad({at.x + size * 0.7 * dx, at.y + size * 0.7 * dy}, {at.x - 2 * dx, at.y + size * dy})
              .close()
              .str();
      drawing.path(cap, {.fill = fill, .stroke = std::string(metal.dark)});
    }
  }
}

void handle(Drawing& drawing, Box box, const Metal& metal) {
  const double middle = box.centre().x;
  const double half = box.width * 0.14;
  drawing.path(
      Path()
          .move({middle - half, box.y - 2})
          .curve({middle - half * 0.8, box.y - 30}, {middle + half * 0.8, box.y - 30}, {middle + half, box.y - 2})
          .str(),
      {.stroke = "#141416", .width = 15, .round = true});
  drawing.path(
      Path()
          .move({middle - half, box.y - 5})
          .curve({middle - half * 0.8, box.y - 33}, {middle + half * 0.8, box.y - 33}, {middle + half, box.y - 5})
          .str(),
      {.stroke = "#ffffff", .width = 2, .opacity = 0.3});
  for (const double x : {middle - half - 14, middle + half - 14})
    drawing.rect({x, box.y - 9, 28, 11}, 3, {.fill = metal_down(drawing, metal), .stroke = std::string(metal.dark)});
}

void feet(Drawing& drawing, Box box) {
  for (const double x : {box.x + 40, box.x + box.width - 84})
    drawing.rect({x, box.y + box.height - 4, 44, 14}, 4, {.fill = "#0b0b0c"});
}

// A small bare plate where a maker's name would stand.
void badge(Drawing& drawing, Point at, double width, const Metal& metal) {
  drawing.rect({at.x, at.y, width, width * 0.24}, width * 0.05,
               {.fill = metal_down(drawing, metal), .stroke = std::string(metal.dark)});
}

void head_front(Drawing& drawing, Box box, const Finish& finish, const Metal& metal) {
  feet(drawing, box);
  covering(drawing, box, 16, finish);
  handle(drawing, box, metal);
  const Box cloth{box.x + 26, box.y + 26, box.width - 52, box.height * 0.44};
  grille_cloth(drawing, cloth, finish, {}, 0);
  badge(drawing, {cloth.x + 26, cloth.y + cloth.height / 2 - 16}, 130, metal);
  panel(drawing, {box.x + 26, box.y + box.height * 0.62, box.width - 52, box.height * 0.28}, 9, metal);
  corners(drawing, box, 34, metal_named("black"));
}

void cabinet_front(Drawing& drawing, Box box, const Finish& finish, const Metal& metal) {
  feet(drawing, box);
  covering(drawing, box, 16, finish);
  const Box cloth{box.x + 28, box.y + 28, box.width - 56, box.height - 56};
  const double radius = std::min(cloth.width, cloth.height) * 0.24;
  const Point c = cloth.centre();
  const double dx = cloth.width * 0.25;
  const double dy = cloth.height * 0.25;
  const std::array<Point, 4> speakers{
      {{c.x - dx, c.y - dy}, {c.x + dx, c.y - dy}, {c.x - dx, c.y + dy}, {c.x + dx, c.y + dy}}};
  grille_cloth(drawing, cloth, finish, speakers, radius);
  badge(drawing, {cloth.x + 22, cloth.y + 22}, 120, metal);
  corners(drawing, box, 40, metal_named("black"));
}

void combo_front(Drawing& drawing, Box box, int knobs, const Finish& finish, const Metal& metal) {
  feet(drawing, box);
  handle(drawing, box, metal);
  covering(drawing, box, 18, finish);
  const double panel_height = box.height * 0.16;
  panel(drawing, {box.x + 28, box.y + 26, box.width - 56, panel_height}, knobs, metal);
  const Box cloth{box.x + 32, box.y + panel_height + 46, box.width - 64, box.height - panel_height - 80};
  const std::array<Point, 1> speaker{{cloth.centre()}};
  grille_cloth(drawing, cloth, finish, speaker, std::min(cloth.width, cloth.height) * 0.47);
  badge(drawing, {cloth.x + 24, cloth.y + 22}, box.width * 0.17, metal);
  corners(drawing, box, 36, metal);
}

// A steel grille over visible speakers.
void bass_combo_front(Drawing& drawing, Box box, const Finish& finish, const Metal& metal) {
  feet(drawing, box);
  handle(drawing, box, metal);
  covering(drawing, box, 16, finish);
  panel(drawing, {box.x + 24, box.y + 24, box.width - 48, box.height * 0.14}, 8, metal);
  const Box grille{box.x + 28, box.y + box.height * 0.14 + 42, box.width - 56, box.height * 0.86 - 72};
  drawing.rect(grille, 10, {.fill = "#0b0b0c"});
  const Point c = grille.centre();
  speaker_cone(drawing, {c.x - grille.width * 0.04, c.y + grille.height * 0.06}, grille.height * 0.42);
  speaker_cone(drawing, {grille.x + grille.width - 62, grille.y + 62}, 46, "#8b8e92");
  drawing.rect(
      grille, 10,
      {.fill = drawing.pattern(
           12, 12,
           R"(<path d="M0 0h12v12h-12zM6 1.4a4.6 4.6 0 1 0 .1 0z" fill="#2a2b2e" fill-rule="evenodd" opacity=".8"/>)")});
  drawing.rect(grille, 10, {.stroke = "#55575b", .width = 3});
  badge(drawing, {grille.x + 22, grille.y + 22}, 110, metal);
  corners(drawing, box, 40, metal_named("black"));
}

std::string draw_combo(const PictureSpec& spec) {
  const Finish& finish = finish_named(spec.finish);
  const Boxed box{800, 680, 170, finish, {290, 190}, 1.9};
  return draw_boxed(spec.view, box, [&](Drawing& d) {
    combo_front(d, {0, 0, box.width, box.height}, 8, finish, metal_named(spec.hardware));
  });
}

std::string draw_mini(const PictureSpec& spec) {
  const Finish& finish = finish_named(spec.finish);
  const Boxed box{560, 560, 150, finish, {250, 160}, 2};
  return draw_boxed(spec.view, box, [&](Drawing& d) {
    combo_front(d, {0, 0, box.width, box.height}, 4, finish, metal_named(spec.hardware));
  });
}

std::string draw_head(const PictureSpec& spec) {
  const Finish& finish = finish_named(spec.finish);
  const Boxed box{860, 360, 130, finish, {300, 200}, 1.9};
  return draw_boxed(spec.view, box, [&](Drawing& d) {
    head_front(d, {0, 0, box.width, box.height}, finish, metal_named(spec.hardware));
  });
}

std::string draw_cabinet(const PictureSpec& spec) {
  const Finish& finish = finish_named(spec.finish);
  const Boxed box{760, 760, 170, finish, {240, 240}, 1.9};
  return draw_boxed(spec.view, box, [&](Drawing& d) {
    cabinet_front(d, {0, 0, box.width, box.height}, finish, metal_named(spec.hardware));
  });
}

std::string draw_half_stack(const PictureSpec& spec) {
  const Finish& finish = finish_named(spec.finish);
  const Boxed box{600, 860, 150, finish, {250, 170}, 1.9};
  return draw_boxed(spec.view, box, [&](Drawing& d) {
    cabinet_front(d, {0, 262, box.width, 598}, finish, metal_named(spec.hardware));
    d.rect({12, 240, box.width - 24, 30}, 0, {.fill = "#0b0b0c"});
    head_front(d, {6, 0, box.width - 12, 252}, finish, metal_named(spec.hardware));
  });
}

std::string draw_bass_combo(const PictureSpec& spec) {
  const Finish& finish = finish_named(spec.finish);
  const Boxed box{690, 800, 170, finish, {260, 190}, 1.9};
  return draw_boxed(spec.view, box, [&](Drawing& d) {
    bass_combo_front(d, {0, 0, box.width, box.height}, finish, metal_named(spec.hardware));
  });
}

}  // namespace

std::span<const Shape> amplifier_shapes() {
  static constexpr std::array<Shape, 6> kShapes{{{"combo_amp", kBoxedViews, draw_combo},
                                                 {"half_stack", kBoxedViews, draw_half_stack},
                                                 {"amp_head", kBoxedViews, draw_head},
                                                 {"cabinet", kBoxedViews, draw_cabinet},
                                                 {"bass_combo", kBoxedViews, draw_bass_combo},
                                                 {"mini_amp", kBoxedViews, draw_mini}}};
  return kShapes;
}

}  // namespace hurtrock::sample_pictures

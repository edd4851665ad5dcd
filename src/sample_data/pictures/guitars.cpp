// Guitars, basses and ukuleles: puts body, neck and parts together and chooses the camera.
#include <fmt/core.h>

#include <algorithm>
#include <stdexcept>

#include "sample_data/pictures/families.hpp"
#include "sample_data/pictures/guitar_parts.hpp"

namespace hurtrock::sample_pictures {

namespace {

constexpr int kBody = 1;
constexpr int kHead = 2;
constexpr int kBack = 3;

struct Instrument {
  Model model;
  Finish finish;
  Metal metal;
  Head head;
  Box body;             // around the body's outline
  std::string body_id;  // its path among the definitions
};

Box bounds(const std::vector<Point>& points) {
  const auto [left, right] = std::ranges::minmax(points, {}, &Point::x);
  const auto [top, bottom] = std::ranges::minmax(points, {}, &Point::y);
  return {left.x, top.y, right.x - left.x, bottom.y - top.y};
}

Model model_for(const PictureSpec& spec) {
  for (const auto* family : {&electric_guitars(), &acoustic_guitars(), &bass_guitars()}) {
    const auto found = std::ranges::find(*family, spec.shape, &Model::shape);
    if (found == family->end()) continue;
    Model model = *found;
    if (spec.strings >= 4 && spec.strings <= 8 && spec.strings != model.strings) {
      const double per_string = model.nut_width / model.strings;
      model.nut_width += per_string * 0.8 * (spec.strings - model.strings);
      model.heel_width += per_string * 0.95 * (spec.strings - model.strings);
      model.strings = spec.strings;
    }
    return model;
  }
  throw std::invalid_argument("no guitar of shape " + spec.shape);
}

// How the product stands before the camera: `focus` of the instrument appears in the picture's middle.
struct Camera {
  Point focus;
  double scale;
  double degrees;
};

Camera camera_for(const Instrument& it, int view) {
  const double bottom = it.body.y + it.body.height;
  const double length = bottom - it.head.end;
  switch (view) {
    case kBody:
      return {{6, it.body.y + it.body.height * 0.53}, 900 / it.body.height, 24};
    case kHead:
      return {{0, (it.head.end + 70) / 2}, 860 / (100 - it.head.end), 16};
    default: {
      const double tilted = length * 0.978 + it.body.width * 0.12;
      return {{it.body.width * 0.02, (bottom + it.head.end) / 2 + 4}, 880 / tilted, 12};
    }
  }
}

std::string camera_transform(const Camera& camera, bool mirrored) {
  return fmt::format(R"-(transform="translate(500 500) rotate({}) scale({:.3f} {:.3f}) translate({} {})")-",
                     number(mirrored ? -camera.degrees : camera.degrees), mirrored ? -camera.scale : camera.scale,
                     camera.scale, number(-camera.focus.x), number(-camera.focus.y));
}

std::string neck_silhouette(const Model& model) {
  const double end = model.fingerboard_end();
  return Path()
      .move({-model.nut_width / 2, -6})
      .line({model.nut_width / 2, -6})
      .line({model.width_at(end) / 2, end})
      .line({-model.width_at(end) / 2, end})
      .close()
      .str();
}

void draw_shadow(Drawing& drawing, const Instrument& it, const Camera& camera, bool mirrored) {
  const auto shifted = drawing.group(translated({20, 26}) + R"( opacity=".38")");
  const auto placed = drawing.group(camera_transform(camera, mirrored));
  const auto blurred = drawing.blurred(9 / camera.scale, "#2a1c12");
  drawing.use(it.body_id);
  drawing.use(drawing.define_path(it.head.outline));
  drawing.path(neck_silhouette(it.model), {.fill = "#2a1c12"});
}

// A burst follows the contour: rings of the rim's colour, each a little narrower.
void draw_burst(Drawing& drawing, const Instrument& it) {
  const bool burst = it.finish.surface == Surface::burst;
  const bool figured = it.finish.surface == Surface::flame || it.finish.surface == Surface::quilt;
  if (!burst && !figured) return;
  const auto rings = [&](std::string_view color, double widest, double opacity) {
    const auto inked = drawing.group(fmt::format(R"(stroke="{}" stroke-opacity="{}")", color, opacity));
    for (int ring = 0; ring < 7; ++ring)
      drawing.use(it.body_id, {}, fmt::format(R"(stroke-width="{}")", number(widest * (1 - ring / 7.5))));
  };
  if (burst) rings(it.finish.between, it.body.width * 0.5, 0.15);
  rings(it.finish.edge, it.body.width * 0.3, burst ? 0.24 : 0.17);
}

void draw_light(Drawing& drawing, const Instrument& it) {
  const Box box = it.body;
  const bool glossy = it.finish.surface != Surface::satin;
  const double strength = glossy ? 1 : 0.45;
  const std::string rim = drawing.linear(
      {0, 0}, {1, 1},
      {{0, "#ffffff", 0.16 * strength}, {0.45, "#ffffff", 0}, {0.6, "#000000", 0.05}, {1, "#000000", 0.3}});
  for (const double width : {26.0, 15.0, 7.0}) drawing.use_path(it.body_id, {.stroke = rim, .width = width});
  if (it.model.carved) {
    drawing.ellipse({box.centre().x, box.y + box.height * 0.62}, box.width * 0.4, box.height * 0.3,
                    {.fill = drawing.radial({0.5, 0.5}, 0.5, {{0, "#ffffff", 0.16}, {1, "#ffffff", 0}})});
  }
  if (!glossy) return;
  const std::string sheen =
      Path()
          .move({box.x - 10, box.y + box.height * 0.55})
          .curve({box.x + box.width * 0.3, box.y + box.height * 0.5},
                 {box.x + box.width * 0.42, box.y + box.height * 0.2}, {box.x + box.width * 0.5, box.y - 10})
          .line({box.x - 10, box.y - 10})
          .close()
          .str();
  drawing.path(sheen, {.fill = drawing.linear({0, 0}, {1, 1}, {{0, "#ffffff", 0.03}, {1, "#ffffff", 0.17}})});
  drawing.ellipse({box.x + box.width * 0.84, box.y + box.height * 0.93}, box.width * 0.34, box.height * 0.15,
                  {.fill = drawing.radial({0.5, 0.5}, 0.5, {{0, "#ffffff", 0.22}, {1, "#ffffff", 0}})});
}

void draw_pickguard(Drawing& drawing, const Instrument& it) {
  const Model& model = it.model;
  if (model.pickguard.points.empty()) return;
  std::string color(model.pickguard_color);
  if (color.empty()) {
    const bool pale = it.finish.name == "white" || it.finish.name == "cream" || it.finish.name == "bone_white";
    color = model.hollow ? "#2b1a14" : model.carved ? "#ece0c0" : pale ? "#1d1d1f" : "#f4f1ea";
  }
  const std::string outline = drawing.define_path(model.pickguard.path());
  drawing.use_path(outline, {.fill = "#000000", .opacity = 0.35, .more = translated({1.2, 2})});
  drawing.use_path(outline, {.fill = drawing.linear(
                                 {0, 0}, {1, 1}, {{0, lighter(color, 0.25)}, {0.4, color}, {1, darker(color, 0.14)}}),
                             .stroke = darker(color, 0.55),
                             .width = 1});
  if (model.hollow || model.carved) return;
  std::vector<Point> places;
  for (std::size_t i = 1; i < model.pickguard.points.size(); i += 4) {
    const Point p = model.pickguard.points[i];
    const Box box = bounds(model.pickguard.points);
    places.push_back({p.x + (box.centre().x - p.x) * 0.07, p.y + (box.centre().y - p.y) * 0.07});
  }
  screws(drawing, places, 4.4, it.metal);
}

void draw_sound_hole(Drawing& drawing, const Model& model) {
  const double r = model.sound_hole_radius;
  drawing.circle(model.sound_hole, r + r * 0.24, {.stroke = "#2b1a12", .width = r * 0.13});
  drawing.circle(model.sound_hole, r + r * 0.24,
                 {.stroke = "#e9d9b5", .width = r * 0.07, .more = R"(stroke-dasharray="3 2")"});
  drawing.circle(model.sound_hole, r + r * 0.1, {.stroke = "#2b1a12", .width = 1.4});
  drawing.circle(model.sound_hole, r,
                 {.fill = drawing.radial({0.6, 0.7}, 0.75, {{0, "#5a3820"}, {0.5, "#2a170d"}, {1, "#0e0704"}}),
                  .stroke = "#20120a",
                  .width = 1.2});
}

void draw_body(Drawing& drawing, const Instrument& it, bool front) {
  const std::string side = front && it.model.hollow ? "#3d2013" : darker(it.finish.edge, 0.45);
  drawing.use_path(it.body_id, {.fill = side, .more = translated({3.5, 5})});
  drawing.use_path(it.body_id, {.fill = finish_fill(drawing, it.finish)});
  const auto clipped = drawing.clipped(it.body_id);
  wood_figure(drawing, it.finish, it.body);
  draw_burst(drawing, it);
  if (front && it.model.hollow) draw_sound_hole(drawing, it.model);
  draw_light(drawing, it);
  if (front && (it.model.binding || it.model.hollow)) {
    drawing.use_path(it.body_id, {.stroke = "#17100b", .width = it.model.hollow ? 11.0 : 8.4});
    drawing.use_path(it.body_id, {.stroke = "#efe3c4", .width = 7});
  } else {
    drawing.use_path(it.body_id, {.stroke = "#ffffff", .width = 1.6, .opacity = 0.3});
  }
}

// A close view leaves out what the camera does not see, which keeps the file small.
void draw_front(Drawing& drawing, const Instrument& it, int view) {
  const Model& model = it.model;
  if (view != kBody) draw_head(drawing, model, it.head, it.finish, it.metal);
  if (view != kHead) {
    draw_body(drawing, it, true);
    draw_pickguard(drawing, it);
  }
  draw_neck(drawing, model);
  if (view != kHead) {
    draw_bridge(drawing, model, it.metal);
    draw_pickups(drawing, model, it.metal);
    draw_controls(drawing, model, it.metal);
  }
  draw_nut(drawing, model);
  draw_strings(drawing, model, it.head, it.metal);
}

void draw_back(Drawing& drawing, const Instrument& it) {
  const Model& model = it.model;
  draw_head(drawing, model, it.head, it.finish, it.metal);
  draw_body(drawing, it, false);
  const double heel = it.body.y + (model.hollow ? 24 : 112);
  const bool dark = model.hollow || model.bridge == BridgeStyle::stopbar;
  const double top = model.nut_width / 2 - 1;
  const double bottom = model.width_at(heel) / 2;
  const std::string neck = Path()
                               .move({-top, -8})
                               .line({top, -8})
                               .line({bottom, heel - 20})
                               .quad({bottom, heel}, {0, heel + 8})
                               .quad({-bottom, heel}, {-bottom, heel - 20})
                               .close()
                               .str();
  drawing.path(neck,
               {.fill = dark ? drawing.across({{0, "#34160c"}, {0.3, "#8a4a2c"}, {0.6, "#6a321c"}, {1, "#2b1109"}})
                             : drawing.across({{0, "#9b6a30"}, {0.3, "#f3d29a"}, {0.6, "#dcae69"}, {1, "#8e5f2a"}}),
                .stroke = "#2a170c",
                .width = 0.8});
  if (model.hollow) return;
  const double plate_y = heel + 4;
  if (!dark) {
    drawing.rect({-27, plate_y - 62, 54, 58}, 5,
                 {.fill = metal_across(drawing, it.metal), .stroke = std::string(it.metal.dark)});
    const std::vector<Point> corners{{-20, plate_y - 54}, {20, plate_y - 54}, {-20, plate_y - 12}, {20, plate_y - 12}};
    screws(drawing, corners, 8, it.metal);
  }
  if (model.bridge == BridgeStyle::vibrato || model.bridge == BridgeStyle::locking) {
    drawing.rect({-40, model.scale - 108, 80, 122}, 9,
                 {.fill = drawing.linear({0, 0}, {1, 1}, {{0, "#3a3a3d"}, {1, "#151517"}}), .stroke = "#000000"});
  }
  if (!model.knobs.empty() && model.pickguard.points.empty()) {
    const Point last = model.knobs.back();
    const Point first = model.knobs.front();
    const Box cover{std::min(first.x, last.x) - 20, std::min(first.y, last.y) - 22, std::abs(last.x - first.x) + 40,
                    std::abs(last.y - first.y) + 44};
    drawing.rect(cover, 16,
                 {.fill = drawing.linear({0, 0}, {1, 1}, {{0, "#3a3a3d"}, {1, "#151517"}}), .stroke = "#000000"});
  }
}

std::string draw_guitar(const PictureSpec& spec) {
  Drawing drawing;
  Model model = model_for(spec);
  Head head = head_of(model);
  const Box body = bounds(model.body.points);
  const std::string body_id = drawing.define_path(model.body.path());
  const Instrument it{std::move(model), finish_named(spec.finish), metal_named(spec.hardware), std::move(head), body,
                      body_id};

  studio_backdrop(drawing);
  const Camera camera = camera_for(it, spec.view);
  const bool mirrored = spec.left_handed != (spec.view == kBack);
  draw_shadow(drawing, it, camera, mirrored);
  {
    const auto placed = drawing.group(camera_transform(camera, mirrored));
    if (spec.view == kBack) {
      draw_back(drawing, it);
    } else {
      draw_front(drawing, it, spec.view);
    }
  }
  return drawing.document();
}

}  // namespace

std::span<const Shape> guitar_shapes() {
  static constexpr int kViews = kBack + 1;
  static const std::vector<Shape> shapes = [] {
    std::vector<Shape> list;
    for (const auto* family : {&electric_guitars(), &acoustic_guitars(), &bass_guitars()})
      for (const Model& model : *family) list.push_back({model.shape, kViews, draw_guitar});
    return list;
  }();
  return shapes;
}

}  // namespace hurtrock::sample_pictures

// Necks, frets, inlays, headstocks, tuners and strings.
#include <algorithm>
#include <array>

#include "sample_data/pictures/guitar_parts.hpp"

namespace hurtrock::sample_pictures {

namespace {

constexpr double kNutHeight = 5;

bool is_bass(const Model& model) { return model.scale > 760; }
bool is_small(const Model& model) { return model.scale < 450; }

Head inline_head(const Model& model, bool pointed, bool slim) {
  const double step = is_bass(model) ? 40 : model.strings > 6 ? 23.5 : 25.5;
  const double first = is_bass(model) ? 48 : 38;
  const double margin = is_bass(model) ? 24 : slim ? 16 : 19;
  const double half = model.nut_width / 2;
  Head head;
  for (int i = 0; i < model.strings; ++i) {
    const Point post{model.at_nut(i) * 1.04, -first - step * i};
    head.tuners.push_back({post, post.x - margin - (is_bass(model) ? 22 : 16)});
  }
  const Point low = head.tuners.front().post;
  const Point high = head.tuners.back().post;
  const double tip = high.y - (pointed ? 40 : 30);
  head.end = tip - 6;
  if (pointed) {
    head.outline = rounded_polygon(std::array<Point, 8>{{{-half, 4},
                                                         {-half, -12},
                                                         {low.x - margin, low.y + 22},
                                                         {low.x - margin, low.y + 8},
                                                         {high.x - margin + 2, high.y - 20},
                                                         {high.x + 30, tip - 8},
                                                         {half + 6, high.y * 0.45},
                                                         {half, 4}}},
                                   7);
  } else {
    const double lobe = slim ? 17 : 27;
    head.outline =
        smooth_outline(std::array<Point, 20>{{{-half, 4},
                                              {-half - 0.5, -8},
                                              {-half - 8, low.y + 20},
                                              {low.x - margin, low.y + 12},
                                              {low.x - margin - 2, low.y + 2},
                                              {low.x * 0.6 + high.x * 0.4 - margin, low.y * 0.6 + high.y * 0.4},
                                              {high.x - margin + 1, high.y},
                                              {high.x - margin + 5, high.y - 14},
                                              {high.x - 4, tip + 2},
                                              {high.x + lobe * 0.45, tip - 5},
                                              {high.x + lobe, tip + 8},
                                              {high.x + lobe + 4, high.y + 2},
                                              {high.x + lobe - 5, high.y + 18},
                                              {high.x + lobe - 16, high.y + 30},
                                              {high.x + lobe - 19, high.y + 44},
                                              {half + 3, high.y * 0.5},
                                              {half + 5, high.y * 0.3},
                                              {half + 2, -18},
                                              {half, -8},
                                              {half, 4}}});
  }
  const double left = low.x - margin - 3;
  head.box = {left, head.end, half + 40 - left, 4 - head.end};
  return head;
}

// Tuners on both sides; the lowest and the highest string go to the posts nearest the nut.
Head paired_head(const Model& model) {
  const int left = (model.strings + 1) / 2;
  const bool arrow = model.head == HeadStyle::arrow;
  const bool slotted = model.head == HeadStyle::slotted;
  const bool modern = model.head == HeadStyle::modern;
  const double scale = is_bass(model) ? 1.35 : is_small(model) ? 0.8 : 1;
  const double step = 38 * scale;
  const double wide = (arrow ? 25 : slotted ? 19 : 23) * scale * (is_small(model) ? 0.9 : 1);
  const double edge = (slotted ? 36 : 42) * scale;
  const double half = model.nut_width / 2;
  Head head;
  head.tuners.resize(static_cast<std::size_t>(model.strings));
  for (int i = 0; i < model.strings; ++i) {
    const bool on_left = i < left;
    const int place = on_left ? i : model.strings - 1 - i;
    const double side = on_left ? -1 : 1;
    const double narrowing = (arrow ? 5.5 : slotted ? 0 : modern ? 3 : 1.5) * scale * place;
    const double y = -(slotted ? 46 : 44) * scale - step * place;
    head.tuners[static_cast<std::size_t>(i)] = {{side * (wide - narrowing), y}, side * (edge - narrowing + 12 * scale)};
  }
  const double last = -44 * scale - step * (left - 1);
  const double top = last - 32 * scale;
  head.end = top - 8 * scale;
  if (arrow) {
    head.end = last - 62;
    head.outline = rounded_polygon(
        std::array<Point, 7>{{{-half, 4}, {-half, -10}, {-44, -36}, {0, head.end}, {44, -36}, {half, -10}, {half, 4}}},
        7);
  } else if (slotted || model.head == HeadStyle::paddle) {
    head.outline = rounded_polygon(std::array<Point, 11>{{{-half, 4},
                                                          {-half, -10 * scale},
                                                          {-edge, -28 * scale},
                                                          {-edge - 2, top + 4},
                                                          {-edge * 0.5, top - 4},
                                                          {0, top - 9 * scale},
                                                          {edge * 0.5, top - 4},
                                                          {edge + 2, top + 4},
                                                          {edge, -28 * scale},
                                                          {half, -10 * scale},
                                                          {half, 4}}},
                                   8 * scale);
  } else {
    const double rise = modern ? 12 * scale : 0;
    head.outline = smooth_outline(std::array<Point, 16>{{{-half, 4},
                                                         {-half - 1, -8},
                                                         {-edge + 6, -24 * scale},
                                                         {-edge, -42 * scale},
                                                         {-edge + 3 + rise / 3, (last - 44) / 2},
                                                         {-edge + 4 + rise / 2, last},
                                                         {-edge - 1 + rise, top + 4},
                                                         {-14 * scale, top - 4 - rise},
                                                         {0, top + 3 - rise * 2},
                                                         {14 * scale, top - 4 - rise},
                                                         {edge + 1 - rise, top + 4},
                                                         {edge - 4 - rise / 2, last},
                                                         {edge - 3 - rise / 3, (last - 44) / 2},
                                                         {edge, -42 * scale},
                                                         {edge - 6, -24 * scale},
                                                         {half, 4}}});
  }
  head.box = {-edge - 3, head.end, 2 * edge + 6, 4 - head.end};
  return head;
}

Head stub_head(const Model& model) {
  const double half = model.nut_width / 2;
  Head head;
  for (int i = 0; i < model.strings; ++i) head.tuners.push_back({{model.at_nut(i), -16}, 0});
  head.end = -30;
  head.outline = rounded_polygon(std::array<Point, 4>{{{-half, 4}, {-half - 2, -28}, {half + 2, -28}, {half, 4}}}, 6);
  head.box = {-half - 2, -30, model.nut_width + 4, 34};
  return head;
}

void draw_tuner_buttons(Drawing& drawing, const Model& model, const Head& head, const Metal& metal) {
  const double size = is_bass(model) ? 1.5 : is_small(model) ? 0.75 : 1;
  const std::string steel = metal_down(drawing, metal);
  const bool pearl = model.head == HeadStyle::slotted;
  const std::string fill = pearl ? drawing.down({{0, "#fffdf4"}, {1, "#cfc6b0"}}) : steel;
  for (const Tuner& tuner : head.tuners) {
    const double reach = tuner.button_x - tuner.post.x;
    // Tuners of one side are alike and share one definition.
    const std::string button = drawing.symbol([&] {
      drawing.rect({std::min(0.0, reach), -2.5 * size, std::abs(reach), 5 * size}, 0, {.fill = steel});
      drawing.rect({reach - 6.5 * size, -9.5 * size, 13 * size, 19 * size}, 6 * size,
                   {.fill = fill, .stroke = std::string(metal.dark), .width = 0.7});
    });
    drawing.use(button, tuner.post);
  }
}

void draw_tuner_posts(Drawing& drawing, const Model& model, const Head& head, const Metal& metal) {
  const double size = is_bass(model) ? 1.6 : is_small(model) ? 0.8 : 1;
  const std::string washer = metal_dome(drawing, metal);
  const std::string post = drawing.symbol([&] {
    drawing.circle({0.8, 1.2}, 8.4 * size, {.fill = "#000000", .opacity = 0.35});
    drawing.circle({0, 0}, 8 * size, {.fill = washer, .stroke = std::string(metal.dark), .width = 0.6});
    drawing.circle({0, 0}, 4.6 * size, {.fill = std::string(metal.middle), .stroke = std::string(metal.dark)});
    drawing.circle({-0.8, -1}, 2.2 * size, {.fill = std::string(metal.light), .opacity = 0.9});
  });
  for (const Tuner& tuner : head.tuners) drawing.use(post, tuner.post);
}

void draw_slots(Drawing& drawing, const Model& model, const Head& head) {
  const double top = head.end + 26;
  for (const double side : {-1.0, 1.0}) {
    const double x = side * std::abs(head.tuners.front().post.x);
    drawing.rect({x - 7, top, 14, -36 - top}, 7, {.fill = "#140d09"});
  }
  for (int i = 0; i < model.strings; ++i) {
    const Point post = head.tuners[static_cast<std::size_t>(i)].post;
    drawing.rect({post.x - 7, post.y - 4, 14, 8}, 1, {.fill = drawing.down({{0, "#fffdf2"}, {1, "#b9ae95"}})});
  }
}

std::string fin(double y, double height, double half) {
  return Path()
      .move({-half, y + height})
      .quad({-half * 0.1, y + height * 0.9}, {half, y})
      .line({half, y + height})
      .close()
      .str();
}

void draw_inlays(Drawing& drawing, const Model& model) {
  if (model.inlay == Inlay::none) return;
  const std::string pearl =
      model.fingerboard == Fingerboard::maple && model.inlay == Inlay::dots ? "#1c1714" : "#efe9dc";
  std::vector<Point> dots;
  std::string shapes;
  for (const int n : {3, 5, 7, 9, 12, 15, 17, 19, 21, 24}) {
    if (n > model.frets) break;
    const double from = model.fret(n - 1);
    const double height = model.fret(n) - from;
    const double middle = from + height / 2;
    const double half = model.width_at(middle) / 2;
    switch (model.inlay) {
      case Inlay::dots:
        if (n % 12 == 0) {
          dots.push_back({-half * 0.5, middle});
          dots.push_back({half * 0.5, middle});
        } else {
          dots.push_back({0, middle});
        }
        break;
      case Inlay::blocks:
        shapes += Path()
                      .move({-half * 0.66, from + height * 0.2})
                      .line({half * 0.66, from + height * 0.2})
                      .line({half * 0.66, from + height * 0.8})
                      .line({-half * 0.66, from + height * 0.8})
                      .close()
                      .str();
        break;
      case Inlay::trapezoids:
        shapes += Path()
                      .move({-half * 0.62, from + height * 0.2})
                      .line({half * 0.62, from + height * 0.32})
                      .line({half * 0.62, from + height * 0.68})
                      .line({-half * 0.62, from + height * 0.8})
                      .close()
                      .str();
        break;
      case Inlay::fins:
        shapes += fin(from + height * 0.18, height * 0.64, half * 0.68);
        break;
      case Inlay::none:
        break;
    }
  }
  if (!dots.empty()) drawing.dots(dots, is_small(model) ? 4.5 : 6.4, pearl);
  if (!shapes.empty()) {
    drawing.path(shapes, {.fill = drawing.linear({0, 0}, {1, 1}, {{0, "#fbf7ee"}, {0.5, "#d6d2c9"}, {1, "#f6efe0"}})});
  }
}

std::string fret_lines(const Model& model) {
  Path path;
  for (int n = 1; n <= model.frets; ++n) {
    const double half = model.width_at(model.fret(n)) / 2;
    path.move({-half, model.fret(n)}).line({half, model.fret(n)});
  }
  return path.str();
}

std::string fingerboard_fill(Drawing& drawing, Fingerboard wood) {
  switch (wood) {
    case Fingerboard::maple:
      return drawing.across({{0, "#d9a860"}, {0.35, "#efca8c"}, {0.7, "#e6bb78"}, {1, "#b98544"}});
    case Fingerboard::ebony:
      return drawing.across({{0, "#17120f"}, {0.35, "#322a25"}, {0.7, "#231c18"}, {1, "#0f0b09"}});
    case Fingerboard::rosewood:
      break;
  }
  return drawing.across({{0, "#35201a"}, {0.35, "#5a3a2c"}, {0.7, "#472c21"}, {1, "#24150f"}});
}

}  // namespace

Head head_of(const Model& model) {
  switch (model.head) {
    case HeadStyle::classic:
      return inline_head(model, false, false);
    case HeadStyle::slim:
      return inline_head(model, false, true);
    case HeadStyle::pointed:
      return inline_head(model, true, false);
    case HeadStyle::stub:
      return stub_head(model);
    default:
      return paired_head(model);
  }
}

void draw_head(Drawing& drawing, const Model& model, const Head& head, const Finish& finish, const Metal& metal) {
  if (model.head != HeadStyle::stub) draw_tuner_buttons(drawing, model, head, metal);
  const std::string outline = drawing.define_path(head.outline);  // the shadow has defined it already
  std::string fill = drawing.linear({0, 0}, {1, 1}, {{0, "#f0cf96"}, {0.5, "#e2b872"}, {1, "#b88749"}});
  if (model.hollow) fill = drawing.linear({0, 0}, {1, 1}, {{0, "#6b4230"}, {0.5, "#4d2c1f"}, {1, "#2c170f"}});
  if (model.head_in_finish) {
    const bool solid =
        finish.surface == Surface::gloss || finish.surface == Surface::satin || finish.surface == Surface::metallic;
    fill = finish_fill(drawing, solid ? finish : finish_named("black"));
  }
  drawing.use_path(outline, {.fill = "#1a100a", .opacity = 0.55, .more = translated({2, 2.5})});
  drawing.use_path(outline, {.fill = fill, .stroke = "#20140c", .width = 0.6});
  if (!model.head_in_finish) {
    const auto clipped = drawing.clipped(outline);
    drawing.path(grain_lines(head.box, 6, 5), {.stroke = "#5f3510", .width = 1, .opacity = 0.25});
  } else if (model.binding) {
    drawing.use_path(outline, {.stroke = "#efe6cf", .width = 2});
  }
  if (model.head == HeadStyle::slotted) {
    draw_slots(drawing, model, head);
  } else if (model.head == HeadStyle::stub) {
    drawing.rect({-model.nut_width / 2, -22, model.nut_width, 15}, 3,
                 {.fill = metal_down(drawing, metal), .stroke = std::string(metal.dark), .width = 0.6});
  } else {
    draw_tuner_posts(drawing, model, head, metal);
  }
}

void draw_neck(Drawing& drawing, const Model& model) {
  const double end = model.fingerboard_end();
  const double top = model.width_at(0) / 2;
  const double bottom = model.width_at(end) / 2;
  const auto board = [&](double grow) {
    return Path()
        .move({-top - grow, 0})
        .line({top + grow, 0})
        .line({bottom + grow, end})
        .line({-bottom - grow, end})
        .close()
        .str();
  };
  drawing.path(board(1.5), {.fill = "#120a06", .opacity = 0.4, .more = translated({3, 3})});
  const std::string edge = model.binding ? "#efe3c6" : model.fingerboard == Fingerboard::maple ? "#a9763a" : "#1b100b";
  drawing.path(board(0.9), {.fill = edge});
  drawing.path(board(model.binding ? -1.2 : 0), {.fill = fingerboard_fill(drawing, model.fingerboard)});
  draw_inlays(drawing, model);
  const std::string frets = drawing.define_path(fret_lines(model));
  drawing.use_path(frets, {.stroke = "#000000", .width = 1.2, .opacity = 0.45, .more = translated({0, 1.1})});
  drawing.use_path(frets, {.stroke = drawing.across({{0, "#b9bcbf"}, {0.4, "#ffffff"}, {1, "#94989c"}}), .width = 1.7});
}

void draw_nut(Drawing& drawing, const Model& model) {
  drawing.rect({-model.nut_width / 2 - 0.5, -kNutHeight, model.nut_width + 1, kNutHeight}, 1,
               {.fill = drawing.down({{0, "#fffdf3"}, {1, "#cdc3a8"}})});
}

void draw_strings(Drawing& drawing, const Model& model, const Head& head, const Metal& metal) {
  const bool bass = is_bass(model);
  const bool nylon = model.head == HeadStyle::slotted || is_small(model);
  const auto course = [&](int i) {
    const Point post = head.tuners[static_cast<std::size_t>(i)].post;
    return Path().move({model.at_bridge(i), model.scale}).line({model.at_nut(i), -kNutHeight / 2}).line(post).str();
  };
  std::string all;
  for (int i = 0; i < model.strings; ++i) all += course(i);
  drawing.path(all, {.stroke = "#000000", .width = bass ? 2.4 : 1.2, .opacity = 0.28, .more = translated({2, 1})});
  for (int i = 0; i < model.strings; ++i) {
    const double share = 1.0 - static_cast<double>(i) / (model.strings - 1);
    const bool wound = bass || (share > 0.45 && !is_small(model));
    const std::string bronze = nylon ? "#d8d2c6" : "#d9b878";
    const std::string color = !wound ? "#f3f2ee" : model.hollow ? bronze : "#d8d2c6";
    drawing.path(course(i), {.stroke = color, .width = (bass ? 1.5 : 0.75) + (bass ? 1.4 : 0.75) * share});
  }
  if (model.head == HeadStyle::classic && !bass) {
    const double y = head.tuners[static_cast<std::size_t>(model.strings - 2)].post.y * 0.62;
    drawing.rect({model.at_nut(4) - 2, y, model.at_nut(5) - model.at_nut(4) + 4, 4}, 2,
                 {.fill = std::string(metal.middle)});
  }
}

}  // namespace hurtrock::sample_pictures

#include "sample_data/pictures/materials.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace hurtrock::sample_pictures {

namespace {

// A tiny deterministic generator: pictures must not depend on the platform's random numbers.
class Wobble {
 public:
  explicit Wobble(unsigned seed) : state_(seed * 2654435761U + 12345U) {}
  // Between -1 and 1.
  double next() {
    state_ = state_ * 1664525U + 1013904223U;
    return static_cast<double>(state_ >> 8) / 8388608.0 - 1.0;
  }

 private:
  unsigned state_;
};

// Bands across the grain, mirrored at the middle as a bookmatched top is.
std::string flame_bands(Box box, double first, double step) {
  Wobble wobble(7);
  const double middle = box.centre().x;
  const double half = box.width / 2;
  std::string data;
  for (double y = box.y + first; y < box.y + box.height; y += step) {
    const double lift = 16 + 5 * wobble.next();
    const double bend = 9 * wobble.next();
    for (const double side : {-1.0, 1.0}) {
      data += fmt::format("M{} {}q{} {} {} {}t{} {}", number(middle), number(std::round(y)), number(side * half / 4),
                          number(bend - lift / 2), number(side * half / 2), number(-lift / 2), number(side * half / 2),
                          number(-lift / 2 + bend / 2));
    }
  }
  return data;
}

std::string quilt_tile(std::string_view dark, std::string_view light) {
  return fmt::format(
      R"(<g stroke-linecap="round"><path d="M4 8q14-10 26 1M34 20q14-10 24 0M2 32q12-9 24 1M30 42q12-8 24 -1")"
      R"( stroke="{}" stroke-width="5" opacity=".3"/><path d="M6 13q12-7 22 0M36 25q12-7 20 0M4 37q10-6 20 0M32 47q10-6 20-1")"
      R"( stroke="{}" stroke-width="4" opacity=".28"/></g>)",
      dark, light);
}

}  // namespace

const std::vector<Finish>& all_finishes() {
  static const std::vector<Finish> finishes = {
      {"black", Surface::gloss, "#1b1b1f", "#060607"},
      {"matte_black", Surface::satin, "#2a2b2e", "#17181a"},
      {"white", Surface::gloss, "#f6f4ef", "#d5d1c8"},
      {"red", Surface::gloss, "#c9201f", "#86100f"},
      {"blood_red", Surface::metallic, "#85101a", "#3f060b"},
      {"blue", Surface::gloss, "#2464c4", "#123a80"},
      {"ocean_blue", Surface::metallic, "#1d86a8", "#0c4a63"},
      {"green", Surface::gloss, "#35855a", "#1b4f34"},
      {"purple", Surface::metallic, "#673296", "#35154f"},
      {"orange", Surface::gloss, "#ee7a1e", "#b24c08"},
      {"yellow", Surface::gloss, "#f4c629", "#c08f0d"},
      {"gold", Surface::metallic, "#cda64f", "#8d6a24"},
      {"silver", Surface::metallic, "#bfc3c8", "#82878e"},
      {"sunburst", Surface::burst, "#f0ae42", "#1d0e08", "#9a3c0e"},
      {"cherry_burst", Surface::burst, "#f0aa45", "#7d0d12", "#c4401c"},
      {"natural", Surface::wood, "#dcb47a", "#b98a4e"},
      {"walnut", Surface::wood, "#75492c", "#472a18"},
      {"mahogany", Surface::wood, "#84391f", "#4d1d10"},
      {"flame_amber", Surface::flame, "#dd9230", "#6e3310"},
      {"quilt_blue", Surface::quilt, "#2b8fd2", "#081d45"},
      {"tweed", Surface::tweed, "#cba766", "#9a7a42"},
      {"cream", Surface::gloss, "#f1e5c4", "#cdbd92"},
      {"pink", Surface::gloss, "#f2a5b9", "#c9718a"},
      {"bone_white", Surface::satin, "#ece6d7", "#c9c1ad"},
      {"chrome", Surface::metallic, "#d9dcdf", "#8f959b"},
      {"bronze", Surface::metallic, "#bd8f4a", "#775222"},
  };
  return finishes;
}

const Finish& finish_named(std::string_view name) {
  const auto& finishes = all_finishes();
  const auto found = std::ranges::find(finishes, name, &Finish::name);
  return found == finishes.end() ? finishes.front() : *found;
}

const Metal& metal_named(std::string_view name) {
  static constexpr Metal kChrome{"#fbfcfd", "#b4b9be", "#5b6167"};
  static constexpr Metal kBlack{"#6d6f73", "#2c2d30", "#0b0b0c"};
  static constexpr Metal kGold{"#fdf0b9", "#d2a544", "#7d5716"};
  if (name == "black") return kBlack;
  return name == "gold" ? kGold : kChrome;
}

void studio_backdrop(Drawing& drawing) {
  const std::string paper = drawing.radial({0.44, 0.38}, 0.82, {{0, "#f8f5f0"}, {0.5, "#ece6de"}, {1, "#cfc7bc"}});
  drawing.rect({0, 0, 1000, 1000}, 0, {.fill = paper});
}

void floor_shadow(Drawing& drawing, Point centre, double radius_x, double radius_y, double strength) {
  const std::string shade =
      drawing.radial({0.5, 0.5}, 0.5, {{0, "#241a12", strength}, {0.55, "#241a12", strength * 0.5}, {1, "#241a12", 0}});
  drawing.ellipse(centre, radius_x, radius_y, {.fill = shade});
}

std::string metal_down(Drawing& drawing, const Metal& metal) {
  return drawing.down({{0, std::string(metal.light)},
                       {0.35, std::string(metal.middle)},
                       {0.52, std::string(metal.dark)},
                       {0.62, std::string(metal.middle)},
                       {0.85, std::string(metal.light)},
                       {1, std::string(metal.middle)}});
}

std::string metal_across(Drawing& drawing, const Metal& metal) {
  return drawing.across({{0, std::string(metal.middle)},
                         {0.25, std::string(metal.light)},
                         {0.6, std::string(metal.middle)},
                         {0.85, std::string(metal.dark)},
                         {1, std::string(metal.middle)}});
}

std::string metal_dome(Drawing& drawing, const Metal& metal) {
  return drawing.radial(
      {0.36, 0.3}, 0.75,
      {{0, std::string(metal.light)}, {0.5, std::string(metal.middle)}, {1, std::string(metal.dark)}});
}

std::string finish_fill(Drawing& drawing, const Finish& finish) {
  const std::string base(finish.base);
  const std::string edge(finish.edge);
  switch (finish.surface) {
    case Surface::gloss:
      return drawing.linear({0, 0}, {1, 1}, {{0, lighter(base, 0.16)}, {0.45, base}, {1, edge}});
    case Surface::satin:
      return drawing.linear({0, 0}, {1, 1}, {{0, lighter(base, 0.1)}, {0.6, base}, {1, edge}});
    case Surface::metallic:
      return drawing.linear({0, 0}, {1, 1},
                            {{0, lighter(base, 0.1)}, {0.28, lighter(base, 0.34)}, {0.55, base}, {1, edge}});
    case Surface::burst:
      return drawing.radial(
          {0.5, 0.5}, 0.68,
          {{0, base}, {0.4, mix(base, std::string(finish.between), 0.15)}, {1, mix(finish.between, edge, 0.4)}});
    case Surface::wood:
    case Surface::flame:
    case Surface::quilt:
      return drawing.linear({0, 0}, {1, 1}, {{0, lighter(base, 0.12)}, {0.5, base}, {1, mix(base, edge, 0.6)}});
    case Surface::tweed:
      return drawing.linear({0, 0}, {1, 1}, {{0, lighter(base, 0.12)}, {1, mix(base, edge, 0.5)}});
  }
  return base;
}

std::string grain_lines(Box box, int lines, unsigned seed) {
  Wobble wobble(seed);
  Path path;
  for (int i = 0; i < lines; ++i) {
    const double x = box.x + box.width * (i + 0.5 + 0.45 * wobble.next()) / lines;
    const double bow = box.width * 0.035;
    const auto bowed = [&](double share) { return Point{x + bow * wobble.next(), box.y + box.height * share}; };
    const Point upper = bowed(0.3);
    const Point lower = bowed(0.65);
    path.move({x, box.y}).curve(upper, lower, bowed(1));
  }
  return path.str();
}

void wood_figure(Drawing& drawing, const Finish& finish, Box box) {
  const std::string dark(finish.surface == Surface::burst ? std::string("#5a2c0c") : std::string(finish.edge));
  if (finish.surface == Surface::flame) {
    const std::string bands = drawing.define_path(flame_bands(box, 6, 26));
    const std::string light = lighter(finish.base, 0.45);
    drawing.use_path(bands, {.stroke = darker(dark, 0.2), .width = 8, .opacity = 0.3});
    drawing.use_path(bands, {.stroke = light, .width = 6, .opacity = 0.35, .more = translated({0, 12})});
  } else if (finish.surface == Surface::quilt) {
    const std::string tile = drawing.pattern(60, 50, quilt_tile("#04102c", "#9fdcff"), "rotate(8) scale(.8)");
    drawing.rect(box, 0, {.fill = tile});
  } else if (is_grained(finish.surface)) {
    drawing.path(grain_lines(box, 12, 3), {.stroke = dark, .width = 1.4, .opacity = 0.32});
    drawing.path(grain_lines(box, 5, 11), {.stroke = dark, .width = 4.5, .opacity = 0.16});
    drawing.path(grain_lines(box, 4, 23), {.stroke = lighter(finish.base, 0.5), .width = 5, .opacity = 0.16});
  }
}

void screws(Drawing& drawing, std::span<const Point> places, double diameter, const Metal& metal) {
  const std::string heads = drawing.define_path(dots_path(places));
  const auto ring = [&](std::string_view color, double share) {
    drawing.use_path(heads, {.stroke = std::string(color), .width = diameter * share, .round = true});
  };
  ring(metal.dark, 1);
  ring(metal.light, 0.7);
  ring(metal.dark, 0.25);
}

}  // namespace hurtrock::sample_pictures

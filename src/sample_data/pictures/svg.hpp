// A small SVG writer: paths, shapes and gradients into one string, with definitions shared by content.
#pragma once

#include <concepts>
#include <initializer_list>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hurtrock::sample_pictures {

struct Point {
  double x = 0;
  double y = 0;
};

struct Box {
  double x = 0;
  double y = 0;
  double width = 0;
  double height = 0;

  Point centre() const { return {x + width / 2, y + height / 2}; }
  Box grown(double by) const { return {x - by, y - by, width + 2 * by, height + 2 * by}; }
};

// One decimal, without a trailing ".0".
std::string number(double value);

class Path {
 public:
  Path& move(Point to);
  Path& line(Point to);
  Path& curve(Point control1, Point control2, Point to);
  Path& quad(Point control, Point to);
  Path& arc(double radius, Point to, bool clockwise = true);
  Path& close();
  std::string str() const { return data_; }

 private:
  void add(char command, std::initializer_list<Point> points);
  void add_number(double value);

  std::string data_;
  // Written relative to the pen, which is short; the pen is what a reader of the rounded numbers arrives at, so
  // rounding does not add up.
  Point pen_;
  Point start_;
};

// A closed curve through the points; its tangents follow the neighbours, so unevenly spaced points stay calm.
std::string smooth_outline(std::span<const Point> points);
// A closed polygon whose corners are rounded.
std::string rounded_polygon(std::span<const Point> points, double radius);

// A tiny line at each centre: stroked with round ends, a dot.
std::string dots_path(std::span<const Point> centres);

// Colours are "#rrggbb".
std::string mix(std::string_view from, std::string_view to, double share);
inline std::string lighter(std::string_view color, double share) { return mix(color, "#ffffff", share); }
inline std::string darker(std::string_view color, double share) { return mix(color, "#000000", share); }

struct Paint {
  std::string fill = "none";
  std::string stroke;
  double width = 1;
  double opacity = 1;
  bool round = false;  // round line ends
  std::string more;    // further attributes, written as they are
};

// A "transform" attribute that moves what it stands on.
std::string translated(Point by);

struct Stop {
  double at = 0;
  std::string color;
  double opacity = 1;
};

class Drawing {
 public:
  // Gradients in the units of the painted shape's box (0 to 1). They return a paint: "url(#id)".
  std::string linear(Point from, Point to, std::initializer_list<Stop> stops);
  std::string radial(Point centre, double radius, std::initializer_list<Stop> stops);
  std::string down(std::initializer_list<Stop> stops) { return linear({0, 0}, {0, 1}, stops); }
  std::string across(std::initializer_list<Stop> stops) { return linear({0, 0}, {1, 0}, stops); }
  std::string pattern(double width, double height, const std::string& content, std::string_view transform = "");

  // Definitions return the bare id.
  std::string define_path(const std::string& data);
  // What `body` draws becomes a group that `use` may place many times.
  template <std::invocable F>
  std::string symbol(F&& body) {
    std::string outer;
    outer.swap(body_);
    body();
    outer.swap(body_);
    return define("<g", outer, "</g>");
  }

  void rect(Box box, double radius, const Paint& paint);
  void circle(Point centre, double radius, const Paint& paint);
  void ellipse(Point centre, double radius_x, double radius_y, const Paint& paint);
  void path(const std::string& data, const Paint& paint);
  void line(Point from, Point to, const Paint& paint);
  // Round dots of one size and colour, as one element.
  void dots(std::span<const Point> centres, double diameter, std::string_view color, double opacity = 1);
  void use(std::string_view id, Point at = {}, std::string_view more = "");
  void use_path(std::string_view id, const Paint& paint);

  // A group for as long as the returned guard lives.
  class Group {
   public:
    explicit Group(Drawing& drawing) : drawing_(drawing) {}
    ~Group() { drawing_.body_ += "</g>"; }
    Group(const Group&) = delete;
    Group& operator=(const Group&) = delete;

   private:
    Drawing& drawing_;
  };
  [[nodiscard]] Group group(std::string_view attributes);
  [[nodiscard]] Group clipped(std::string_view path_id);
  [[nodiscard]] Group clipped(Box box, double radius);
  // What the group draws is softened, in one colour wherever its shapes name none.
  [[nodiscard]] Group blurred(double deviation, std::string_view fill);
  [[nodiscard]] Group group_at(Point at, double scale = 1, double degrees = 0);

  std::string document() const;

 private:
  // An attribute of the element being written; 0 is every one's default and is left out.
  void add(std::string_view name, double value);
  std::string define(std::string_view open, const std::string& rest, std::string_view close);
  std::string gradient(std::string_view element, const std::string& geometry, std::initializer_list<Stop> stops);

  std::map<std::string, std::string> ids_;  // content of a definition to its id
  std::string definitions_;
  std::string body_;
};

}  // namespace hurtrock::sample_pictures

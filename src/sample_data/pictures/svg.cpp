#include "sample_data/pictures/svg.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace hurtrock::sample_pictures {

namespace {

std::string fixed(double value, int decimals) {
  std::string text = fmt::format("{:.{}f}", value, decimals);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  if (text == "-0") return "0";
  if (text.starts_with("0.")) return text.substr(1);
  if (text.starts_with("-0.")) return "-" + text.substr(2);
  return text;
}

double tenths(double value) { return std::round(value * 10) / 10; }

// Positions inside a gradient run from 0 to 1 and need more than the one decimal of coordinates.
std::string fraction(double value) { return fixed(value, 2); }

Point toward(Point from, Point to, double distance) {
  const double length = std::hypot(to.x - from.x, to.y - from.y);
  const double share = length > 0 ? distance / length : 0;
  return {from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share};
}

int channel(std::string_view color, std::size_t at) {
  int value = 0;
  std::from_chars(color.data() + at, color.data() + at + 2, value, 16);
  return value;
}

// "#rrggbb" as "#rgb" where that says the same.
std::string short_color(std::string_view color) {
  const bool pairs =
      color.size() == 7 && color[0] == '#' && color[1] == color[2] && color[3] == color[4] && color[5] == color[6];
  return pairs ? std::string{'#', color[1], color[3], color[5]} : std::string(color);
}

std::string attributes(const Paint& paint) {
  std::string text;  // "none" is what the whole document starts with
  if (paint.fill != "none") text = fmt::format(R"( fill="{}")", short_color(paint.fill));
  if (!paint.stroke.empty()) {
    text += fmt::format(R"( stroke="{}")", short_color(paint.stroke));
    if (paint.width != 1) text += fmt::format(R"( stroke-width="{}")", fraction(paint.width));
    if (paint.round) text += R"( stroke-linecap="round")";
  }
  if (paint.opacity < 1) text += fmt::format(R"( opacity="{}")", fraction(paint.opacity));
  if (!paint.more.empty()) text += ' ' + paint.more;
  return text;
}

}  // namespace

std::string number(double value) { return fixed(value, 1); }

void Path::add_number(double value) {
  const std::string text = number(value);
  if (text.front() != '-' && std::isalpha(static_cast<unsigned char>(data_.back())) == 0) data_ += ' ';
  data_ += text;
}

void Path::add(char command, std::initializer_list<Point> points) {
  data_ += command;
  Point reached = pen_;
  for (const Point point : points) {
    reached = {tenths(point.x - pen_.x), tenths(point.y - pen_.y)};
    add_number(reached.x);
    add_number(reached.y);
  }
  pen_ = {pen_.x + reached.x, pen_.y + reached.y};
}

Path& Path::move(Point to) {
  add(data_.empty() ? 'M' : 'm', {to});
  start_ = pen_;
  return *this;
}

Path& Path::line(Point to) {
  const Point step{tenths(to.x - pen_.x), tenths(to.y - pen_.y)};
  if (step.x != 0 && step.y != 0) {
    add('l', {to});
    return *this;
  }
  data_ += step.y == 0 ? 'h' : 'v';
  add_number(step.y == 0 ? step.x : step.y);
  pen_ = {pen_.x + step.x, pen_.y + step.y};
  return *this;
}

Path& Path::curve(Point control1, Point control2, Point to) {
  add('c', {control1, control2, to});
  return *this;
}

Path& Path::quad(Point control, Point to) {
  add('q', {control, to});
  return *this;
}

Path& Path::arc(double radius, Point to, bool clockwise) {
  data_ += fmt::format("a{0} {0} 0 0 {1} ", number(radius), clockwise ? 1 : 0);
  const Point step{tenths(to.x - pen_.x), tenths(to.y - pen_.y)};
  data_ += number(step.x) + ' ' + number(step.y);
  pen_ = {pen_.x + step.x, pen_.y + step.y};
  return *this;
}

Path& Path::close() {
  data_ += 'z';
  pen_ = start_;
  return *this;
}

std::string smooth_outline(std::span<const Point> points) {
  const std::size_t count = points.size();
  const auto at = [&](std::size_t i) { return points[i % count]; };
  const auto distance = [&](std::size_t i) { return std::hypot(at(i + 1).x - at(i).x, at(i + 1).y - at(i).y); };
  // Half the turn at a point, as a direction of length one or less: sharp turns get short handles.
  const auto tangent = [&](std::size_t i) {
    const Point before = at(i + count - 1);
    const Point after = at(i + 1);
    const double length = distance(i + count - 1) + distance(i);
    return Point{(after.x - before.x) / length, (after.y - before.y) / length};
  };
  Path path;
  path.move(at(0));
  for (std::size_t i = 0; i < count; ++i) {
    const double reach = distance(i) / 3;
    const Point leave = tangent(i);
    const Point arrive = tangent(i + 1);
    path.curve({at(i).x + leave.x * reach, at(i).y + leave.y * reach},
               {at(i + 1).x - arrive.x * reach, at(i + 1).y - arrive.y * reach}, at(i + 1));
  }
  return path.close().str();
}

std::string rounded_polygon(std::span<const Point> points, double radius) {
  const std::size_t count = points.size();
  Path path;
  for (std::size_t i = 0; i < count; ++i) {
    const Point corner = points[i];
    const Point before = points[(i + count - 1) % count];
    const Point after = points[(i + 1) % count];
    const double room = std::min(std::hypot(before.x - corner.x, before.y - corner.y),
                                 std::hypot(after.x - corner.x, after.y - corner.y));
    const double reach = std::min(radius, room / 2);
    const Point enter = toward(corner, before, reach);
    if (i == 0) {
      path.move(enter);
    } else {
      path.line(enter);
    }
    path.quad(corner, toward(corner, after, reach));
  }
  return path.close().str();
}

std::string dots_path(std::span<const Point> centres) {
  Path path;
  for (const Point centre : centres) path.move(centre).line({centre.x + 0.1, centre.y});
  return path.str();
}

std::string mix(std::string_view from, std::string_view to, double share) {
  const auto blend = [&](std::size_t at) {
    const int a = channel(from, at);
    const int b = channel(to, at);
    return static_cast<int>(std::lround(a + (b - a) * std::clamp(share, 0.0, 1.0)));
  };
  return fmt::format("#{:02x}{:02x}{:02x}", blend(1), blend(3), blend(5));
}

std::string translated(Point by) { return fmt::format("transform=\"translate({} {})\"", number(by.x), number(by.y)); }

std::string Drawing::define(std::string_view open, const std::string& rest, std::string_view close) {
  const std::string key = std::string(open) + rest;
  if (const auto known = ids_.find(key); known != ids_.end()) return known->second;
  const std::string id = fmt::format("d{}", ids_.size());
  ids_.emplace(key, id);
  // A group's markup starts with its children, every other definition continues with its attributes.
  const std::string_view seam = open == "<g" ? ">" : "";
  definitions_ += fmt::format(R"({} id="{}"{}{}{})", open, id, seam, rest, close);
  return id;
}

std::string Drawing::gradient(std::string_view element, const std::string& geometry,
                              std::initializer_list<Stop> stops) {
  std::string rest = geometry + ">";
  for (const Stop& stop : stops) {
    rest += fmt::format(R"(<stop offset="{}" stop-color="{}")", fraction(stop.at), short_color(stop.color));
    if (stop.opacity < 1) rest += fmt::format(R"( stop-opacity="{}")", fraction(stop.opacity));
    rest += "/>";
  }
  const std::string id = define(fmt::format("<{}", element), rest, fmt::format("</{}>", element));
  return fmt::format("url(#{})", id);
}

std::string Drawing::linear(Point from, Point to, std::initializer_list<Stop> stops) {
  const std::string geometry = fmt::format(R"( x1="{}" y1="{}" x2="{}" y2="{}")", fraction(from.x), fraction(from.y),
                                           fraction(to.x), fraction(to.y));
  return gradient("linearGradient", geometry, stops);
}

std::string Drawing::radial(Point centre, double radius, std::initializer_list<Stop> stops) {
  const std::string geometry =
      fmt::format(R"( cx="{}" cy="{}" r="{}")", fraction(centre.x), fraction(centre.y), fraction(radius));
  return gradient("radialGradient", geometry, stops);
}

std::string Drawing::pattern(double width, double height, const std::string& content, std::string_view transform) {
  std::string rest =
      fmt::format(R"( width="{}" height="{}" patternUnits="userSpaceOnUse")", number(width), number(height));
  if (!transform.empty()) rest += fmt::format(R"( patternTransform="{}")", transform);
  return fmt::format("url(#{})", define("<pattern", rest + ">" + content, "</pattern>"));
}

std::string Drawing::define_path(const std::string& data) {
  return define("<path", fmt::format(R"( d="{}"/>)", data), "");
}

void Drawing::rect(Box box, double radius, const Paint& paint) {
  body_ += "<rect";
  add("x", box.x);
  add("y", box.y);
  add("width", box.width);
  add("height", box.height);
  add("rx", radius);
  body_ += attributes(paint) + "/>";
}

void Drawing::circle(Point centre, double radius, const Paint& paint) {
  body_ += "<circle";
  add("cx", centre.x);
  add("cy", centre.y);
  add("r", radius);
  body_ += attributes(paint) + "/>";
}

void Drawing::ellipse(Point centre, double radius_x, double radius_y, const Paint& paint) {
  body_ += "<ellipse";
  add("cx", centre.x);
  add("cy", centre.y);
  add("rx", radius_x);
  add("ry", radius_y);
  body_ += attributes(paint) + "/>";
}

void Drawing::add(std::string_view name, double value) {
  const std::string text = number(value);
  if (text != "0") body_ += fmt::format(R"( {}="{}")", name, text);
}

void Drawing::path(const std::string& data, const Paint& paint) {
  body_ += fmt::format(R"(<path d="{}"{}/>)", data, attributes(paint));
}

void Drawing::line(Point from, Point to, const Paint& paint) { path(Path().move(from).line(to).str(), paint); }

void Drawing::dots(std::span<const Point> centres, double diameter, std::string_view color, double opacity) {
  path(dots_path(centres), {.stroke = std::string(color), .width = diameter, .opacity = opacity, .round = true});
}

void Drawing::use(std::string_view id, Point at, std::string_view more) {
  body_ += fmt::format(R"(<use href="#{}")", id);
  add("x", at.x);
  add("y", at.y);
  if (!more.empty()) body_ += fmt::format(" {}", more);
  body_ += "/>";
}

void Drawing::use_path(std::string_view id, const Paint& paint) {
  body_ += fmt::format(R"(<use href="#{}"{}/>)", id, attributes(paint));
}

Drawing::Group Drawing::group(std::string_view attributes) {
  body_ += fmt::format("<g {}>", attributes);
  return Group(*this);
}

Drawing::Group Drawing::clipped(std::string_view path_id) {
  const std::string clip = define("<clipPath", fmt::format(R"(><use href="#{}"/>)", path_id), "</clipPath>");
  return group(fmt::format("clip-path=\"url(#{})\"", clip));
}

Drawing::Group Drawing::clipped(Box box, double radius) {
  const std::string rect = fmt::format(R"(><rect x="{}" y="{}" width="{}" height="{}" rx="{}"/>)", number(box.x),
                                       number(box.y), number(box.width), number(box.height), number(radius));
  return group(fmt::format("clip-path=\"url(#{})\"", define("<clipPath", rect, "</clipPath>")));
}

Drawing::Group Drawing::blurred(double deviation, std::string_view fill) {
  const std::string region = R"( x="-.3" y="-.3" width="1.6" height="1.6")";
  const std::string id = define(
      "<filter", fmt::format(R"({}><feGaussianBlur stdDeviation="{}"/>)", region, number(deviation)), "</filter>");
  return group(fmt::format(R"-(filter="url(#{})" fill="{}")-", id, fill));
}

Drawing::Group Drawing::group_at(Point at, double scale, double degrees) {
  std::string transform = fmt::format("translate({} {})", number(at.x), number(at.y));
  if (degrees != 0) transform += fmt::format(" rotate({})", number(degrees));
  if (scale != 1) transform += fmt::format(" scale({})", fixed(scale, 3));
  return group(fmt::format(R"(transform="{}")", transform));
}

std::string Drawing::document() const {
  return fmt::format(
      R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 1000" width="1000" height="1000" fill="none">)"
      "<defs>{}</defs>{}</svg>\n",
      definitions_, body_);
}

}  // namespace hurtrock::sample_pictures

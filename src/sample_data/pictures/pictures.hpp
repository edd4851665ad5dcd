// The sample products' pictures: instruments drawn as SVG by parametric code, one square studio photograph per view.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hurtrock::sample_pictures {

struct PictureSpec {
  std::string shape;
  std::string finish = "black";
  std::string hardware = "chrome";  // chrome, black or gold
  int view = 0;                     // 0 the whole product, 1 closer or at an angle, 2 and up details
  bool left_handed = false;
  int strings = 0;  // 0: as many as the shape usually has
};

// A complete SVG document, the same bytes for the same spec. An unknown finish becomes black, an unknown hardware
// chrome, a view beyond the last one the first. Throws std::invalid_argument for an unknown shape.
std::string draw(const PictureSpec& spec);

std::vector<std::string> shapes();
std::vector<std::string> finishes();

// How many views the shape has; 0 for an unknown shape.
int views(std::string_view shape);

}  // namespace hurtrock::sample_pictures

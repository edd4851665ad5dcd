#include "images/testing/photo.hpp"

namespace hurtrock::images::testing {

using vips::VImage;

VImage photo(int width, int height, int seed) {
  const auto shapes = [&](int band) {
    return VImage::perlin(width, height, VImage::option()->set("cell_size", 256)->set("seed", seed * 3 + band));
  };
  const VImage colours = shapes(0).bandjoin(shapes(1)).bandjoin(shapes(2));
  const VImage grain =
      VImage::gaussnoise(width, height, VImage::option()->set("sigma", 4.0)->set("mean", 0.0)->set("seed", seed));
  return ((colours * 90 + 128) + grain)
      .cast(VIPS_FORMAT_UCHAR)
      .copy(VImage::option()->set("interpretation", VIPS_INTERPRETATION_sRGB));
}

void save_photo(int width, int height, const std::string& file, int seed) {
  auto* options = VImage::option();
  if (!file.ends_with(".png")) options->set("Q", 88);
  photo(width, height, seed).write_to_file(file.c_str(), options);
}

}  // namespace hurtrock::images::testing

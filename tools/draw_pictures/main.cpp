// draw_pictures FOLDER [SHAPE]: writes the sample pictures to a folder, for looking at them while they are drawn.
// Every shape in its first finish and all views; a named shape in all finishes.
#include <fmt/core.h>

#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>

#include "sample_data/pictures/pictures.hpp"

namespace {

namespace pictures = hurtrock::sample_pictures;

void write(const std::filesystem::path& folder, const pictures::PictureSpec& spec) {
  std::ofstream file(folder / fmt::format("{}-{}-{}.svg", spec.shape, spec.finish, spec.view));
  file << pictures::draw(spec);
  if (!file) throw std::runtime_error("cannot write to " + folder.string());
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc < 2) {
    fmt::print(stderr, "usage: draw_pictures FOLDER [SHAPE]\n");
    return 2;
  }
  const std::filesystem::path folder = argv[1];
  std::filesystem::create_directories(folder);
  if (argc > 2) {
    for (const auto& finish : pictures::finishes()) write(folder, {.shape = argv[2], .finish = finish});
    return 0;
  }
  for (const auto& shape : pictures::shapes())
    for (int view = 0; view < pictures::views(shape); ++view)
      write(folder, {.shape = shape, .finish = pictures::finishes().front(), .view = view});
  return 0;
} catch (const std::exception& error) {
  fmt::print(stderr, "draw_pictures: {}\n", error.what());
  return 1;
}

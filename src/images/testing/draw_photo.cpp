// draw_photo WIDTH HEIGHT SEED FILE, for tests of a running shop: a picture to upload, of the kind that FILE's ending
// names.
#include <cstdio>
#include <cstdlib>

#include "images/testing/photo.hpp"

int main(int count, char** arguments) {
  if (count != 5 || VIPS_INIT(arguments[0]) != 0) return 2;
  try {
    hurtrock::images::testing::save_photo(std::atoi(arguments[1]), std::atoi(arguments[2]), arguments[4],
                                          std::atoi(arguments[3]));
  } catch (const vips::VError& error) {
    std::fprintf(stderr, "draw_photo: %s\n", error.what());
    return 1;
  }
  return 0;
}

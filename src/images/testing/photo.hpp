#pragma once

#include <string>
#include <vips/vips8>

namespace hurtrock::images::testing {

/// What a camera might have taken: soft shapes in colours, with some grain; the same every time for the same `seed`.
/// Sequential: pictures of a hundred megapixels take no more memory than small ones.
vips::VImage photo(int width, int height, int seed = 1);

/// Saved by the ending of `file`, at a phone's usual quality.
void save_photo(int width, int height, const std::string& file, int seed = 1);

}  // namespace hurtrock::images::testing

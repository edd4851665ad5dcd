#include "images/helper/picture.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <string_view>
#include <vips/vips8>

#include "images/images.hpp"

namespace hurtrock::images::helper {
namespace {

using vips::VImage;

constexpr int kLargest = 1600;
constexpr int kQuality = 80;

constexpr const char* kLoaders[] = {"VipsForeignLoadJpegBuffer", "VipsForeignLoadPngBuffer",
                                    "VipsForeignLoadWebpBuffer", "VipsForeignLoadHeifBuffer"};

/// Not copied: `bytes` outlives every picture made from it.
struct BlobDeleter {
  void operator()(VipsBlob* blob) const { vips_area_unref(VIPS_AREA(blob)); }
};
using Blob = std::unique_ptr<VipsBlob, BlobDeleter>;
Blob blob_of(const std::string& bytes) { return Blob(vips_blob_new(nullptr, bytes.data(), bytes.size())); }

/// Whether the picture lies on its side: orientations 5 to 8 of EXIF.
bool is_turned(const VImage& image) {
  return image.get_typeof(VIPS_META_ORIENTATION) != 0 && image.get_int(VIPS_META_ORIENTATION) >= 5;
}

/// An ordinary JPEG is read at an eighth of its size already. One that is sharpened step by step (progressive) is kept
/// as a whole until its last step.
std::int64_t decoded_points(const VImage& image) {
  const bool shrinks =
      std::string_view(image.get_string(VIPS_META_LOADER)) == "jpegload_buffer" && image.get_typeof("interlaced") == 0;
  const std::int64_t wide = vips_format_sizeof(image.format()) > 1 ? 2 : 1;
  return shrinks ? 0 : wide * image.width() * image.height();
}

/// Nothing but the picture: no place, camera, owner, preview or profile. libvips 8.14 does not strip WebP when told to;
/// it also adds an EXIF block of its own, which says how many points there are and nothing else.
VImage bare(const VImage& image) {
  VImage copy = image.copy();
  const std::unique_ptr<char*, decltype(&g_strfreev)> names(vips_image_get_fields(image.get_image()), &g_strfreev);
  for (char** name = names.get(); *name != nullptr; ++name) copy.remove(*name);
  return copy;
}

/// Decoded, upright, in sRGB, at most kLargest wide. JPEG is decoded at a half, quarter or eighth of its size already.
VImage decoded(const std::string& bytes) {
  // Without a profile of its own a picture is sRGB already, and would only be rounded on the way there and back.
  const bool has_profile = VImage::new_from_buffer(bytes.data(), bytes.size(), "").get_typeof(VIPS_META_ICC_NAME) != 0;
  auto* options = VImage::option()
                      ->set("height", VIPS_MAX_COORD)
                      ->set("size", VIPS_SIZE_DOWN)
                      // thumbnail's own "fail_on" is passed over for buffers in libvips 8.14.
                      ->set("option_string", "[fail_on=truncated]");
  if (has_profile) options->set("export_profile", "srgb");
  return VImage::thumbnail_buffer(blob_of(bytes).get(), kLargest, options)
      .colourspace(VIPS_INTERPRETATION_sRGB)
      .copy_memory();
}

VImage narrowed(const VImage& picture, int width) {
  return picture.thumbnail_image(width, VImage::option()->set("height", VIPS_MAX_COORD)->set("size", VIPS_SIZE_DOWN));
}

std::vector<int> widths_of(int width) {
  std::vector<int> widths;
  std::ranges::copy_if(kVariantWidths, std::back_inserter(widths), [&](int wanted) { return wanted < width; });
  widths.push_back(width);
  return widths;
}

}  // namespace

void start_vips(const char* program) {
  if (VIPS_INIT(program) != 0) throw std::runtime_error(vips_error_buffer());
  vips_concurrency_set(1);
  vips_cache_set_max(0);
  vips_operation_block_set("VipsForeignLoad", TRUE);
  for (const char* loader : kLoaders) vips_operation_block_set(loader, FALSE);
}

Header header_of(const std::string& bytes) {
  try {
    const VImage image = VImage::new_from_buffer(bytes.data(), bytes.size(), "");
    if (std::int64_t{image.width()} * image.height() > kMostPixels)
      throw Refused("too_many_pixels", std::to_string(image.width()) + "x" + std::to_string(image.height()));
    const Size lying{image.width(), image.height()};
    return {.size = is_turned(image) ? Size{lying.height, lying.width} : lying, .decoded = decoded_points(image)};
  } catch (const vips::VError& error) {
    throw Refused("damaged", error.what());
  }
}

Made make_variants(const std::string& bytes, const std::string& folder) {
  header_of(bytes);
  try {
    const VImage picture = bare(decoded(bytes));
    Made made{.size = {picture.width(), picture.height()}, .widths = widths_of(picture.width())};
    for (const int width : made.widths) {
      const VImage variant = width == picture.width() ? picture : narrowed(picture, width);
      const std::string path = folder + "/" + std::to_string(width) + ".webp";
      variant.webpsave(path.c_str(), VImage::option()->set("Q", kQuality));
    }
    return made;
  } catch (const vips::VError& error) {
    throw Refused("damaged", error.what());
  }
}

}  // namespace hurtrock::images::helper

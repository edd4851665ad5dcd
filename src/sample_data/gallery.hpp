#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "sample_data/catalogue.hpp"
#include "sample_data/picture_files.hpp"

namespace hurtrock::sample_data {

struct Image {
  std::optional<std::size_t> variant;  ///< index; nothing when all variants look alike
  PictureFile file;
  Bilingual alt;
};

enum class GallerySize {
  kFull,   ///< every view of the first variant, two of the others
  kSmall,  ///< one view a variant and a second of the first: for databases of a million products
};

/// The product's pictures in the order they are shown; the first is the thumbnail.
std::vector<Image> gallery(const Product& product, GallerySize size, PictureFiles& files);

}  // namespace hurtrock::sample_data

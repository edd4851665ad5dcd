#pragma once

#include <string>

#include "images/images.hpp"

/// Where the files of pictures go. Everything is named by its content, so doing it again changes nothing.
namespace hurtrock::catalog {

/// Moves an upload into the folder of originals, under its content's hash, which is answered. It is on the disk then.
std::string keep_original(const std::string& upload, const std::string& originals);

/// Moves freshly made variants from `folder` to `media`, each complete or not at all; answers the name of the largest.
std::string publish(const images::Variants& variants, const std::string& folder, const std::string& media);

}  // namespace hurtrock::catalog

#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "images/images.hpp"

/// Where the files of pictures go. Everything is named by its content, so doing it again changes nothing.
namespace hurtrock::images {

/// Moves an upload into the folder of originals, under its content's hash, which is answered. It is on the disk then.
std::string keep_original(const std::string& upload, const std::string& originals);

/// Moves freshly made variants from `folder` to `media`, each complete or not at all; answers the name of the largest.
std::string publish(const Variants& variants, const std::string& folder, const std::string& media,
                    std::string_view salt = {});

struct Made {
  std::string file;  ///< the largest variant, in `media`
  Variants variants;
};
/// Has the variants of an original made in a folder below `scratch`, which is gone afterwards, and publishes them.
/// `salt`: what else the name is to follow from, where a file must be nobody else's though its content is the same.
std::expected<Made, Refusal> make_and_publish(Helper& helper, const std::string& original, const std::string& scratch,
                                              const std::string& media, std::string_view salt = {});

/// From `media`, whether or not they are there.
void remove_made(const Made& made, const std::string& media);

/// What is in `media` of a picture whose largest variant is called `file`, though no row may know of it any more: files
/// stay when pictures are removed. Nothing for any other name, so that none leads out of the folder.
std::optional<Made> find_made(Helper& helper, const std::string& file, const std::string& media);

}  // namespace hurtrock::images

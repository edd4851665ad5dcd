#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "layout/picture.hpp"

/// Names of a picture's files. Its variants differ in one part: "HASH-160.webp", …, "HASH-1600.webp". Which widths
/// there are stands beside the name of the largest, as "160 320 480". A drawing, "HASH.svg", has none, or paintings of
/// itself for small places, "HASH-160.webp", and as its last width the one from which on it is shown itself.
namespace hurtrock::layout {

std::vector<int> read_widths(std::string_view text);
std::string write_widths(std::span<const int> widths);

/// The variant of that width beside `file`, which is the largest of the same picture, or a drawing.
std::string variant_file(std::string_view file, int width);

/// "/media/HASH-160.webp 160w, /media/HASH-320.webp 320w, …"; empty for a picture in one size.
std::string srcset_of(std::string_view file, std::string_view widths);

/// The picture as messengers and networks show it beside a link to its page: the widest of its files up to 1,200 px,
/// and never a drawing, which they do not know. `width` and `height` are those of `file`. Without url: there is none.
Picture preview_of(std::string_view file, std::string_view widths, int width, int height);

/// The address of the smallest variant that does for a thumbnail; of the file itself for a picture in one size.
std::string thumbnail_url(std::string_view file, std::string_view widths);
/// The same from "FILE WIDTHS", as a query has joined them.
std::string thumbnail_url(std::string_view file_and_widths);

}  // namespace hurtrock::layout

#pragma once

#include <string>

namespace hurtrock::layout {

/// A picture as an <img> needs it. `width` and `height` are the file's own pixels: they keep its place while it loads.
struct Picture {
  std::string url;  ///< "/media/…"; empty: a drawn placeholder is shown
  int width = 0, height = 0;
  std::string alt;        ///< in the visitor's language; empty: decorative
  std::string srcset;     ///< "/media/a-480.webp 480w, …"; empty: there is one size only
  std::string thumbnail;  ///< address of a small version, for places up to 120 px wide
};

}  // namespace hurtrock::layout

#pragma once

#include <pango/pangocairo.h>

#include <memory>

namespace hurtrock::documents {

/// The family whose files travel inside the program, so that a document looks the same on every machine. Letters it
/// lacks come from the system's fonts.
constexpr const char* kFamily = "Hurtrock Documents";

struct FontMapDeleter {
  void operator()(PangoFontMap* map) const { g_object_unref(map); }
};
using FontMap = std::unique_ptr<PangoFontMap, FontMapDeleter>;

/// The calling thread's fonts: Pango's maps are not for several threads at once, and filling one takes longer than
/// printing a label.
PangoFontMap* fonts_of_this_thread();

}  // namespace hurtrock::documents

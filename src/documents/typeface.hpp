#pragma once

#include <pango/pangocairo.h>

#include <mutex>

namespace hurtrock::documents {

/// The family whose files travel inside the program, so that a document looks the same on every machine. Letters it
/// lacks come from the system's fonts.
constexpr const char* kFamily = "Hurtrock Documents";

/// To be held from before the first text is measured until the file is finished. Cairo 1.16 embeds fonts that it shares
/// between threads without a lock of its own, so a process draws one document at a time.
[[nodiscard]] std::unique_lock<std::mutex> turn_at_drawing();

/// The fonts, for who holds the turn. Filled once: that takes longer than printing a label.
PangoFontMap* fonts();

}  // namespace hurtrock::documents

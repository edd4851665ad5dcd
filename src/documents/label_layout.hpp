#pragma once

#include <cairo/cairo.h>

#include <optional>

#include "documents/codes.hpp"
#include "documents/label.hpp"

/// Where everything stands on a label. All measures are dots of the printer, eight to the millimetre: a module of a
/// code is a whole number of them, so that the printer need not round.
namespace hurtrock::documents {

constexpr int kDotsPerMm = 8;
constexpr double kPointsPerDot = 72 / 25.4 / kDotsPerMm;

struct LabelFormat {
  int width, height, margin;
  int qr_side;   ///< at most, with its quiet zone
  double scale;  ///< of the type
};
LabelFormat format_of(LabelSize size);

/// A code and the upper left corner of its modules, without the quiet zone.
struct PlacedCode {
  Code code;
  int x = 0, y = 0;
  int module = 1;      ///< dots
  int row_height = 1;  ///< dots
};

struct PlacedCodes {
  std::optional<PlacedCode> bars;      ///< none without a tracking number, or when it is too long for bars
  std::optional<PlacedCode> number;    ///< then the number as a QR code
  std::optional<PlacedCode> tracking;  ///< the tracking page
};

/// Draws all but the codes, for which it leaves room.
PlacedCodes draw_label(cairo_t* page, const Label& label, LabelSize size);

void draw_code(cairo_t* page, const PlacedCode& code);

}  // namespace hurtrock::documents

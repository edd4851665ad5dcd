#pragma once

#include <pango/pangocairo.h>

#include <cstdint>
#include <memory>
#include <string_view>

namespace hurtrock::documents {

enum class Weight : std::uint16_t { kRegular = 400, kSemiBold = 600, kHeavy = 800 };
enum class Align : std::uint8_t { kLeft, kCentre, kRight };

/// How a text is set. Sizes are the height of the type in units of the page.
struct Setting {
  double size = 10;
  double least_size = 0;  ///< 0: as `size`
  Weight weight = Weight::kRegular;
  Align align = Align::kLeft;
  int max_lines = 1;
  double letter_spacing = 0;  ///< added between letters
};

/// A paragraph within a width. It is set smaller, down to least_size, until it needs no more than max_lines; if that is
/// not enough, it ends in an ellipsis.
class TextBlock {
 public:
  TextBlock(cairo_t* page, std::string_view text, double width, const Setting& setting);

  [[nodiscard]] bool empty() const { return layout_ == nullptr; }
  /// 0 for an empty text.
  [[nodiscard]] double height() const { return height_; }
  [[nodiscard]] double text_width() const { return text_width_; }
  /// In the page's current colour, its upper left corner at (x, y).
  void draw(double x, double y) const;

 private:
  struct Deleter {
    void operator()(PangoLayout* layout) const { g_object_unref(layout); }
  };
  cairo_t* page_;
  std::unique_ptr<PangoLayout, Deleter> layout_;
  double scale_ = 1, height_ = 0, text_width_ = 0;
};

}  // namespace hurtrock::documents

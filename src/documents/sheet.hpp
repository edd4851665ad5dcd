#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "documents/pdf_file.hpp"
#include "documents/text_block.hpp"
#include "platform/i18n/texts.hpp"

/// Drawing on A4, in points.
namespace hurtrock::documents {

namespace a4 {
constexpr double kWidth = 210 * 72 / 25.4, kHeight = 297 * 72 / 25.4;
constexpr double kMargin = 45;
constexpr double kLeft = kMargin, kRight = kWidth - kMargin, kInner = kRight - kLeft;
/// Where the contents of a page end and its foot begins.
constexpr double kBottom = kHeight - 62;
}  // namespace a4

enum class Ink : std::uint8_t { kText, kMuted, kLine, kAccent, kGood, kPaper };
void use(cairo_t* page, Ink ink);

/// Sets and draws a text; answers its height.
double put(cairo_t* page, std::string_view text, double x, double y, double width, const Setting& setting,
           Ink ink = Ink::kText);
/// A line from the left margin to the right one.
void draw_rule(cairo_t* page, double y, Ink ink = Ink::kLine, double thickness = 0.7);

struct Running {
  std::string head;  ///< on every page but the first
  std::string foot;  ///< on every page, beside the page's number
};

/// A document that goes over as many pages as it needs.
class Sheets {
 public:
  [[nodiscard]] cairo_t* page() const { return page_; }
  /// Where the next thing goes, from the page's upper edge.
  double y = a4::kMargin;
  /// Goes to the next page unless so much room is left on this one; true when it did.
  bool make_room(double height);

 private:
  friend void print_sheets(PdfFile&, const Running&, const i18n::Texts&, const std::function<void(Sheets&)>&);
  Sheets(cairo_t* page, PdfFile* file, const Running& running, const i18n::Texts& texts, std::int64_t pages)
      : page_(page), file_(file), running_(running), texts_(texts), pages_(pages) {}
  void end_page();

  cairo_t* page_;
  PdfFile* file_;  ///< nullptr: only the pages are counted
  const Running& running_;
  const i18n::Texts& texts_;
  std::int64_t pages_, number_ = 1;
};

/// `draw` is called twice: to count the pages, for each of them says how many there are, and to draw them.
void print_sheets(PdfFile& file, const Running& running, const i18n::Texts& texts,
                  const std::function<void(Sheets&)>& draw);

}  // namespace hurtrock::documents

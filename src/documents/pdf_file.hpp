#pragma once

#include <cairo/cairo.h>

#include <memory>
#include <mutex>
#include <string>

#include "platform/core/clock.hpp"

namespace hurtrock::documents {

struct PageDeleter {
  void operator()(cairo_t* page) const { cairo_destroy(page); }
};
using Page = std::unique_ptr<cairo_t, PageDeleter>;

struct SurfaceDeleter {
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
};
using Surface = std::unique_ptr<cairo_surface_t, SurfaceDeleter>;

/// A PDF being drawn, all pages of one size. As long as it lives, no other thread draws.
class PdfFile {
 public:
  /// `width` and `height` in points. `written_at` stands in the file, so that the same document is the same bytes.
  PdfFile(double width, double height, const std::string& title, const std::string& author, Time written_at);
  PdfFile(const PdfFile&) = delete;
  PdfFile& operator=(const PdfFile&) = delete;

  /// Where to draw; valid until `bytes`.
  [[nodiscard]] cairo_t* page() const { return page_.get(); }
  /// Ends the page; what is drawn from now on is on the next one.
  void next_page() { cairo_show_page(page_.get()); }
  /// The whole file. Once, and last.
  std::string bytes();

 private:
  std::unique_lock<std::mutex> turn_;
  std::string bytes_;
  Surface surface_;
  Page page_;
};

}  // namespace hurtrock::documents

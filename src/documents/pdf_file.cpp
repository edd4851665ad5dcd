#include "documents/pdf_file.hpp"

#include <cairo/cairo-pdf.h>

#include <stdexcept>
#include <utility>

#include "documents/typeface.hpp"

namespace hurtrock::documents {
namespace {

cairo_status_t append(void* bytes, const unsigned char* data, unsigned int length) {
  static_cast<std::string*>(bytes)->append(reinterpret_cast<const char*>(data), length);
  return CAIRO_STATUS_SUCCESS;
}

void check(cairo_status_t status) {
  if (status != CAIRO_STATUS_SUCCESS) throw std::runtime_error(cairo_status_to_string(status));
}

}  // namespace

PdfFile::PdfFile(double width, double height, const std::string& title, const std::string& author, Time written_at)
    : turn_(turn_at_drawing()),
      surface_(cairo_pdf_surface_create_for_stream(append, &bytes_, width, height)),
      page_(cairo_create(surface_.get())) {
  const std::string written = rfc3339(written_at);
  cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_TITLE, title.c_str());
  cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_AUTHOR, author.c_str());
  cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_CREATE_DATE, written.c_str());
  check(cairo_status(page_.get()));
}

std::string PdfFile::bytes() {
  check(cairo_status(page_.get()));
  page_.reset();
  cairo_surface_finish(surface_.get());
  check(cairo_surface_status(surface_.get()));
  return std::exchange(bytes_, {});
}

}  // namespace hurtrock::documents

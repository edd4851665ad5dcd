#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <vector>

#include "documents/label.hpp"
#include "documents/label_layout.hpp"
#include "documents/pdf_file.hpp"
#include "documents/printable.hpp"
#include "documents/typeface.hpp"

namespace hurtrock::documents {
namespace {

/// What is darker than this becomes a black dot: a thermal printer knows no grey.
constexpr unsigned char kDark = 128;

/// A picture of one bit a dot, the first dot of a row in the highest bit, 1 is black.
struct Bitmap {
  std::size_t bytes_per_row = 0, rows = 0;
  std::vector<unsigned char> bytes;
};

/// Drawn in grey and cut in two, which keeps the shapes of small letters better than drawing without grey.
Bitmap to_bitmap(cairo_surface_t* surface) {
  cairo_surface_flush(surface);
  const auto width = static_cast<std::size_t>(cairo_image_surface_get_width(surface));
  const auto height = static_cast<std::size_t>(cairo_image_surface_get_height(surface));
  const auto stride = static_cast<std::size_t>(cairo_image_surface_get_stride(surface));
  const unsigned char* pixels = cairo_image_surface_get_data(surface);

  Bitmap bitmap{.bytes_per_row = (width + 7) / 8, .rows = height};
  bitmap.bytes.resize(bitmap.bytes_per_row * height);
  for (std::size_t row = 0; row < height; ++row)
    for (std::size_t column = 0; column < width; ++column)
      // Black, white and grey have three equal channels: one of them will do.
      if (pixels[row * stride + 4 * column] < kDark)
        bitmap.bytes[row * bitmap.bytes_per_row + column / 8] |= static_cast<unsigned char>(0x80 >> column % 8);
  return bitmap;
}

/// `count` times the same hexadecimal digit, in ZPL's shorthand: g to z stand for 20, 40 … 400, G to Y for 1 … 19. No
/// row of a label has more than 200.
void append_run(std::string& out, char digit, std::size_t count) {
  if (count >= 20) out += static_cast<char>('f' + count / 20);
  if (count % 20 > 0 && count > 1) out += static_cast<char>('F' + count % 20);
  out += digit;
}

std::string hex_of(const unsigned char* bytes, std::size_t count) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string hex;
  hex.reserve(2 * count);
  for (std::size_t i = 0; i < count; ++i) {
    hex += kDigits[bytes[i] >> 4];
    hex += kDigits[bytes[i] & 15];
  }
  return hex;
}

/// One row: ":" repeats the row above, "," fills with white.
void append_row(std::string& out, std::string hex, const std::string& above) {
  if (hex == above) {
    out += ':';
    return;
  }
  const std::size_t ink = hex.find_last_not_of('0');
  const bool white_end = ink != hex.size() - 1;
  hex.resize(ink == std::string::npos ? 0 : ink + 1);
  for (std::size_t at = 0; at < hex.size();) {
    const std::size_t end = std::min(hex.find_first_not_of(hex[at], at), hex.size());
    append_run(out, hex[at], end - at);
    at = end;
  }
  if (white_end) out += ',';
}

std::string graphic(const Bitmap& bitmap) {
  const std::size_t size = bitmap.bytes.size();
  std::string out = fmt::format("^FO0,0^GFA,{0},{0},{1},", size, bitmap.bytes_per_row);
  std::string above;
  for (std::size_t row = 0; row < bitmap.rows; ++row) {
    std::string hex = hex_of(bitmap.bytes.data() + row * bitmap.bytes_per_row, bitmap.bytes_per_row);
    append_row(out, hex, above);
    above = std::move(hex);
  }
  return out + "^FS\n";
}

/// Without the signs that begin a command; the printer puts them back after ^FH.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '^' || c == '~' || c == '_')
      fmt::format_to(std::back_inserter(out), "_{:02X}", static_cast<unsigned char>(c));
    else
      out += c;
  }
  return out;
}

std::string field(std::string_view text) { return fmt::format("^FH_^FD{}^FS\n", escaped(text)); }

/// The printer's own QR code: model 2, correction M, kind of data chosen by the printer.
std::string qr_field(const PlacedCode& code, std::string_view text) {
  return fmt::format("^FO{},{}^BQN,2,{}{}", code.x, code.y, code.module, field(fmt::format("MA,{}", text)));
}

std::string zpl_of(const Label& label, LabelSize size) {
  const auto turn = turn_at_drawing();
  const LabelFormat format = format_of(size);
  const Surface surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, format.width, format.height));
  const Page page(cairo_create(surface.get()));
  if (cairo_status(page.get()) != CAIRO_STATUS_SUCCESS) throw std::runtime_error("no room for a label's picture");
  cairo_set_source_rgb(page.get(), 1, 1, 1);
  cairo_paint(page.get());
  const PlacedCodes codes = draw_label(page.get(), label, size);

  std::string out = fmt::format("^XA\n^FX {} ^FS\n^CI28\n^PW{}\n^LL{}\n^LH0,0\n",
                                escaped(printable(label.order_number, 40)), format.width, format.height);
  out += graphic(to_bitmap(surface.get()));
  if (codes.bars)
    out += fmt::format("^FO{},{}^BY{}^BCN,{},N,N,N,A{}", codes.bars->x, codes.bars->y, codes.bars->module,
                       codes.bars->row_height, field(label.tracking_number));
  if (codes.number) out += qr_field(*codes.number, label.tracking_number);
  if (codes.tracking) out += qr_field(*codes.tracking, label.tracking_url);
  return out + "^XZ\n";
}

}  // namespace

std::string label_zpl(std::span<const Label> labels, LabelSize size) {
  std::string out;
  for (const Label& label : labels) out += zpl_of(label, size);
  return out;
}

}  // namespace hurtrock::documents

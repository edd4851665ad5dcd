#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <span>
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

/// `dots` pixels of four bytes each, eight at most: white, which most of a label is, or one by one.
unsigned char byte_of(const unsigned char* pixels, std::size_t dots) {
  constexpr auto kWhite = [] {
    std::array<unsigned char, 32> white{};
    white.fill(0xFF);
    return white;
  }();
  if (dots == 8 && std::memcmp(pixels, kWhite.data(), kWhite.size()) == 0) return 0;
  unsigned byte = 0;
  // Black, white and grey have three equal channels: one of them will do.
  for (std::size_t dot = 0; dot < dots; ++dot) byte = byte << 1 | (pixels[4 * dot] < kDark ? 1U : 0U);
  return static_cast<unsigned char>(byte << (8 - dots));
}

/// Drawn in grey and cut in two, which keeps the shapes of small letters better than drawing without grey.
Bitmap to_bitmap(cairo_surface_t* surface) {
  cairo_surface_flush(surface);
  const auto width = static_cast<std::size_t>(cairo_image_surface_get_width(surface));
  const auto height = static_cast<std::size_t>(cairo_image_surface_get_height(surface));
  const auto stride = static_cast<std::size_t>(cairo_image_surface_get_stride(surface));
  const unsigned char* pixels = cairo_image_surface_get_data(surface);

  Bitmap bitmap{.bytes_per_row = (width + 7) / 8, .rows = height};
  bitmap.bytes.reserve(bitmap.bytes_per_row * height);
  for (std::size_t row = 0; row < height; ++row)
    for (std::size_t column = 0; column < width; column += 8)
      bitmap.bytes.push_back(byte_of(pixels + row * stride + 4 * column, std::min<std::size_t>(8, width - column)));
  return bitmap;
}

/// `count` times the same hexadecimal digit, in ZPL's shorthand: g to z stand for 20, 40 … 400, G to Y for 1 … 19. No
/// row of a label has more than 200.
void append_run(std::string& out, char digit, std::size_t count) {
  if (count >= 20) out += static_cast<char>('f' + count / 20);
  if (count % 20 > 0 && count > 1) out += static_cast<char>('F' + count % 20);
  out += digit;
}

std::string hex_of(std::span<const unsigned char> bytes) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string hex;
  hex.reserve(2 * bytes.size());
  for (const unsigned char byte : bytes) {
    hex += kDigits[byte >> 4];
    hex += kDigits[byte & 15];
  }
  return hex;
}

/// "," fills the rest of a row with white.
void append_row(std::string& out, std::span<const unsigned char> row) {
  std::string hex = hex_of(row);
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
  std::span<const unsigned char> above;
  for (std::size_t row = 0; row < bitmap.rows; ++row) {
    const auto here = std::span{bitmap.bytes}.subspan(row * bitmap.bytes_per_row, bitmap.bytes_per_row);
    if (std::ranges::equal(here, above))
      out += ':';  // the row above once more
    else
      append_row(out, here);
    above = here;
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

/// Drawn on `surface`, which is as large as the label and may have been used before.
std::string zpl_of(const Label& label, LabelSize size, cairo_surface_t* surface) {
  const auto turn = turn_at_drawing();
  const LabelFormat format = format_of(size);
  const Page page(cairo_create(surface));
  if (cairo_status(page.get()) != CAIRO_STATUS_SUCCESS) throw std::runtime_error("no room for a label's picture");
  cairo_set_source_rgb(page.get(), 1, 1, 1);
  cairo_paint(page.get());
  const PlacedCodes codes = draw_label(page.get(), label, size);

  std::string out = fmt::format("^XA\n^FX {} ^FS\n^CI28\n^PW{}\n^LL{}\n^LH0,0\n",
                                escaped(printable(label.order_number, 40)), format.width, format.height);
  out += graphic(to_bitmap(surface));
  if (codes.bars)
    out += fmt::format("^FO{},{}^BY{}^BCN,{},N,N,N,A{}", codes.bars->x, codes.bars->y, codes.bars->module,
                       codes.bars->row_height, field(label.tracking_number));
  if (codes.number) out += qr_field(*codes.number, label.tracking_number);
  if (codes.tracking) out += qr_field(*codes.tracking, label.tracking_url);
  return out + "^XZ\n";
}

}  // namespace

std::string label_zpl(std::span<const Label> labels, LabelSize size) {
  const LabelFormat format = format_of(size);
  const Surface surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, format.width, format.height));
  std::string out;
  for (const Label& label : labels) out += zpl_of(label, size, surface.get());
  return out;
}

}  // namespace hurtrock::documents

#include "documents/codes.hpp"

#include <zint.h>

#include <algorithm>
#include <memory>
#include <stdexcept>

namespace hurtrock::documents {
namespace {

struct SymbolDeleter {
  void operator()(zint_symbol* symbol) const { ZBarcode_Delete(symbol); }
};

constexpr int kQrCorrectionM = 2;
// More than any address of ours or number of a courier's; keeps both codes small enough for a label.
constexpr std::size_t kLongest = 200;

std::optional<Code> encode(std::string_view text, int symbology, int option) {
  const bool is_plain = std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
  if (text.empty() || text.size() > kLongest || !is_plain) return std::nullopt;

  const std::unique_ptr<zint_symbol, SymbolDeleter> symbol(ZBarcode_Create());
  if (!symbol) throw std::bad_alloc();
  symbol->symbology = symbology;
  symbol->input_mode = DATA_MODE;
  if (option != 0) symbol->option_1 = option;
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  if (ZBarcode_Encode(symbol.get(), bytes, static_cast<int>(text.size())) >= ZINT_ERROR) return std::nullopt;

  Code code{.columns = static_cast<std::size_t>(symbol->width), .rows = static_cast<std::size_t>(symbol->rows)};
  code.dark.reserve(code.columns * code.rows);
  for (std::size_t row = 0; row < code.rows; ++row)
    for (std::size_t column = 0; column < code.columns; ++column)
      code.dark.push_back((symbol->encoded_data[row][column / 8] >> (column % 8) & 1) != 0);
  return code;
}

}  // namespace

std::optional<Code> code_128(std::string_view text) { return encode(text, BARCODE_CODE128, 0); }

std::optional<Code> qr_code(std::string_view text) { return encode(text, BARCODE_QRCODE, kQrCorrectionM); }

}  // namespace hurtrock::documents

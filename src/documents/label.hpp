#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "platform/core/clock.hpp"
#include "platform/core/money.hpp"

/// Shipping labels for thermal printers of 203 dpi. Always in Indonesian: the courier reads them. What is fetched in
/// the shop gets a label, too: it says that in both languages, and whose the goods are.
namespace hurtrock::documents {

struct Party {
  std::string name, phone;
  std::string street;
  std::string district;  ///< "Isola, Sukasari"; may be empty
  std::string city;      ///< "Kota Bandung, Jawa Barat 40154"
};

struct Piece {
  std::int64_t quantity = 1;
  std::string name;
};

struct Label {
  /// Nothing travels: of the recipient only the name and the last digits of the phone are printed, and neither sender
  /// nor courier, tracking number, weight and note.
  bool is_pickup = false;
  Party sender, recipient;
  std::string courier;          ///< with its service: "JNE REG"
  std::string tracking_number;  ///< resi; empty: it is written or stuck on by hand
  std::string tracking_url;     ///< of the shop's page about this order, as a QR code
  std::string order_number, ordered_on;
  std::string note;    ///< for the courier: "pagar hitam"; may be empty
  std::string weight;  ///< "2,350 kg"; may be empty
  std::int64_t parcel = 1, parcels = 1;
  std::optional<Money> cash;  ///< to be collected (COD)
  std::vector<Piece> pieces;
};

enum class LabelSize : std::uint8_t {
  k100x150,  ///< millimetres
  k80x100,
};

/// One PDF page a label, whatever the label holds: what does not fit is made smaller, then shortened.
std::string label_pdf(std::span<const Label> labels, LabelSize size, Time made_at);

/// The same for printers that take Zebra's language: text as a picture, for a printer knows few letters, and both codes
/// as the printer's own.
std::string label_zpl(std::span<const Label> labels, LabelSize size);

}  // namespace hurtrock::documents

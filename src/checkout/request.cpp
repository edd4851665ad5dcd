#include "checkout/request.hpp"

#include <fmt/format.h>

#include "shipping/areas.hpp"

namespace hurtrock::checkout {
namespace {

using http::Input;
using http::Need;

// Lengths that couriers' labels and the providers' requests can carry.
constexpr std::size_t kNameLength = 100;
constexpr std::size_t kMailboxLength = 254;
constexpr std::size_t kStreetLength = 300;
constexpr std::size_t kNoteLength = 500;
constexpr std::int64_t kMostRupiah = 100'000'000'000'000;

/// The form and the JSON body name the same values differently.
struct Names {
  std::string_view name, email, phone, street, area_code, postal_code, address_note, order_note;
};
// The page has one field for notes; it is the courier who needs them.
constexpr Names kForm{"name", "email", "phone", "street", "area_code", "postal_code", "note", ""};
constexpr Names kJson{"contact.name",      "contact.email",       "contact.phone", "address.street",
                      "address.area_code", "address.postal_code", "address.note",  "note"};

void add_area(Input& input, std::string_view field, Need need, PlaceRequest& request) {
  const std::string code = input.line(field, 20, need);
  if (code.empty()) return;
  const auto area = shipping::find_area(code);
  if (!area) return input.refuse(field, "unknown_area", std::string(input.texts()("checkout.error.unknown_area")));
  request.address.area_code = area->code;
  request.address.kelurahan = area->kelurahan;
  request.address.kecamatan = area->kecamatan;
  request.address.kota = area->kota;
  request.address.provinsi = area->provinsi;
  request.province_code = area->province_code.value_or("");
}

std::optional<Money> amount_in(Input& input, std::string_view field) {
  const auto rupiah = input.integer(field, 0, kMostRupiah, Need::kOptional);
  return rupiah ? std::optional{Money{*rupiah}} : std::nullopt;
}

std::string mailbox_in(Input& input, std::string_view field, Need need) {
  // What is too long has been refused then, once.
  if (need == Need::kOptional && input.line(field, kMailboxLength, need).empty()) return {};
  return input.email(field);
}

/// `need`: of what no order goes without.
PlaceRequest read(Input& input, const Names& names, Need need = Need::kRequired) {
  PlaceRequest request;
  request.contact.name = input.line(names.name, kNameLength, need);
  request.contact.phone = input.phone(names.phone, need);
  request.contact.email = mailbox_in(input, names.email, need);
  add_area(input, names.area_code, need, request);
  request.address.street = input.text(names.street, kStreetLength, need);
  request.address.postal_code = input.line(names.postal_code, 5, Need::kOptional);
  if (!request.address.postal_code.empty() &&
      (request.address.postal_code.size() != 5 ||
       request.address.postal_code.find_first_not_of("0123456789") != std::string::npos))
    input.refuse(names.postal_code, "postal_code", std::string(input.texts()("checkout.error.postal_code")));
  request.address.note = input.text(names.address_note, kNoteLength, Need::kOptional);
  if (!names.order_note.empty()) request.note = input.text(names.order_note, kNoteLength, Need::kOptional);
  request.shipping_service = input.choice("shipping_service", 40, need);
  request.payment_method = input.word("payment_method", {"midtrans", "stripe", "cod", "bank_transfer"}, need);
  request.accepted_total = amount_in(input, "accepted_total");
  return request;
}

}  // namespace

Seen read_seen(Input& input, std::string_view shipping_service) {
  return {.goods = amount_in(input, "seen_goods"),
          .shipping = amount_in(input, fmt::format("seen_shipping.{}", shipping_service))};
}

PlaceRequest read_form(Input& input, Need need) {
  PlaceRequest request = read(input, kForm, need);
  const Seen seen = read_seen(input, request.shipping_service);
  if (seen.goods && seen.shipping) request.seen_total = *seen.goods + *seen.shipping;
  return request;
}

PlaceRequest read_json(Input& input) {
  PlaceRequest request = read(input, kJson);
  request.seen_total = amount_in(input, "seen_total");
  return request;
}

}  // namespace hurtrock::checkout

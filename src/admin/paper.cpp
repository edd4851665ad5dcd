#include "admin/paper.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "admin/staff_action.hpp"
#include "admin/weight.hpp"
#include "orders/dates.hpp"

namespace hurtrock::admin {
namespace {

/// Couriers read Indonesian, whoever prints.
const i18n::Texts& couriers_texts() { return i18n::Texts::of(i18n::Language::kIndonesian); }

std::string name_of(const orders::Line& line) {
  return line.options.empty() ? line.name : fmt::format("{} ({})", line.name, line.options);
}

std::string weight_of(const OrderOnPaper& paper, const std::vector<ParcelLine>& contents, const i18n::Texts& texts) {
  std::int64_t grams = 0;
  for (const auto& [line, quantity] : contents) grams += paper.lines[line].weight_g * quantity;
  return grams > 0 ? kilograms(grams, texts) : std::string{};
}

std::string district_of(const orders::Address& address) {
  if (address.kelurahan.empty() || address.kecamatan.empty()) return address.kelurahan + address.kecamatan;
  return fmt::format("{}, {}", address.kelurahan, address.kecamatan);
}

/// Of a number that nobody is to ring, so much is needed to tell people of one name apart.
constexpr std::size_t kPhoneEnd = 4;

std::string place(std::string_view city, std::string_view province, std::string_view postal_code) {
  std::string text(city);
  if (!province.empty()) text += fmt::format("{}{}", text.empty() ? "" : ", ", province);
  if (!postal_code.empty()) text += fmt::format("{}{}", text.empty() ? "" : " ", postal_code);
  return text;
}

documents::Party recipient_of(const orders::Order& order) {
  const orders::Address& address = order.address;
  return {.name = order.contact.name,
          .phone = order.contact.phone,
          .street = address.street,
          .district = district_of(address),
          .city = place(address.kota, address.provinsi, address.postal_code)};
}

/// The paper stays in the shop: the address, which is for the invoice, is nobody's business there.
documents::Party collector_of(const orders::Order& order) {
  const std::string& phone = order.contact.phone;
  documents::Party collector;
  collector.name = order.contact.name;
  collector.phone = phone.substr(phone.size() - std::min(kPhoneEnd, phone.size()));
  return collector;
}

std::vector<std::string> recipient_lines(const orders::Order& order) {
  if (order.shipping.is_pickup) return {order.contact.name, order.contact.phone};
  const documents::Party to = recipient_of(order);
  return {to.name, to.street, to.district, to.city, to.phone};
}

/// Whether the order is complete with this parcel: nothing of it waits in the shop or has yet to arrive there.
bool completes_order(const OrderOnPaper& paper, const ParcelOnPaper& parcel) {
  const auto is_awaited = [](const orders::Line& line) { return line.to_ship() > line.at_hand(); };
  return parcel.number == parcel.of && std::ranges::none_of(paper.lines, is_awaited);
}

}  // namespace

documents::Label label_of(const OrderOnPaper& paper, const ParcelOnPaper& parcel,
                          const hurtrock::store::Profile& profile, const orders::Mails& links) {
  const orders::Order& order = paper.order;
  // As orders::is_collected has it: with a number it is a parcel after all.
  const bool is_pickup = order.shipping.is_pickup && parcel.tracking_number.empty();
  documents::Label label{
      .is_pickup = is_pickup,
      .sender = {.name = profile.name,
                 .phone = profile.phone,
                 .street = profile.street,
                 .district = {},
                 .city = place(profile.city, profile.province, profile.postal_code)},
      .recipient = is_pickup ? collector_of(order) : recipient_of(order),
      .courier = parcel.courier,
      .tracking_number = parcel.tracking_number,
      .tracking_url = fmt::format("{}/track/{}?t={}", links.public_url, order.number,
                                  orders::tracking_token(links.session_secret, order.number)),
      .order_number = order.number,
      .ordered_on = orders::date(order.placed_at, couriers_texts()),
      .note = order.address.note,
      .weight = weight_of(paper, parcel.contents, couriers_texts()),
      .parcel = parcel.number,
      .parcels = parcel.of,
      .cash = {},
      .pieces = {},
  };
  // The whole sum with the last parcel: no courier may collect it twice.
  if (owes_cash(order) && completes_order(paper, parcel)) label.cash = order.totals.total;
  for (const auto& [line, quantity] : parcel.contents) label.pieces.push_back({quantity, name_of(paper.lines[line])});
  return label;
}

documents::PackingList packing_list_of(const OrderOnPaper& paper, const std::vector<ParcelLine>& contents,
                                       const std::string& shop_name, const i18n::Texts& texts) {
  const orders::Order& order = paper.order;
  documents::PackingList list{
      .shop_name = shop_name,
      .order_number = order.number,
      .ordered_on = texts("orders.placed_at", {{"time", orders::date_and_time(order.placed_at, texts)}}),
      .courier = order.shipping.name,
      .weight = weight_of(paper, contents, texts),
      .recipient_lines = recipient_lines(order),
      .note = order.note,
      .lines = {},
  };
  for (const auto& [line, quantity] : contents) {
    const orders::Line& goods = paper.lines[line];
    list.lines.push_back({.sku = goods.sku, .name = goods.name, .options = goods.options, .quantity = quantity});
  }
  return list;
}

}  // namespace hurtrock::admin

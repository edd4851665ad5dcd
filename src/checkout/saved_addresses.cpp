#include "checkout/saved_addresses.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "checkout/area_choice.hpp"
#include "platform/core/phone.hpp"
#include "platform/core/text.hpp"
#include "shipping/areas.hpp"

namespace hurtrock::checkout {
namespace {

using accounts::Address;

const Address* find_wanted(const std::vector<Address>& addresses, std::string_view wanted) {
  if (wanted == "new" || addresses.empty()) return nullptr;
  const auto id = text::parse_integer(wanted, 1, INT64_MAX);
  const auto found = std::ranges::find(addresses, id.value_or(0), &Address::id);
  return found == addresses.end() ? &addresses.front() : &*found;
}

/// Whether the form holds it; a phone number may be written in many ways.
bool is_held(const SavedAddress& address, const layout::Form& form, std::string_view area_code) {
  return form.value("name") == address.name && form.value("street") == address.street && area_code == address.area_code;
}

bool is_same(const Address& address, const PlaceRequest& request) {
  return address.recipient == request.contact.name && address.phone == request.contact.phone &&
         address.street == request.address.street && address.area_code == request.address.area_code;
}

}  // namespace

std::optional<AccountData> account_data(db::Tx& tx, UserId id) {
  const auto user = accounts::find_user(tx, id);
  if (!user || user->deleted || !user->active) return std::nullopt;
  return AccountData{.name = user->name,
                     .email = user->email,
                     .phone = text::national_phone(user->phone),
                     .addresses = accounts::addresses_of(tx, id)};
}

std::optional<AccountData> account_data(db::Tx& tx, const http::Visitor& visitor) {
  return visitor.user ? account_data(tx, UserId{visitor.user->id}) : std::nullopt;
}

layout::Form form_of(const AccountData& account, std::string_view wanted) {
  const Address* address = find_wanted(account.addresses, wanted);
  if (!address)
    return {.values = {{"name", account.name}, {"email", account.email}, {"phone", account.phone}}, .errors = {}};
  return {.values = {{"name", address->recipient},
                     {"email", account.email},
                     {"phone", text::national_phone(address->phone)},
                     {"street", address->street},
                     {"area_code", address->area_code},
                     {"postal_code", address->postal_code}},
          .errors = {}};
}

void add_addresses(CheckoutPage& view, const AccountData& account) {
  view.own_name = account.name;
  view.own_phone = account.phone;
  view.may_save_address = std::ssize(account.addresses) < accounts::kMostAddresses;
  const std::string_view held = view.area ? std::string_view{view.area->code} : std::string_view{};
  for (const Address& address : account.addresses) {
    const auto area = shipping::find_area(address.area_code);
    SavedAddress shown{.label = fmt::format("{} – {}{}{}", address.recipient, address.street, area ? ", " : "",
                                            area ? area->kota : ""),
                       .url = fmt::format("/checkout?address={}", address.id),
                       .name = address.recipient,
                       .phone = text::national_phone(address.phone),
                       .street = address.street,
                       .area_code = area ? area->code : std::string{},
                       .area_label = area ? label_of(*area) : std::string{},
                       .postal_code = address.postal_code};
    shown.selected = view.is_new_address && is_held(shown, view.form, held);
    if (shown.selected) view.is_new_address = false;
    view.addresses.push_back(std::move(shown));
  }
}

void save_address(Services& shop, UserId user, const PlaceRequest& request) {
  if (request.address.street.empty() || request.address.area_code.empty()) return;
  shop.db.write([&](db::Tx& tx) {
    const auto known = accounts::addresses_of(tx, user);
    if (std::ranges::any_of(known, [&](const Address& address) { return is_same(address, request); })) return;
    accounts::add_address(tx, user,
                          {.recipient = request.contact.name,
                           .phone = request.contact.phone,
                           .street = request.address.street,
                           .area_code = request.address.area_code,
                           .postal_code = request.address.postal_code},
                          shop.clock.now());
  });
}

}  // namespace hurtrock::checkout

#include <fmt/format.h>

#include <algorithm>

#include "accounts/device.hpp"
#include "accounts/handlers.hpp"
#include "accounts/own_page.hpp"
#include "accounts/pages.hpp"
#include "accounts/second_step.hpp"
#include "accounts/views/profile.html.hpp"
#include "platform/core/crypto.hpp"
#include "platform/core/phone.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::accounts {
namespace {

constexpr std::string_view kProfileNotices[] = {
    "saved",           "password_changed", "address_added",    "address_changed",
    "address_removed", "session_ended",    "verification_sent"};

http::Response to_profile(std::string_view notice) {
  return http::see_other(fmt::format("/profile?notice={}", notice));
}

http::Response profile_page(const http::Request& request, Services& shop, int status, ProfilePage view) {
  const auto& texts = request.visitor.texts();
  std::optional<User> user;
  std::vector<Address> addresses;
  std::vector<SessionInfo> sessions;
  bool has_second_step = false;
  shop.db.read([&](db::Tx& tx) {
    user = find_user(tx, user_of(request));
    addresses = addresses_of(tx, user_of(request));
    sessions = sessions_of(tx, user_of(request), shop.clock.now());
    has_second_step = accounts::has_second_step(tx, user_of(request));
  });

  view.frame = shop.frames.frame_for(request);
  // Also after a refused form, whose own address has no page, and where a download was asked for.
  view.frame.path = "/profile";
  view.frame.title = texts("accounts.profile.title");
  view.frame.indexable = false;
  const std::string_view notice = request.query.value("notice");
  if (std::ranges::find(kProfileNotices, notice) != std::end(kProfileNotices))
    view.frame.notice = texts(fmt::format("accounts.notice.{}", notice));
  view.email = user->email;
  view.verified = user->verified_at.has_value();
  view.offers_second_step = user->role != http::Role::kBuyer;
  view.has_second_step = has_second_step;
  if (view.data.values.empty()) view.data.values = {{"name", user->name}, {"phone", text::national_phone(user->phone)}};
  for (const Address& address : addresses) {
    const auto area = shop.find_area(address.area_code);
    view.addresses.push_back({.id = address.id,
                              .recipient = address.recipient,
                              .phone = text::national_phone(address.phone),
                              .lines = {address.street, area ? area->label : std::string{}, address.postal_code},
                              .is_default = address.is_default});
  }
  if (const auto area = shop.find_area(std::string(view.address.value("area_code")))) view.area_code = area->code;
  for (const SessionInfo& session : sessions)
    view.sessions.push_back({.id = session.id.value(),
                             .device = device_name(session.user_agent),
                             .last_seen = date_and_time(session.last_seen_at),
                             .place = session.remote_address,
                             .current = session.id.value() == request.visitor.session->id});
  std::string out;
  html::Writer writer(out, texts);
  views::profile(writer, view);
  return http::html(status, std::move(out));
}

std::optional<Address> own_address(const http::Request& request, Services& shop, std::string_view id) {
  const auto wanted = text::parse_integer(id, 1, INT64_MAX);
  if (!wanted) return std::nullopt;
  const auto addresses = shop.db.read([&](db::Tx& tx) { return addresses_of(tx, user_of(request)); });
  const auto found = std::ranges::find(addresses, *wanted, &Address::id);
  return found == addresses.end() ? std::nullopt : std::optional{*found};
}

layout::Form form_of(const Address& address, const Services& shop) {
  const auto area = shop.find_area(address.area_code);
  return {.values = {{"recipient", address.recipient},
                     {"phone", text::national_phone(address.phone)},
                     {"street", address.street},
                     {"area_code", address.area_code},
                     {"area_query", area ? area->label : std::string{}},
                     {"postal_code", address.postal_code}},
          .errors = {}};
}

Address read_address(http::Input& input, const Services& shop) {
  Address address{.recipient = input.line("recipient", 100),
                  .phone = input.phone("phone"),
                  .street = input.text("street", 300),
                  .area_code = input.line("area_code", 20),
                  .postal_code = input.line("postal_code", 5, http::Need::kOptional)};
  if (!address.area_code.empty() && !shop.find_area(address.area_code))
    input.refuse("area_code", "unknown_area", std::string(input.texts()("accounts.refused.area")));
  return address;
}

/// The form carries the postal code without showing it, and without script nothing takes it away from another area.
void drop_postal_code_of_area_before(Address& address, const Address& before) {
  if (address.area_code != before.area_code && address.postal_code == before.postal_code) address.postal_code.clear();
}

http::Response found_areas(const http::Request& request, Services& shop, std::int64_t edited) {
  auto found = shop.search_areas(text::trim(request.form.value("area_query")));
  ProfilePage view{
      .address = {.values = request.form.pairs(), .errors = {}}, .area_searched = true, .more_areas = found.more};
  view.edited = edited;
  for (auto& area : found.areas)
    view.area_results.push_back(
        {.code = area.code, .label = std::move(area.label), .selected = area.code == request.form.value("area_code")});
  return profile_page(request, shop, 200, std::move(view));
}

http::Response refused_address(const http::Request& request, Services& shop, const http::Input& input,
                               std::int64_t edited) {
  ProfilePage view{.address = {.values = request.form.pairs(), .errors = input.errors()}};
  view.edited = edited;
  return profile_page(request, shop, 422, std::move(view));
}

}  // namespace

http::Response show_profile(const http::Request& request, Services& shop) {
  ProfilePage view;
  if (const auto address = own_address(request, shop, request.query.value("address"))) {
    view.edited = address->id;
    view.address = form_of(*address, shop);
  }
  return profile_page(request, shop, 200, std::move(view));
}

http::Response profile_without_export(const http::Request& request, Services& shop, std::chrono::seconds wait) {
  auto response = profile_page(
      request, shop, 429, {.export_refusal = request.visitor.texts()("accounts.refused.wait", {{"n", wait.count()}})});
  response.set("Retry-After", std::to_string(wait.count()));
  return response;
}

http::Response submit_profile(const http::Request& request, Services& shop) {
  auto input = http::Input::of_fields(request.form, request.visitor.texts());
  const std::string name = input.line("name", 100);
  const std::string phone = input.phone("phone", http::Need::kOptional);
  if (!input.ok())
    return profile_page(request, shop, 422, {.data = {.values = request.form.pairs(), .errors = input.errors()}});
  shop.db.write([&](db::Tx& tx) { set_profile(tx, user_of(request), name, phone); });
  return to_profile("saved");
}

http::Response submit_password(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  auto input = http::Input::of_fields(request.form, texts);
  const Secret current{input.password("current_password", 1)};
  const Secret wanted = new_password(input, shop, request.visitor.user->email, request.visitor.user->name);
  if (input.ok()) {
    const auto proved = check_login(shop.db, shop.clock, request.visitor.user->email, current, request.remote_address);
    if (!proved)
      input.refuse("current_password", "wrong",
                   proved.error().wait ? texts("accounts.refused.wait", {{"n", proved.error().wait->count()}})
                                       : std::string(texts("accounts.refused.current_password")));
  }
  if (!input.ok()) return profile_page(request, shop, 422, {.password = {.values = {}, .errors = input.errors()}});
  const std::string hash = crypto::hash_password(wanted);
  shop.db.write([&](db::Tx& tx) {
    set_password(tx, user_of(request), hash);
    delete_other_sessions(tx, user_of(request), SessionId{request.visitor.session->id});
  });
  return to_profile("password_changed");
}

http::Response submit_address(const http::Request& request, Services& shop) {
  if (request.form.value("look_up") == "areas") return found_areas(request, shop, 0);
  auto input = http::Input::of_fields(request.form, request.visitor.texts());
  const Address address = read_address(input, shop);
  const bool added = input.ok() && shop.db.write([&](db::Tx& tx) {
    return add_address(tx, user_of(request), address, shop.clock.now());
  });
  if (input.ok() && !added)
    input.refuse("", "too_many", std::string(request.visitor.texts()("accounts.refused.too_many_addresses")));
  if (!input.ok()) return refused_address(request, shop, input, 0);
  return to_profile("address_added");
}

http::Response submit_address_change(const http::Request& request, Services& shop) {
  const auto before = own_address(request, shop, request.param("id"));
  const std::int64_t edited = before ? before->id : 0;
  if (request.form.value("look_up") == "areas") return found_areas(request, shop, edited);
  auto input = http::Input::of_fields(request.form, request.visitor.texts());
  Address address = read_address(input, shop);
  address.id = edited;
  address.is_default = request.form.value("default") == "1";
  if (before) drop_postal_code_of_area_before(address, *before);
  const bool changed =
      input.ok() && shop.db.write([&](db::Tx& tx) { return change_address(tx, user_of(request), address); });
  // It was removed meanwhile: what was typed is kept, to be saved as a new one.
  if (input.ok() && !changed) {
    input.refuse("", "gone", std::string(request.visitor.texts()("accounts.refused.address_gone")));
    return refused_address(request, shop, input, 0);
  }
  if (!input.ok()) return refused_address(request, shop, input, edited);
  return to_profile("address_changed");
}

http::Response submit_address_removal(const http::Request& request, Services& shop) {
  if (const auto id = text::parse_integer(request.param("id"), 1, INT64_MAX))
    shop.db.write([&](db::Tx& tx) { delete_address(tx, user_of(request), *id); });
  return to_profile("address_removed");
}

http::Response submit_session_removal(const http::Request& request, Services& shop) {
  if (const auto id = text::parse_integer(request.param("id"), 1, INT64_MAX))
    shop.db.write([&](db::Tx& tx) { delete_session(tx, user_of(request), SessionId{*id}); });
  return to_profile("session_ended");
}

http::Response submit_verification(const http::Request& request, Services& shop) {
  const auto& user = *request.visitor.user;
  if (!user.verified) {
    shop.db.write([&](db::Tx& tx) {
      if (count_attempt(tx, "verify:" + user.email, shop.clock.now())) return;
      send_verification(tx, shop, user_of(request), user.email, user.name, request.visitor.language);
    });
    shop.wake_jobs();
  }
  return to_profile("verification_sent");
}

}  // namespace hurtrock::accounts

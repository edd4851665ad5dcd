#include <fmt/format.h>

#include <algorithm>

#include "admin/audit.hpp"
#include "admin/edit_form.hpp"
#include "admin/frame.hpp"
#include "admin/handlers.hpp"
#include "admin/settings_pages.hpp"
#include "admin/shipping_form.hpp"
#include "admin/views/shipping_edit.html.hpp"
#include "admin/views/shipping_list.html.hpp"
#include "platform/core/text.hpp"
#include "shipping/areas.hpp"
#include "shipping/services.hpp"

namespace hurtrock::admin {
namespace {

using shipping::ServiceRecord;
using shipping::ServiceRefusal;

constexpr std::string_view kServiceFields[] = {"code",    "courier",   "name",       "base_price", "price_per_kg",
                                               "divisor", "tolerance", "max_weight", "min_days",   "max_days"};

struct ServicePageState {
  int status = 200;
  std::string notice = {};
  http::Fields fields = {};
  std::vector<http::FieldError> errors = {};
  bool conflict = false;
};

ShippingServiceId service_of(const http::Request& request) {
  return ShippingServiceId{text::parse_integer(request.param("id"), 1, INT64_MAX).value_or(0)};
}

boost::json::object as_json(const std::optional<ServiceRecord>& found) {
  if (!found) return {};
  const auto& service = found->service;
  boost::json::object object{
      {"code", service.code},
      {"courier", service.courier},
      {"name", service.name},
      {"base_price", format_rupiah(service.base_price)},
      {"price_per_kg", format_rupiah(service.price_per_kg)},
      {"divisor", service.volumetric_divisor},
      {"tolerance", fmt::format("{} g", service.rounding_tolerance_g)},
      {"max_weight", service.max_weight_g ? fmt::format("{} g", *service.max_weight_g) : std::string{}},
      {"days", fmt::format("{}–{}", service.min_days, service.max_days)},
      {"pickup", service.is_pickup},
      {"offered", service.active}};
  const auto provinces = shipping::provinces();
  for (const auto& zone : service.zones) {
    const auto province = std::ranges::find(provinces, zone.province, &shipping::Province::code);
    const std::string_view name = province == provinces.end() ? std::string_view(zone.province) : province->name;
    object[fmt::format("zones/{}/price", name)] = fmt::format("{} + {}/kg, +{}", format_rupiah(zone.base_price),
                                                              format_rupiah(zone.price_per_kg), zone.extra_days);
  }
  return object;
}

void add_zones(ShippingEditPage& view, const i18n::Texts& texts) {
  std::int64_t own = 0;
  for (const auto& province : shipping::provinces()) {
    ZoneFields zone{.name = province.name,
                    .base = zone_field(province.code, "base"),
                    .kg = zone_field(province.code, "kg"),
                    .days = zone_field(province.code, "days")};
    const std::pair<const std::string*, std::string_view> fields[] = {
        {&zone.base, "base_price"}, {&zone.kg, "price_per_kg"}, {&zone.days, "extra_days"}};
    for (const auto& [field, name] : fields) {
      view.label_texts.emplace_back(
          *field, fmt::format("{} · {}", province.name, texts(fmt::format("admin.shipping.field.{}", name))));
      if (!view.form.form.error(*field).empty() || !view.form.stored_beside(*field).empty()) view.zones_open = true;
    }
    if (!view.form.form.value(zone.base).empty()) ++own;
    view.zones.push_back(std::move(zone));
  }
  view.zones_note = texts("admin.shipping.own_prices", {{"n", own}});
}

http::Response service_page(const http::Request& request, Services& shop, std::optional<ShippingServiceId> service,
                            ServicePageState state) {
  const auto& texts = request.visitor.texts();
  std::optional<ServiceRecord> stored;
  std::vector<HistoryRow> history;
  if (service)
    shop.db.read([&](db::Tx& tx) {
      stored = shipping::find_service(tx, *service);
      history = history_of(tx, "shipping_service", std::to_string(service->value()), kHistoryShown, texts);
    });
  const bool is_missing = service && !stored;
  const bool as_stored = state.fields.pairs().empty();
  if (as_stored && stored) state.fields = fields_of(stored->service);

  ShippingEditPage view{.frame = frame_for(request, shop, Section::kSettings,
                                           is_missing ? texts("admin.shipping.missing")
                                           : stored   ? std::string_view(stored->service.name)
                                                      : texts("admin.shipping.new"))};
  view.name = view.frame.shop.title;
  view.is_new = !service;
  // Also after a refused POST.
  view.frame.shop.path = service ? fmt::format("/admin/shipping/{}", service->value()) : "/admin/shipping/new";
  view.action = service ? view.frame.shop.path : "/admin/shipping";
  view.frame.shop.notice = std::move(state.notice);
  view.form.form = {.values = state.fields.pairs(), .errors = std::move(state.errors)};
  view.active = !state.fields.value("active").empty();
  view.is_pickup = !state.fields.value("pickup").empty();
  view.history = std::move(history);
  if (stored) {
    view.id = stored->id.value();
    view.code = stored->service.code;
    view.version = as_stored || state.conflict
                       ? stored->version
                       : text::parse_integer(state.fields.value("version"), 1, INT64_MAX).value_or(0);
    view.conflict = state.conflict;
    if (state.conflict) {
      const http::Fields theirs = fields_of(stored->service);
      const auto shown = [&](std::string_view field, std::string value) -> std::string {
        if (field != "active" && field != "pickup") return value;
        return std::string(texts(value == "1" ? "admin.history.yes" : "admin.history.no"));
      };
      set_beside(view.form, state.fields, theirs,
                 {"courier", "name", "base_price", "price_per_kg", "divisor", "tolerance", "max_weight", "min_days",
                  "max_days", "pickup", "active"},
                 texts, shown);
      for (const auto& province : shipping::provinces())
        for (const std::string_view name : {"base", "kg", "days"})
          set_beside(view.form, state.fields, theirs, {zone_field(province.code, name)}, texts, shown);
    }
  }
  for (const std::string_view field : kServiceFields)
    view.label_texts.emplace_back(field, texts(fmt::format("admin.shipping.field.{}", field)));
  add_zones(view, texts);
  std::string out;
  html::Writer writer(out, texts);
  views::shipping_edit(writer, view);
  return http::html(is_missing ? 404 : state.status, std::move(out));
}

ServicePageState service_refused(const http::Request& request, ServiceRefusal why) {
  if (why == ServiceRefusal::kChanged) return {.status = 409, .fields = request.form, .conflict = true};
  return {.status = 422,
          .fields = request.form,
          .errors = {{"code", "taken", std::string(request.visitor.texts()("admin.shipping.error.code_taken"))}}};
}

std::string price_of(Money base, Money per_kg, const i18n::Texts& texts) {
  return texts("admin.shipping.price", {{"base", base}, {"per_kg", per_kg}});
}

ShippingRow list_row(const ServiceRecord& record, const i18n::Texts& texts) {
  const auto& service = record.service;
  ShippingRow row{.id = record.id.value(),
                  .version = record.version,
                  .name = service.name,
                  .price = price_of(service.base_price, service.price_per_kg, texts),
                  .days = working_days(service.min_days, service.max_days, texts),
                  .limits = texts("admin.shipping.own_prices", {{"n", std::ssize(service.zones)}}),
                  .active = service.active,
                  .is_pickup = service.is_pickup};
  if (service.max_weight_g)
    row.limits += " · " + texts("admin.shipping.at_most", {{"n", *service.max_weight_g / 1000}});
  return row;
}

http::Response list(const http::Request& request, Services& shop, int status, std::string notice) {
  const auto& texts = request.visitor.texts();
  ShippingListPage view{.frame = frame_for(request, shop, Section::kSettings, texts("admin.shipping.title"))};
  // Also after a refused POST, whose own address has no page.
  view.frame.shop.path = "/admin/shipping";
  view.frame.shop.notice = std::move(notice);
  view.frame.shop.notice_is_error = status >= 400;
  const auto services = shop.db.read([](db::Tx& tx) { return shipping::all_services(tx); });
  for (const auto& record : services) view.rows.push_back(list_row(record, texts));
  if (!view.rows.empty()) view.rows.front().first = view.rows.back().last = true;
  view.no_courier = std::ranges::none_of(
      services, [](const ServiceRecord& record) { return record.service.active && !record.service.is_pickup; });
  std::string out;
  html::Writer writer(out, texts);
  views::shipping_list(writer, view);
  return http::html(status, std::move(out));
}

/// The button that was pressed: "up:17:3", with the service as it was seen.
struct ServiceMove {
  shipping::Towards towards = shipping::Towards::kFront;
  ShippingServiceId service;
  std::int64_t seen = 0;

  static std::optional<ServiceMove> read(std::string_view value) {
    const auto parts = text::split(value, ':');
    if (parts.size() != 3 || (parts[0] != "up" && parts[0] != "down")) return std::nullopt;
    const auto service = text::parse_integer(parts[1], 1, INT64_MAX);
    const auto seen = text::parse_integer(parts[2], 1, INT64_MAX);
    if (!service || !seen) return std::nullopt;
    return ServiceMove{parts[0] == "up" ? shipping::Towards::kFront : shipping::Towards::kBack,
                       ShippingServiceId{*service}, *seen};
  }
};

std::int64_t place_of(db::Tx& tx, ShippingServiceId service) {
  const auto services = shipping::all_services(tx);
  return std::ranges::find(services, service, &ServiceRecord::id) - services.begin() + 1;
}

}  // namespace

http::Response show_shipping(const http::Request& request, Services& shop) { return list(request, shop, 200, {}); }

http::Response show_new_shipping_service(const http::Request& request, Services& shop) {
  return service_page(request, shop, std::nullopt,
                      {.fields = http::Fields({{"divisor", "6000"}, {"tolerance", "0"}, {"active", "1"}})});
}

http::Response show_shipping_service(const http::Request& request, Services& shop) {
  const bool saved = request.query.value("notice") == "saved";
  return service_page(
      request, shop, service_of(request),
      {.notice = saved ? std::string(request.visitor.texts()("admin.edit.notice.saved")) : std::string{}});
}

http::Response create_shipping_service(const http::Request& request, Services& shop) {
  const auto draft = read_service_form(request.form, ServiceCode::kAsked, request.visitor.texts());
  if (!draft)
    return service_page(request, shop, std::nullopt, {.status = 422, .fields = request.form, .errors = draft.error()});
  const StaffMember staff = staff_of(request);
  const auto created = shop.db.write([&](db::Tx& tx) {
    auto id = shipping::create_service(tx, *draft);
    if (id)
      audit(tx, staff, "shipping_service.created", "shipping_service", std::to_string(id->value()), {},
            as_json(shipping::find_service(tx, *id)), shop.clock.now());
    return id;
  });
  if (!created) return service_page(request, shop, std::nullopt, service_refused(request, created.error()));
  if (shop.shop_changed) shop.shop_changed();
  return http::see_other(fmt::format("/admin/shipping/{}?notice=saved", created->value()));
}

http::Response update_shipping_service(const http::Request& request, Services& shop) {
  const ShippingServiceId service = service_of(request);
  const auto draft = read_service_form(request.form, ServiceCode::kKept, request.visitor.texts());
  if (!draft)
    return service_page(request, shop, service, {.status = 422, .fields = request.form, .errors = draft.error()});
  const StaffMember staff = staff_of(request);
  const auto seen = text::parse_integer(request.form.value("version"), 1, INT64_MAX).value_or(0);
  const auto updated = shop.db.write([&](db::Tx& tx) {
    const auto before = as_json(shipping::find_service(tx, service));
    auto done = shipping::update_service(tx, service, seen, *draft);
    if (done)
      audit(tx, staff, "shipping_service.changed", "shipping_service", std::to_string(service.value()), before,
            as_json(shipping::find_service(tx, service)), shop.clock.now());
    return done;
  });
  if (!updated) return service_page(request, shop, service, service_refused(request, updated.error()));
  if (shop.shop_changed) shop.shop_changed();
  return http::see_other(fmt::format("/admin/shipping/{}?notice=saved", service.value()));
}

http::Response create_shipping_move(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  const auto wanted = ServiceMove::read(request.form.value("do"));
  if (!wanted) return list(request, shop, 422, std::string(texts("http.field.choice")));
  const StaffMember staff = staff_of(request);
  const auto moved = shop.db.write([&](db::Tx& tx) -> std::expected<void, ServiceRefusal> {
    const auto before = place_of(tx, wanted->service);
    if (auto done = shipping::move_service(tx, wanted->service, wanted->seen, wanted->towards); !done) return done;
    audit(tx, staff, "shipping_service.moved", "shipping_service", std::to_string(wanted->service.value()),
          {{"position", before}}, {{"position", place_of(tx, wanted->service)}}, shop.clock.now());
    return {};
  });
  if (!moved) return list(request, shop, 409, std::string(texts("admin.shipping.error.changed")));
  if (shop.shop_changed) shop.shop_changed();
  return http::see_other(fmt::format("/admin/shipping#service-{}", wanted->service.value()));
}

}  // namespace hurtrock::admin

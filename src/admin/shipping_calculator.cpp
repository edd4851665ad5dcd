#include <fmt/format.h>

#include <algorithm>

#include "admin/counts.hpp"
#include "admin/frame.hpp"
#include "admin/handlers.hpp"
#include "admin/settings_pages.hpp"
#include "admin/shipping_form.hpp"
#include "admin/views/shipping_calculator.html.hpp"
#include "catalog/thousandths.hpp"
#include "catalog/typed_price.hpp"
#include "platform/core/text.hpp"
#include "platform/http/input.hpp"
#include "shipping/areas.hpp"
#include "shipping/services.hpp"
#include "shipping/shipping.hpp"

namespace hurtrock::admin {
namespace {

using http::Need;

constexpr std::size_t kMostAreas = 12;
// A guitar in its box, so that the page has something to show.
constexpr std::pair<std::string_view, std::string_view> kExample[] = {
    {"weight", "5000"}, {"length", "1100"}, {"width", "450"}, {"height", "150"}, {"total", "10.000.000"}};

std::string label_of(const shipping::Area& area) {
  return fmt::format("{}, {}, {}, {}", area.kelurahan, area.kecamatan, area.kota, area.provinsi);
}

std::string kilograms(std::int64_t grams, const i18n::Texts& texts) {
  return catalog::thousandths(grams, texts.language()) + " kg";
}

struct Question {
  std::optional<shipping::Area> area;
  shipping::Article parcel{};
  Money goods;
};

/// What the shop's own prices make of it, and how.
void answer(db::Tx& tx, const Question& question, const i18n::Texts& texts, ShippingCalculatorPage& view) {
  const std::string province = question.area->province_code.value_or("");
  const auto priced = shipping::services_for(tx, province);
  const auto offered = shipping::quotes(tx, province, {&question.parcel, 1}, question.goods);
  for (const auto& quote : offered) {
    const auto service = std::ranges::find(priced, quote.service_code, &shipping::Service::code);
    if (service == priced.end()) continue;
    view.quotes.push_back(
        {.name = quote.name,
         .weight = kilograms(quote.chargeable_weight_g, texts),
         .how = texts("admin.shipping.how",
                      {{"base", service->base_price}, {"kg", quote.charged_kg}, {"per_kg", service->price_per_kg}}),
         .price = format_rupiah(quote.price),
         .list_price = quote.price < quote.list_price ? format_rupiah(quote.list_price) : std::string{},
         .days = working_days(quote.min_days, quote.max_days, texts)});
  }
  for (const auto& record : shipping::all_services(tx)) {
    if (std::ranges::find(offered, record.service.code, &shipping::Quote::service_code) != offered.end()) continue;
    view.not_offered.push_back(
        {.name = record.service.name,
         .why = record.service.active
                    ? texts("admin.shipping.too_heavy",
                            {{"limit", kilograms(record.service.max_weight_g.value_or(0), texts)},
                             {"weight", kilograms(shipping::chargeable_weight_g({&question.parcel, 1},
                                                                                record.service.volumetric_divisor),
                                                  texts)}})
                    : std::string(texts("admin.shipping.inactive"))});
  }
}

Question read_question(http::Input& input, const i18n::Texts& texts) {
  Question question;
  question.parcel.quantity = 1;
  question.parcel.weight_g = input.integer("weight", 1, 1'000'000).value_or(1);
  question.parcel.length_mm = input.integer("length", 1, 10'000).value_or(1);
  question.parcel.width_mm = input.integer("width", 1, 10'000).value_or(1);
  question.parcel.height_mm = input.integer("height", 1, 10'000).value_or(1);
  const std::string total = input.line("total", 30, Need::kOptional);
  if (const auto money = catalog::read_typed_price(total.empty() ? "0" : total); money)
    question.goods = *money;
  else
    input.refuse("total", "price", std::string(texts("admin.shipping.error.total")));
  return question;
}

void find_area(http::Input& input, const Services& shop, Question& question, ShippingCalculatorPage& view) {
  const auto& texts = input.texts();
  const std::string query = input.line("area_query", 100, Need::kOptional);
  const std::string code = input.line("area_code", 20, Need::kOptional);
  // A choice among what another text has found counts no more. Script names no text.
  const std::string searched = input.line("searched", 100, Need::kOptional);
  if (!code.empty() && (searched.empty() || searched == query)) {
    question.area = shipping::find_area(code);
    if (!question.area) input.refuse("area_query", "unknown_area", std::string(texts("checkout.error.unknown_area")));
    return;
  }
  if (text::length(query) < 2) {
    input.refuse("area_query", "too_short", std::string(texts("checkout.problem.area_query_detail")));
    return;
  }
  const auto found = shipping::search_areas(query, shop.checkout.own_place(), kMostAreas);
  view.more_areas = found.more;
  for (const auto& area : found.areas) view.areas.push_back({area.code, label_of(area), false});
  if (view.areas.empty()) input.refuse("area_query", "none", std::string(texts("checkout.area_none")));
}

}  // namespace

http::Response show_shipping_calculator(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  ShippingCalculatorPage view{.frame =
                                  frame_for(request, shop, Section::kSettings, texts("admin.shipping.calculator"))};
  const bool is_asked = request.query.get("weight").has_value();
  bool ok = true;
  if (is_asked) {
    auto input = http::Input::of_fields(request.query, texts);
    Question question = read_question(input, texts);
    find_area(input, shop, question, view);
    ok = input.ok();
    view.form = {.values = request.query.pairs(), .errors = input.errors()};
    if (question.area) view.areas = {{question.area->code, label_of(*question.area), true}};
    if (ok && question.area) {
      view.calculated = true;
      view.area = label_of(*question.area);
      shop.db.read([&](db::Tx& tx) {
        view.quotes.clear();
        view.not_offered.clear();
        answer(tx, question, texts, view);
      });
    }
  } else {
    for (const auto& [field, value] : kExample) view.form.values.emplace_back(field, value);
  }
  std::string out;
  html::Writer writer(out, texts);
  views::shipping_calculator(writer, view);
  return http::html(ok ? 200 : 422, std::move(out));
}

}  // namespace hurtrock::admin

#include "admin/shipping_form.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "catalog/typed_price.hpp"
#include "platform/core/text.hpp"
#include "platform/http/input.hpp"
#include "shipping/areas.hpp"

namespace hurtrock::admin {
namespace {

using http::Need;

constexpr std::size_t kLongestCode = 40, kLongestCourier = 40, kLongestServiceName = 60, kLongestPrice = 30;
constexpr std::int64_t kHighestRate = 100'000'000, kLargestDivisor = 100'000, kHeaviestParcel = 10'000'000;
constexpr std::int64_t kMostDeliveryDays = 90;

bool is_code(std::string_view code) {
  return std::ranges::all_of(code, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

class ServiceReader {
 public:
  ServiceReader(const http::Fields& form, const i18n::Texts& texts)
      : texts_(texts), input_(http::Input::of_fields(form, texts)) {}

  std::expected<shipping::ServiceDraft, std::vector<http::FieldError>> read(ServiceCode code) {
    if (code == ServiceCode::kAsked) {
      draft_.code = text::lower(input_.line("code", kLongestCode));
      if (!is_code(draft_.code)) refuse("code", "code");
    }
    draft_.courier = input_.line("courier", kLongestCourier);
    draft_.name = input_.line("name", kLongestServiceName);
    draft_.base_price = price("base_price", Need::kRequired).value_or(Money{});
    draft_.price_per_kg = price("price_per_kg", Need::kRequired).value_or(Money{});
    draft_.volumetric_divisor = input_.integer("divisor", 1, kLargestDivisor).value_or(1);
    draft_.rounding_tolerance_g = input_.integer("tolerance", 0, 999, Need::kOptional).value_or(0);
    draft_.max_weight_g = input_.integer("max_weight", 1, kHeaviestParcel, Need::kOptional);
    const auto min_days = input_.integer("min_days", 0, kMostDeliveryDays),
               max_days = input_.integer("max_days", 0, kMostDeliveryDays);
    if (min_days && max_days && *max_days < *min_days) refuse("max_days", "days");
    draft_.min_days = min_days.value_or(0);
    draft_.max_days = max_days.value_or(0);
    draft_.is_pickup = input_.has("pickup");
    draft_.active = input_.has("active");
    for (const auto& province : shipping::provinces()) read_zone(province.code);
    if (!input_.ok()) return std::unexpected(input_.errors());
    return std::move(draft_);
  }

 private:
  void refuse(std::string_view field, std::string_view code) {
    input_.refuse(field, code, std::string(texts_(fmt::format("admin.shipping.error.{}", code))));
  }

  std::optional<Money> price(const std::string& field, Need need) {
    const std::string typed = input_.line(field, kLongestPrice, need);
    if (typed.empty()) return std::nullopt;
    const auto money = read_shipping_price(typed);
    if (!money) refuse(field, "price");
    return money;
  }

  void read_zone(const std::string& province) {
    const auto is_empty = [&](std::string_view name) {
      return input_.line(zone_field(province, name), kLongestPrice, Need::kOptional).empty();
    };
    const bool no_base = is_empty("base"), no_kg = is_empty("kg"), no_days = is_empty("days");
    if (no_base && no_kg && no_days) return;
    const auto base = price(zone_field(province, "base"), Need::kRequired);
    const auto per_kg = price(zone_field(province, "kg"), Need::kRequired);
    const auto days = input_.integer(zone_field(province, "days"), 0, kMostDeliveryDays, Need::kOptional);
    draft_.zones.push_back({.province = province,
                            .base_price = base.value_or(Money{}),
                            .price_per_kg = per_kg.value_or(Money{}),
                            .extra_days = days.value_or(0)});
  }

  const i18n::Texts& texts_;
  http::Input input_;
  shipping::ServiceDraft draft_;
};

}  // namespace

std::string zone_field(std::string_view province, std::string_view name) {
  return fmt::format("z{}_{}", province, name);
}

std::optional<Money> read_shipping_price(std::string_view typed) {
  const auto money = catalog::read_typed_price(typed);
  return money && money->rupiah() <= kHighestRate ? money : std::nullopt;
}

http::Fields fields_of(const shipping::ServiceDraft& service) {
  std::vector<std::pair<std::string, std::string>> pairs{
      {"code", service.code},
      {"courier", service.courier},
      {"name", service.name},
      {"base_price", catalog::without_currency(service.base_price)},
      {"price_per_kg", catalog::without_currency(service.price_per_kg)},
      {"divisor", std::to_string(service.volumetric_divisor)},
      {"tolerance", std::to_string(service.rounding_tolerance_g)},
      {"max_weight", service.max_weight_g ? std::to_string(*service.max_weight_g) : std::string{}},
      {"min_days", std::to_string(service.min_days)},
      {"max_days", std::to_string(service.max_days)}};
  if (service.is_pickup) pairs.emplace_back("pickup", "1");
  if (service.active) pairs.emplace_back("active", "1");
  for (const auto& zone : service.zones) {
    pairs.emplace_back(zone_field(zone.province, "base"), catalog::without_currency(zone.base_price));
    pairs.emplace_back(zone_field(zone.province, "kg"), catalog::without_currency(zone.price_per_kg));
    pairs.emplace_back(zone_field(zone.province, "days"), std::to_string(zone.extra_days));
  }
  return http::Fields(std::move(pairs));
}

std::expected<shipping::ServiceDraft, std::vector<http::FieldError>> read_service_form(const http::Fields& form,
                                                                                       ServiceCode code,
                                                                                       const i18n::Texts& texts) {
  return ServiceReader(form, texts).read(code);
}

std::string working_days(std::int64_t least, std::int64_t most, const i18n::Texts& texts) {
  if (most == 0) return {};
  if (least == most) return texts("admin.shipping.day", {{"n", most}});
  return texts("admin.shipping.days", {{"min", least}, {"max", most}});
}

}  // namespace hurtrock::admin

#include "admin/store_profile_form.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "catalog/typed_price.hpp"
#include "platform/core/text.hpp"
#include "platform/http/input.hpp"

namespace hurtrock::admin {
namespace {

using http::Need;

constexpr int kDay = 24 * 60;

std::string clock_time(int minute) { return fmt::format("{:02}:{:02}", minute / 60, minute % 60); }

/// "9:30", "09.30", and "24:00" for the end of the day.
std::optional<int> read_clock_time(std::string_view typed) {
  const auto separator = typed.find_first_of(":.");
  if (separator == std::string_view::npos || separator > 2 || typed.size() != separator + 3) return std::nullopt;
  const auto hour = text::parse_integer(typed.substr(0, separator), 0, 24);
  const auto minute = text::parse_integer(typed.substr(separator + 1), 0, 59);
  if (!hour || !minute || (*hour == 24 && *minute > 0)) return std::nullopt;
  return static_cast<int>(*hour * 60 + *minute);
}

/// NPWP: fifteen digits, or sixteen in its newer form.
bool is_tax_number(std::string_view typed) {
  std::size_t digits = 0;
  for (const char c : typed) {
    if (c >= '0' && c <= '9')
      ++digits;
    else if (c != '.' && c != '-' && c != ' ')
      return false;
  }
  return digits == 15 || digits == 16;
}

class ProfileReader {
 public:
  ProfileReader(const http::Fields& form, const i18n::Texts& texts)
      : form_(form), texts_(texts), input_(http::Input::of_fields(form, texts)) {}

  std::expected<hurtrock::store::Profile, std::vector<http::FieldError>> read() {
    profile_.name = input_.line("name", 100);
    profile_.street = input_.line("street", 200);
    profile_.city = input_.line("city", 80);
    profile_.province = input_.line("province", 80);
    profile_.postal_code = input_.line("postal_code", 10, Need::kOptional);
    profile_.phone = as_typed("phone", input_.phone("phone"));
    profile_.whatsapp = as_typed("whatsapp", input_.phone("whatsapp", Need::kOptional));
    if (!text::trim(form_.value("email")).empty()) profile_.email = input_.email("email");
    profile_.tax_number = input_.line("tax_number", 30, Need::kOptional);
    if (!profile_.tax_number.empty() && !is_tax_number(profile_.tax_number)) refuse("tax_number", "tax_number");
    for (std::size_t weekday = 0; weekday < profile_.hours.size(); ++weekday) read_hours(weekday);
    read_free_shipping();
    if (!input_.ok()) return std::unexpected(input_.errors());
    return std::move(profile_);
  }

 private:
  void refuse(std::string_view field, std::string_view code) {
    input_.refuse(field, code, std::string(texts_(fmt::format("admin.profile.error.{}", code))));
  }

  /// Numbers are shown as the shop writes them; links are made of their digits.
  std::string as_typed(std::string_view field, const std::string& understood) const {
    return understood.empty() ? std::string{} : std::string(text::trim(form_.value(field)));
  }

  void read_hours(std::size_t weekday) {
    const std::string open_field = hour_field("open", weekday), close_field = hour_field("close", weekday);
    const std::string open = input_.line(open_field, 5, Need::kOptional);
    const std::string close = input_.line(close_field, 5, Need::kOptional);
    if (open.empty() && close.empty()) return;
    const auto opens = read_clock_time(open), closes = read_clock_time(close);
    if (!opens || *opens >= kDay) return refuse(open_field, "hour");
    if (!closes) return refuse(close_field, "hour");
    if (*closes <= *opens) return refuse(close_field, "hours");
    profile_.hours[weekday] = hurtrock::store::Hours{*opens, *closes};
  }

  std::optional<Money> price(std::string_view field) {
    const std::string typed = input_.line(field, 30, Need::kOptional);
    if (typed.empty()) return std::nullopt;
    const auto money = catalog::read_typed_price(typed);
    if (money && money->rupiah() > 0) return money;
    refuse(field, "price");
    return std::nullopt;
  }

  void read_free_shipping() {
    const auto from = price("free_from"), at_most = price("free_at_most");
    if (from) profile_.free_shipping = hurtrock::store::FreeShipping{.from = *from, .at_most = at_most};
    if (at_most && text::trim(form_.value("free_from")).empty()) refuse("free_from", "free_from");
  }

  const http::Fields& form_;
  const i18n::Texts& texts_;
  http::Input input_;
  hurtrock::store::Profile profile_;
};

}  // namespace

std::string hour_field(std::string_view name, std::size_t weekday) { return fmt::format("{}_{}", name, weekday); }

http::Fields fields_of(const hurtrock::store::Profile& profile) {
  const auto& free = profile.free_shipping;
  std::vector<std::pair<std::string, std::string>> pairs{
      {"name", profile.name},
      {"street", profile.street},
      {"city", profile.city},
      {"province", profile.province},
      {"postal_code", profile.postal_code},
      {"phone", profile.phone},
      {"whatsapp", profile.whatsapp},
      {"email", profile.email},
      {"tax_number", profile.tax_number},
      {"free_from", free ? catalog::without_currency(free->from) : std::string{}},
      {"free_at_most", free && free->at_most ? catalog::without_currency(*free->at_most) : std::string{}}};
  for (std::size_t weekday = 0; weekday < profile.hours.size(); ++weekday) {
    const auto& hours = profile.hours[weekday];
    pairs.emplace_back(hour_field("open", weekday), hours ? clock_time(hours->opens_minute) : std::string{});
    pairs.emplace_back(hour_field("close", weekday), hours ? clock_time(hours->closes_minute) : std::string{});
  }
  return http::Fields(std::move(pairs));
}

std::expected<hurtrock::store::Profile, std::vector<http::FieldError>> read_store_profile(const http::Fields& form,
                                                                                          const i18n::Texts& texts) {
  return ProfileReader(form, texts).read();
}

}  // namespace hurtrock::admin

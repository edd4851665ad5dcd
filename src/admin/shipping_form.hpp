#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "platform/http/message.hpp"
#include "platform/http/problem.hpp"
#include "platform/i18n/texts.hpp"
#include "shipping/services.hpp"

/// The fields of a shipping service's form. A province's price stands in "z32_base", "z32_kg" and "z32_days"; one of
/// which nothing is filled in has the service's own. Pure.
namespace hurtrock::admin {

/// "z32_base"
std::string zone_field(std::string_view province, std::string_view name);

http::Fields fields_of(const shipping::ServiceDraft& service);

enum class ServiceCode : std::uint8_t { kAsked, kKept };
/// kKept: the code is not among the fields, and the draft has none.
std::expected<shipping::ServiceDraft, std::vector<http::FieldError>> read_service_form(const http::Fields& form,
                                                                                       ServiceCode code,
                                                                                       const i18n::Texts& texts);

/// "2–4 working days", "1 working day"; nothing for what takes no days.
std::string working_days(std::int64_t least, std::int64_t most, const i18n::Texts& texts);

/// Rupiah as they are typed, at most a hundred million, 0 included; nothing for anything else.
std::optional<Money> read_shipping_price(std::string_view typed);

}  // namespace hurtrock::admin

#include "sandbox/stripe_parameters.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

#include "platform/core/text.hpp"

namespace hurtrock::sandbox {
namespace {

using Kind = StripeParameter::Kind;

/// "a[b][c]" as {"a", "b", "c"}; nothing when the brackets do not match.
std::optional<std::vector<std::string_view>> steps_of(std::string_view name) {
  std::vector<std::string_view> steps{name.substr(0, name.find('['))};
  name.remove_prefix(steps.front().size());
  while (!name.empty()) {
    const std::size_t end = name.find(']');
    if (name.front() != '[' || end == std::string_view::npos) return std::nullopt;
    steps.push_back(name.substr(1, end - 1));
    name.remove_prefix(end + 1);
  }
  return steps;
}

bool is_index(std::string_view step) { return step.find_first_not_of("0123456789") == std::string_view::npos; }

bool matches(std::string_view name, std::string_view pattern) {
  const auto given = steps_of(name), wanted = steps_of(pattern);
  if (!given || given->size() != wanted->size()) return false;
  return std::ranges::equal(*given, *wanted, [](std::string_view step, std::string_view expected) {
    if (expected == "#") return is_index(step);
    return expected == "*" ? !step.empty() : step == expected;
  });
}

StripeRefusal refusal(std::string message, std::string code, std::string_view param) {
  return {.message = std::move(message), .code = std::move(code), .param = std::string{param}};
}

std::optional<StripeRefusal> wrong_value(const StripeParameter& parameter, std::string_view name,
                                         std::string_view value) {
  if (parameter.kind == Kind::kWholeNumber && !text::parse_integer(value, 0, INT64_MAX))
    return refusal("Invalid integer: " + std::string{value}, "parameter_invalid_integer", name);
  if (parameter.words.empty() || std::ranges::find(parameter.words, value) != parameter.words.end())
    return std::nullopt;
  return refusal("Invalid " + std::string{name} + ": " + std::string{value}, "", name);
}

}  // namespace

std::optional<StripeRefusal> wrong_parameter(const http::Fields& given, std::span<const StripeParameter> known) {
  for (const auto& [name, value] : given.pairs()) {
    const auto found =
        std::ranges::find_if(known, [&](const StripeParameter& parameter) { return matches(name, parameter.name); });
    if (found == known.end()) return refusal("Received unknown parameter: " + name, "parameter_unknown", name);
    if (auto wrong = wrong_value(*found, name, value)) return wrong;
  }
  return std::nullopt;
}

std::span<const StripeParameter> session_create_parameters() {
  static const std::array kKnown{
      StripeParameter{"mode", Kind::kText, {"payment", "setup", "subscription"}},
      StripeParameter{"ui_mode", Kind::kText, {"hosted_page", "embedded_page", "elements", "form"}},
      StripeParameter{"client_reference_id"},
      StripeParameter{"success_url"},
      StripeParameter{"cancel_url"},
      StripeParameter{"customer_email"},
      StripeParameter{"locale", Kind::kText, {"auto", "en", "id"}},
      StripeParameter{"expires_at", Kind::kWholeNumber},
      StripeParameter{"line_items[#][quantity]", Kind::kWholeNumber},
      StripeParameter{"line_items[#][price_data][currency]"},
      StripeParameter{"line_items[#][price_data][unit_amount]", Kind::kWholeNumber},
      StripeParameter{"line_items[#][price_data][product_data][name]"},
      StripeParameter{"line_items[#][price_data][product_data][description]"},
      StripeParameter{"line_items[#][price_data][product_data][metadata][*]"},
      StripeParameter{"metadata[*]"},
      StripeParameter{"payment_intent_data[description]"},
      StripeParameter{"payment_intent_data[receipt_email]"},
      StripeParameter{"payment_intent_data[metadata][*]"},
      StripeParameter{"expand[#]"},
  };
  return kKnown;
}

std::span<const StripeParameter> session_list_parameters() {
  static const std::array kKnown{
      StripeParameter{"payment_intent"},
      StripeParameter{"created[gte]", Kind::kWholeNumber},
      StripeParameter{"created[lt]", Kind::kWholeNumber},
      StripeParameter{"status", Kind::kText, {"open", "complete", "expired"}},
      StripeParameter{"limit", Kind::kWholeNumber},
      StripeParameter{"starting_after"},
      StripeParameter{"expand[#]"},
  };
  return kKnown;
}

std::span<const StripeParameter> refund_create_parameters() {
  static const std::array kKnown{
      StripeParameter{"payment_intent"},
      StripeParameter{"amount", Kind::kWholeNumber},
      StripeParameter{"reason", Kind::kText, {"duplicate", "fraudulent", "requested_by_customer"}},
      StripeParameter{"metadata[*]"},
      StripeParameter{"expand[#]"},
  };
  return kKnown;
}

std::span<const StripeParameter> refund_list_parameters() {
  static const std::array kKnown{
      StripeParameter{"payment_intent"},
      StripeParameter{"limit", Kind::kWholeNumber},
      StripeParameter{"starting_after"},
      StripeParameter{"expand[#]"},
  };
  return kKnown;
}

std::span<const StripeParameter> event_list_parameters() {
  static const std::array kKnown{
      StripeParameter{"type"},
      StripeParameter{"types[#]"},
      StripeParameter{"created[gte]", Kind::kWholeNumber},
      StripeParameter{"created[lt]", Kind::kWholeNumber},
      StripeParameter{"limit", Kind::kWholeNumber},
      StripeParameter{"starting_after"},
  };
  return kKnown;
}

std::span<const StripeParameter> intent_cancel_parameters() {
  static const std::array kKnown{
      StripeParameter{
          "cancellation_reason", Kind::kText, {"abandoned", "duplicate", "fraudulent", "requested_by_customer"}},
      StripeParameter{"expand[#]"},
  };
  return kKnown;
}

std::span<const StripeParameter> expand_parameters() {
  static const std::array kKnown{StripeParameter{"expand[#]"}};
  return kKnown;
}

StripeMetadata metadata_under(const http::Fields& given, std::string_view prefix) {
  StripeMetadata metadata;
  for (const auto& [name, value] : given.pairs()) {
    const std::string_view whole{name};
    if (!whole.starts_with(prefix) || !whole.substr(prefix.size()).starts_with('[') || !whole.ends_with(']')) continue;
    metadata.emplace_back(whole.substr(prefix.size() + 1, whole.size() - prefix.size() - 2), value);
  }
  return metadata;
}

std::vector<std::string_view> values_of_list(const http::Fields& given, std::string_view name) {
  std::vector<std::string_view> values;
  for (const auto& [key, value] : given.pairs()) {
    const std::string_view whole{key};
    if (whole.starts_with(name) && whole.substr(name.size()).starts_with('[') && whole.ends_with(']') &&
        is_index(whole.substr(name.size() + 1, whole.size() - name.size() - 2)))
      values.emplace_back(value);
  }
  return values;
}

}  // namespace hurtrock::sandbox

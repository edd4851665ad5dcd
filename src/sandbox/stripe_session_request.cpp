#include "sandbox/stripe_session_request.hpp"

#include <algorithm>
#include <chrono>
#include <string>

#include "platform/core/text.hpp"
#include "sandbox/stripe_parameters.hpp"

namespace hurtrock::sandbox {
namespace {

using namespace std::chrono_literals;

// Limits: the types of Stripe's library for Node 23.1.0 and docs.stripe.com/currencies.
constexpr std::size_t kMostLines = 100;
constexpr std::int64_t kMostMinorUnits = 999'999'999'999;
constexpr auto kShortest = 30min;
constexpr auto kLongest = 24h;
constexpr std::size_t kMostMetadata = 50;
constexpr std::size_t kMetadataName = 40;
constexpr std::size_t kMetadataValue = 500;

using Refused = std::unexpected<StripeRefusal>;

Refused missing(std::string param) {
  return Refused({.message = "Missing required param: " + param + ".", .code = "parameter_missing", .param = param});
}
Refused invalid(std::string param, std::string why) {
  return Refused({.message = std::move(why), .code = "", .param = std::move(param)});
}

/// Which are whole numbers has been checked.
std::int64_t number(std::string_view value) { return text::parse_integer(value, 0, INT64_MAX).value_or(0); }

std::expected<StripeLine, StripeRefusal> read_line(const http::Fields& form, std::string_view index) {
  const auto name = [&](std::string_view rest) { return "line_items[" + std::string{index} + "]" + std::string{rest}; };
  const auto value = [&](std::string_view rest) { return form.get(name(rest)); };
  for (const std::string_view needed :
       {"[quantity]", "[price_data][currency]", "[price_data][unit_amount]", "[price_data][product_data][name]"})
    if (value(needed).value_or("").empty()) return missing(name(needed));
  // Others exist, but a shop that sells in rupiah has no use for them.
  if (*value("[price_data][currency]") != "idr")
    return invalid(name("[price_data][currency]"),
                   "Invalid currency: " + std::string{*value("[price_data][currency]")});

  StripeLine line{.name = std::string{*value("[price_data][product_data][name]")},
                  .unit_amount = number(*value("[price_data][unit_amount]")),
                  .quantity = number(*value("[quantity]"))};
  if (line.quantity < 1) return invalid(name("[quantity]"), "This value must be greater than or equal to 1.");
  if (line.quantity > 1'000'000 || line.unit_amount > kMostMinorUnits)
    return invalid(name("[price_data][unit_amount]"), "Invalid amount.");
  return line;
}

/// The indices under line_items, in the order they come.
std::vector<std::string> indices(const http::Fields& form) {
  std::vector<std::string> found;
  for (const auto& [name, value] : form.pairs()) {
    const std::string_view whole{name};
    if (!whole.starts_with("line_items[")) continue;
    const std::string index{whole.substr(11, whole.find(']') - 11)};
    if (std::ranges::find(found, index) == found.end()) found.push_back(index);
  }
  return found;
}

std::expected<std::vector<StripeLine>, StripeRefusal> read_lines(const http::Fields& form) {
  std::vector<StripeLine> lines;
  for (const std::string& index : indices(form)) {
    auto line = read_line(form, index);
    if (!line) return Refused(line.error());
    lines.push_back(*std::move(line));
  }
  if (lines.empty()) return missing("line_items");
  if (lines.size() > kMostLines)
    return invalid("line_items", "Array line_items exceeded maximum 100 allowed elements.");
  return lines;
}

std::optional<StripeRefusal> wrong_metadata(const StripeMetadata& metadata, std::string_view param) {
  const bool too_long = std::ranges::any_of(metadata, [](const auto& pair) {
    return text::length(pair.first) > kMetadataName || text::length(pair.second) > kMetadataValue;
  });
  if (metadata.size() <= kMostMetadata && !too_long) return std::nullopt;
  return StripeRefusal{.message = "Metadata are limited to 50 keys of 40 and values of 500 characters.",
                       .param = std::string{param}};
}

bool is_web_address(std::string_view url) { return url.starts_with("https://") || url.starts_with("http://"); }

}  // namespace

std::expected<StripeSession, StripeRefusal> read_session_request(const http::Fields& form, Time now) {
  if (form.value("mode").empty()) return missing("mode");
  if (form.value("mode") != "payment") return invalid("mode", "The sandbox knows the mode payment only.");
  if (const auto mode = form.value("ui_mode"); !mode.empty() && mode != "hosted_page")
    return invalid("ui_mode", "The sandbox knows the hosted page only.");
  for (const std::string_view name : {"success_url", "cancel_url"})
    if (const auto url = form.value(name); !url.empty() && !is_web_address(url))
      return invalid(std::string{name}, "Not a valid URL");
  if (form.value("success_url").empty()) return missing("success_url");
  const auto email = form.value("customer_email");
  if (form.get("customer_email") && !email.contains('@'))
    return invalid("customer_email", "Invalid email address: " + std::string{email});

  auto lines = read_lines(form);
  if (!lines) return Refused(lines.error());
  std::int64_t total = 0;
  for (const StripeLine& line : *lines) total = std::min(total + line.unit_amount * line.quantity, kMostMinorUnits + 1);
  if (total > kMostMinorUnits)
    return invalid("line_items", "The total amount must be no more than Rp9,999,999,999.99.");

  Time expires_at = now + kLongest;
  if (const auto given = form.get("expires_at")) {
    expires_at = Time{std::chrono::seconds{std::min<std::int64_t>(number(*given), 253'402'300'799)}};
    if (expires_at < now + kShortest || expires_at > now + kLongest)
      return invalid("expires_at", "The expires_at timestamp must be between 30 minutes and 24 hours from now.");
  }
  StripeSession session{.reference = std::string{form.value("client_reference_id")},
                        .success_url = std::string{form.value("success_url")},
                        .cancel_url = std::string{form.value("cancel_url")},
                        .locale = std::string{form.value("locale")},
                        .customer_email = std::string{email},
                        .lines = *std::move(lines),
                        .metadata = metadata_under(form, "metadata"),
                        .amount_total = total,
                        .expires_at = expires_at,
                        .intent_description = std::string{form.value("payment_intent_data[description]")},
                        .intent_metadata = metadata_under(form, "payment_intent_data[metadata]")};
  if (auto wrong = wrong_metadata(session.metadata, "metadata")) return Refused(*wrong);
  if (auto wrong = wrong_metadata(session.intent_metadata, "payment_intent_data[metadata]")) return Refused(*wrong);
  return session;
}

}  // namespace hurtrock::sandbox

#pragma once

#include <initializer_list>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "platform/http/message.hpp"
#include "sandbox/stripe_ledger.hpp"

namespace hurtrock::sandbox {

/// A parameter that a call takes.
struct StripeParameter {
  enum class Kind : std::uint8_t { kText, kWholeNumber };
  /// "line_items[#][quantity]": '#' stands for an index, '*' for a name of the caller's own.
  std::string_view name;
  Kind kind = Kind::kText;
  std::vector<std::string_view> words = {};  ///< the only values; empty: any
};

/// The first parameter that the call does not take, or takes in another form, in Stripe's words.
std::optional<StripeRefusal> wrong_parameter(const http::Fields& given, std::span<const StripeParameter> known);

// What the sandbox's calls take: of Stripe's own parameters those that a shop like ours has a use for.
std::span<const StripeParameter> session_create_parameters();
std::span<const StripeParameter> session_list_parameters();
std::span<const StripeParameter> refund_create_parameters();
std::span<const StripeParameter> refund_list_parameters();
std::span<const StripeParameter> event_list_parameters();
std::span<const StripeParameter> intent_cancel_parameters();
/// Of a call that only looks at one object, or ends it.
std::span<const StripeParameter> expand_parameters();

/// The pairs of "metadata[name]=value" under `prefix` ("metadata").
StripeMetadata metadata_under(const http::Fields& given, std::string_view prefix);
/// The values of "expand[0]", "expand[]".
std::vector<std::string_view> values_of_list(const http::Fields& given, std::string_view name);

}  // namespace hurtrock::sandbox

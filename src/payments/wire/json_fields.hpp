#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hurtrock::payments {

/// The object that `text` holds, or nothing when it is anything else.
std::optional<boost::json::object> parse_object(std::string_view text);

/// The member as text; "" when it is missing or of another kind. Midtrans writes every scalar as a string.
std::string_view string_member(const boost::json::object& object, std::string_view name);
/// Nothing when it is missing or no whole number.
std::optional<std::int64_t> integer_member(const boost::json::object& object, std::string_view name);
/// nullptr when it is missing or of another kind.
const boost::json::object* object_member(const boost::json::object& object, std::string_view name);

/// With the members of every object sorted by name: equal text for equal content.
std::string canonical_json(const boost::json::value& value);

}  // namespace hurtrock::payments

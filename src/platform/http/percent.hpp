#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hurtrock::http {

/// Percent-decoding of a path. Nothing when a '%' is not followed by two hexadecimal digits.
std::optional<std::string> percent_decode(std::string_view encoded);

/// Decoding of a name or value of application/x-www-form-urlencoded: '+' is a space, and a '%' that starts no valid
/// triplet stands for itself, as the URL Standard has it.
std::string form_decode(std::string_view encoded);
/// The reverse, for queries: everything but RFC 3986's unreserved characters is percent-encoded, a space becomes '+'.
void append_form_encoded(std::string& out, std::string_view plain);

}  // namespace hurtrock::http

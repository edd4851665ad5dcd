#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hurtrock::text {

/// Well-formed UTF-8 (no overlong forms, surrogates or values above U+10FFFF).
bool is_utf8(std::string_view bytes);
/// Well-formed, and free of control characters other than tab and line breaks. What a person may type into a field.
bool is_printable(std::string_view bytes);
/// Characters (code points), not bytes. `bytes` is well-formed UTF-8.
std::size_t length(std::string_view bytes);
/// At most `characters` code points of `bytes`, never cutting inside one.
std::string_view shorten(std::string_view bytes, std::size_t characters);

/// Without white space at both ends (ASCII white space and U+00A0).
std::string_view trim(std::string_view text);
/// ASCII letters only; other bytes stay.
std::string lower(std::string_view text);
/// a to z become capitals, as SKUs and the numbers of orders are written; all else stays.
std::string upper(std::string_view text);
bool equals_ignoring_case(std::string_view a, std::string_view b);

/// A whole decimal number without sign, spaces or leading '+', within [low, high]; otherwise nothing.
std::optional<std::int64_t> parse_integer(std::string_view text, std::int64_t low, std::int64_t high);

std::vector<std::string_view> split(std::string_view text, char separator);

/// A name as it stands in an address: "Gibson Les Paul '59" -> "gibson-les-paul-59". ASCII; Latin letters with marks
/// lose them; at most 80 characters; never empty ("x" when nothing is left).
std::string slug(std::string_view name);

}  // namespace hurtrock::text

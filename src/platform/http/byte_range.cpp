#include "platform/http/byte_range.hpp"

#include <algorithm>
#include <limits>

#include "platform/core/text.hpp"

namespace hurtrock::http {
namespace {

std::optional<std::uint64_t> position(std::string_view text) {
  const auto number = text::parse_integer(text, 0, std::numeric_limits<std::int64_t>::max());
  if (!number) return std::nullopt;
  return static_cast<std::uint64_t>(*number);
}

ByteRange last_bytes(std::uint64_t count, std::uint64_t size) {
  if (count == 0 || size == 0) return {.kind = ByteRange::Kind::kUnsatisfiable};
  const std::uint64_t length = std::min(count, size);
  return {.kind = ByteRange::Kind::kPart, .offset = size - length, .length = length};
}

}  // namespace

ByteRange parse_range(std::string_view header, std::uint64_t size) {
  constexpr std::string_view kUnit = "bytes=";
  if (!text::equals_ignoring_case(header.substr(0, kUnit.size()), kUnit)) return {};
  const std::string_view range = text::trim(header.substr(kUnit.size()));
  const std::size_t dash = range.find('-');
  if (dash == std::string_view::npos) return {};

  const std::string_view last_text = range.substr(dash + 1);
  const auto last = position(last_text);
  if (!last_text.empty() && !last) return {};
  if (dash == 0) return last ? last_bytes(*last, size) : ByteRange{};

  const auto first = position(range.substr(0, dash));
  if (!first || (last && *last < *first)) return {};
  if (*first >= size) return {.kind = ByteRange::Kind::kUnsatisfiable};
  const std::uint64_t end = last ? std::min(*last + 1, size) : size;
  return {.kind = ByteRange::Kind::kPart, .offset = *first, .length = end - *first};
}

}  // namespace hurtrock::http

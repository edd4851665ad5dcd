#include "platform/http/response_head.hpp"

#include <fmt/compile.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "platform/core/text.hpp"
#include "platform/http/status.hpp"

namespace hurtrock::http {
namespace {

bool is_token(std::string_view name) {
  static constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
  return !name.empty() && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || kMarks.contains(c);
  });
}

bool is_field_value(std::string_view value) {
  return std::ranges::none_of(value,
                              [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F; });
}

/// Headers that only the connection knows; a handler's idea of them is dropped.
bool is_ours(std::string_view name) {
  constexpr std::array<std::string_view, 6> kOurs = {"Content-Length",    "Date",   "Connection",
                                                     "Transfer-Encoding", "Server", "X-Request-Id"};
  return std::ranges::any_of(kOurs, [name](std::string_view ours) { return text::equals_ignoring_case(name, ours); });
}

void append_header(std::string& head, std::string_view name, std::string_view value) {
  head.append(name).append(": ").append(value).append("\r\n");
}

}  // namespace

bool write_head(std::string& head, const Response& response, const HeadFacts& facts) {
  head.clear();
  auto out = std::back_inserter(head);
  fmt::format_to(out, FMT_COMPILE("HTTP/1.1 {} "), response.status);
  head.append(reason_phrase(response.status)).append("\r\nServer: hurtrock\r\n");
  append_header(head, "Date", facts.date);
  for (const auto& [name, value] : response.headers) {
    if (!is_token(name) || !is_field_value(value)) return false;
    if (!is_ours(name)) append_header(head, name, value);
  }
  if (!facts.request_id.empty()) append_header(head, "X-Request-Id", facts.request_id);
  if (has_body(response.status)) fmt::format_to(out, FMT_COMPILE("Content-Length: {}\r\n"), facts.content_length);
  if (!facts.keep_alive) {
    head.append("Connection: close\r\n");
  } else if (facts.http_1_0) {
    head.append("Connection: keep-alive\r\n");
  }
  head.append("\r\n");
  return true;
}

}  // namespace hurtrock::http

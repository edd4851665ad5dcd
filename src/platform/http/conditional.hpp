#pragma once

#include <string_view>

#include "platform/core/clock.hpp"
#include "platform/http/message.hpp"

namespace hurtrock::http {

/// Whether the list of an If-None-Match header ("*" or entity tags) holds `etag`, compared weakly (RFC 9110 8.8.3.2).
bool etag_matches(std::string_view list, std::string_view etag);

/// Reads the one date format that RFC 9110 lets senders use. Nothing for any other text.
std::optional<Time> parse_http_date(std::string_view text);

/// Whether the client's copy is still good, so that 304 suffices: GET or HEAD answered 200, and If-None-Match (or, in
/// its absence, If-Modified-Since) holds against the answer's ETag (Last-Modified).
bool not_modified(const Request& request, const Response& response);

/// Turns the answer into a 304: no body, no headers that describe one.
void make_not_modified(Response& response);

}  // namespace hurtrock::http

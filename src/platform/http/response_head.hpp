#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "platform/http/message.hpp"

namespace hurtrock::http {

/// What the connection adds to the handler's headers.
struct HeadFacts {
  std::string_view date;        ///< of the Date header
  std::string_view request_id;  ///< answered as X-Request-Id when there is one
  std::uint64_t content_length = 0;
  bool keep_alive = true;
  bool http_1_0 = false;  ///< there keep-alive has to be said
};

/// Replaces `head` by status line and headers. False, with `head` unspecified, when a header's name is not a token or
/// its value holds a control character: such an answer could be read as two.
bool write_head(std::string& head, const Response& response, const HeadFacts& facts);

}  // namespace hurtrock::http

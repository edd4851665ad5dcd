#pragma once

#include "platform/http/message.hpp"

namespace hurtrock::http {

/// Fills in `path` and `query` from `target`. An absolute target ("http://host/path", as sent to proxies) is cut down
/// to its path; "*" of OPTIONS counts as "/".
/// False for what must be answered 400: broken percent-encoding, bytes that are not UTF-8, control characters,
/// a fragment, empty or dotted segments ("//", "/./", "/../"), or a query that Fields::decode refuses.
bool resolve_target(Request& request);

}  // namespace hurtrock::http

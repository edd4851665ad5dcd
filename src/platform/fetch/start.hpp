#pragma once

namespace hurtrock::fetch {

/// Before anything else is asked of libcurl. Any number of times, from any thread; throws std::runtime_error.
void start_libcurl();

}  // namespace hurtrock::fetch

#include "platform/fetch/start.hpp"

#include <curl/curl.h>

#include <stdexcept>

namespace hurtrock::fetch {

void start_libcurl() {
  // Thread-safe since C++11, as libcurl's own global start is not everywhere.
  static const bool started = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
  if (!started) throw std::runtime_error("libcurl did not start");
}

}  // namespace hurtrock::fetch

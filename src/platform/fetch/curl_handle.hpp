#pragma once

#include <curl/curl.h>

#include <memory>

namespace hurtrock::fetch {

struct CloseHandle {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
using Handle = std::unique_ptr<CURL, CloseHandle>;

}  // namespace hurtrock::fetch

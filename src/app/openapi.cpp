#include "app/openapi.hpp"

#include <string>

extern "C" {
extern const char hurtrock_openapi_begin[];
extern const char hurtrock_openapi_end[];
}

namespace hurtrock::app {

std::string_view openapi_document() {
  return {hurtrock_openapi_begin, static_cast<std::size_t>(hurtrock_openapi_end - hurtrock_openapi_begin)};
}

http::Route openapi_route() {
  return {http::Method::kGet, "/api/v1/openapi.json", http::Access::kAnyone, http::RunsOn::kInline,
          [](const http::Request&) { return http::json(200, std::string(openapi_document())); }};
}

}  // namespace hurtrock::app

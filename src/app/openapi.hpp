#pragma once

#include <string_view>

#include "platform/http/route.hpp"

namespace hurtrock::app {

/// The description of the JSON API, OpenAPI 3.1: every feature's api.json, joined when the program was built.
std::string_view openapi_document();

/// GET /api/v1/openapi.json
http::Route openapi_route();

}  // namespace hurtrock::app

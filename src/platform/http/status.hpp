#pragma once

#include <string_view>

namespace hurtrock::http {

/// "Not Found" for 404; "" for codes without a name here.
std::string_view reason_phrase(int status);
/// Whether answers of this status have a body at all (not 1xx, 204, 304).
constexpr bool has_body(int status) { return status >= 200 && status != 204 && status != 304; }

}  // namespace hurtrock::http

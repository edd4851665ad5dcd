#pragma once

#include "platform/http/message.hpp"

namespace hurtrock::sandbox {

/// The look of the payment pages.
http::Response style_sheet(const http::Request& request);

}  // namespace hurtrock::sandbox

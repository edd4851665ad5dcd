#pragma once

#include <string>
#include <string_view>

namespace hurtrock::text {

/// A telephone number as its country's people write it: "+6281234567890" -> "0812-3456-7890". `stored` is as
/// http::Input::phone() answers it, which takes the answer back to the same. Numbers of other countries, and what is no
/// such number, stay as they are.
std::string national_phone(std::string_view stored);

}  // namespace hurtrock::text

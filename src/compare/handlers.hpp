#pragma once

#include <string_view>

#include "compare/chosen.hpp"
#include "compare/routes.hpp"

namespace hurtrock::compare {

constexpr std::string_view kCookie = "compare";

http::Response show_comparison(const http::Request& request, Services& shop);  // show.cpp
/// The comparison with a refusal above it; `notice` is one of the texts "compare.notice.…".
http::Response refused_page(const http::Request& request, Services& shop, int status, std::string_view notice,
                            const Chosen& chosen);  // show.cpp

// change.cpp
http::Response post_item(const http::Request& request, Services& shop);
http::Response post_removal(const http::Request& request, Services& shop);

}  // namespace hurtrock::compare

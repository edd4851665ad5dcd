#pragma once

#include "catalog/routes.hpp"

namespace hurtrock::catalog {

http::Response show_home(const http::Request& request, Services& shop);        // home.cpp
http::Response show_list(const http::Request& request, Services& shop);        // list.cpp
http::Response show_category(const http::Request& request, Services& shop);    // list.cpp
http::Response redirect_search(const http::Request& request, Services& shop);  // list.cpp
http::Response show_product(const http::Request& request, Services& shop);     // product.cpp
http::Response show_viewed(const http::Request& request, Services& shop);      // viewed.cpp
// api.cpp
http::Response api_products(const http::Request& request, Services& shop);
http::Response api_product(const http::Request& request, Services& shop);
http::Response api_categories(const http::Request& request, Services& shop);
http::Response api_suggest(const http::Request& request, Services& shop);
// sitemap.cpp
http::Response show_sitemap(const http::Request& request, Services& shop);

}  // namespace hurtrock::catalog

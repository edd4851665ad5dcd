#pragma once

#include <expected>
#include <functional>
#include <string_view>

#include "wishlist/routes.hpp"
#include "wishlist/wishlist.hpp"

namespace hurtrock::wishlist {

// show.cpp
http::Response show_wishlist(const http::Request& request, Services& shop);
http::Response show_shared(const http::Request& request, Services& shop);
/// The list with a refusal above it; `notice` is one of the texts "wishlist.notice.…".
http::Response refused_page(const http::Request& request, Services& shop, int status, std::string_view notice);

// change.cpp
http::Response post_item(const http::Request& request, Services& shop);
http::Response post_removal(const http::Request& request, Services& shop);

// share.cpp
http::Response post_sharing(const http::Request& request, Services& shop);
http::Response post_sharing_removal(const http::Request& request, Services& shop);

// api.cpp
http::Response api_show(const http::Request& request, Services& shop);
http::Response api_add(const http::Request& request, Services& shop);
http::Response api_remove(const http::Request& request, Services& shop);

/// Puts it on the visitor's list, starting a session only when there is something to keep. change.cpp
struct Added {
  std::expected<void, Refusal> outcome;
  http::Visitor visitor;                                       ///< with the session, if there is one now
  std::function<http::Response(http::Response)> with_session;  ///< adds what a new session needs to the answer
};
Added add_item(const http::Request& request, Services& shop, VariantId variant);
/// Of the path; nothing when it is no number.
std::optional<VariantId> variant_of(const http::Request& request);

}  // namespace hurtrock::wishlist

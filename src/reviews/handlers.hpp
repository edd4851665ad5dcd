#pragma once

#include "reviews/routes.hpp"

namespace hurtrock::reviews {

// list.cpp
http::Response show_reviews(const http::Request& request, Services& shop);
// write_review.cpp
http::Response show_form(const http::Request& request, Services& shop);
/// Whoever has not bought the product; nothing for everybody else.
std::optional<http::Response> turn_strangers_away(const http::Request& request, Services& shop);
http::Response submit_review(const http::Request& request, Services& shop);
http::Response submit_removal(const http::Request& request, Services& shop);
// vote.cpp
http::Response submit_vote(const http::Request& request, Services& shop);
// api.cpp
http::Response api_reviews(const http::Request& request, Services& shop);
http::Response api_own_review(const http::Request& request, Services& shop);
http::Response api_put_review(const http::Request& request, Services& shop);
http::Response api_delete_review(const http::Request& request, Services& shop);
http::Response api_put_vote(const http::Request& request, Services& shop);
http::Response api_delete_vote(const http::Request& request, Services& shop);

}  // namespace hurtrock::reviews

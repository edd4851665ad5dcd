#pragma once

#include "reviews/routes.hpp"

namespace hurtrock::reviews {

/// The visitor's vote for the review that the address names.
std::expected<std::int64_t, NotVoted> vote(const http::Request& request, Services& shop, bool helpful);

}  // namespace hurtrock::reviews

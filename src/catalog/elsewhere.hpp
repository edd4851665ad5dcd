#pragma once

#include "catalog/snapshot.hpp"
#include "layout/frame_source.hpp"
#include "platform/http/message.hpp"

/// What is answered for a slug (the route's ":slug") that nothing on sale has: 301 to what has given it up for another
/// one, keeping the rest of the address; 410 with what there is instead for what is not on sale any more; 404 for what
/// never was.
namespace hurtrock::catalog {

/// On /product/:slug and below it.
http::Response product_elsewhere(const http::Request& request, const Snapshot& snapshot, layout::FrameSource& frames,
                                 Time now);
/// On /categories/:slug.
http::Response category_elsewhere(const http::Request& request, const Snapshot& snapshot, layout::FrameSource& frames,
                                  Time now);
/// On /api/v1/products/:slug and below it.
http::Response api_product_elsewhere(const http::Request& request, const Snapshot& snapshot);

}  // namespace hurtrock::catalog

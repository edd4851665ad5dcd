#pragma once

#include <string>
#include <vector>

#include "layout/frame.hpp"

namespace hurtrock::store {

/// GET /store-info. Address, telephone and hours are those of the frame.
struct StoreInfoPage {
  layout::Frame frame;
};

/// GET /buying, /returns and /privacy: what there is to say stands in their templates, who says it in the frame.
struct HelpPage {
  layout::Frame frame;
};

}  // namespace hurtrock::store

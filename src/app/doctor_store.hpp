#pragma once

#include <string>
#include <vector>

#include "platform/db/db.hpp"

namespace hurtrock::app {

/// Of every picture of a product that is shown: the file it is served from.
std::vector<std::string> picture_files(db::Tx& tx);

}  // namespace hurtrock::app

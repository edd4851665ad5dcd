#pragma once

#include <string>

#include "admin/pages.hpp"

namespace hurtrock::admin {

/// Instead of a sheet that has no room for all rows.
struct SheetFullPage {
  Frame frame;
  std::string most;     ///< rows that one holds
  std::string csv_url;  ///< the same rows
};

}  // namespace hurtrock::admin

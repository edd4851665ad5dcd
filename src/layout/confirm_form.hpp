#pragma once

#include <string>
#include <utility>
#include <vector>

#include "layout/frame.hpp"

namespace hurtrock::layout {

/// A form that came without the session's token, because its page was opened before the session began: shown again for
/// its sender to confirm, with everything that was in it.
struct ConfirmForm {
  Frame frame;
  std::string action;
  std::vector<std::pair<std::string, std::string>> fields;
};

}  // namespace hurtrock::layout

#pragma once

#include <string>

#include "layout/frame.hpp"

namespace hurtrock::layout {

/// A refusal or failure as a page: headline and advice are chosen by `status`.
struct ErrorPage {
  Frame frame;
  int status = 500;        ///< 400, 403, 404, 405, 413, 429, 500 or 503; others read like 500
  std::string request_id;  ///< shown so that the shop can find the log line; empty: not shown
};

}  // namespace hurtrock::layout

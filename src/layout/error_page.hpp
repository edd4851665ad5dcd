#pragma once

#include <string>
#include <string_view>

#include "layout/frame.hpp"
#include "layout/frame_source.hpp"
#include "platform/http/message.hpp"

namespace hurtrock::layout {

/// A refusal or failure as a page: headline and advice are chosen by `status`.
struct ErrorPage {
  Frame frame;
  int status = 500;        ///< 400, 403, 404, 405, 413, 429, 500 or 503; others read like 500
  std::string request_id;  ///< shown so that the shop can find the log line; empty: not shown
  bool for_staff = false;  ///< of an address of theirs: nothing there is sold
};

/// Whether the address is one of the staff's pages.
bool is_of_staff(std::string_view path);

/// That page as an answer, in the visitor's language and frame.
http::Response error_response(const http::Request& request, FrameSource& frames, int status);

}  // namespace hurtrock::layout

#include "layout/error_page.hpp"

#include <utility>

#include "layout/views/error.html.hpp"

namespace hurtrock::layout {

http::Response error_response(const http::Request& request, FrameSource& frames, int status) {
  const ErrorPage view{.frame = frames.frame_for(request), .status = status, .request_id = {}};
  std::string out;
  html::Writer writer(out, request.visitor.texts());
  views::error(writer, view);
  return http::html(status, std::move(out));
}

}  // namespace hurtrock::layout

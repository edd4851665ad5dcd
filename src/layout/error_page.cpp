#include "layout/error_page.hpp"

#include <utility>

#include "layout/views/error.html.hpp"

namespace hurtrock::layout {

bool is_of_staff(std::string_view path) { return path == "/admin" || path.starts_with("/admin/"); }

http::Response error_response(const http::Request& request, FrameSource& frames, int status) {
  const ErrorPage view{
      .frame = frames.frame_for(request), .status = status, .request_id = {}, .for_staff = is_of_staff(request.path)};
  std::string out;
  html::Writer writer(out, request.visitor.texts());
  views::error(writer, view);
  return http::html(status, std::move(out));
}

}  // namespace hurtrock::layout

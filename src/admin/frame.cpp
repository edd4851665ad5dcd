#include "admin/frame.hpp"

namespace hurtrock::admin {

Frame frame_for(const http::Request& request, Services& shop, Section section, std::string_view title) {
  Frame frame{.shop = shop.frames.frame_for(request), .section = section};
  frame.admin = request.visitor.user && request.visitor.user->role == http::Role::kAdmin;
  frame.shop.title = title;
  frame.shop.indexable = false;
  return frame;
}

}  // namespace hurtrock::admin

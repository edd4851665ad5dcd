#include "admin/frame.hpp"
#include "admin/routes.hpp"
#include "admin/views/no_entry.html.hpp"

namespace hurtrock::admin {

http::Response for_admins_only(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  std::string out;
  html::Writer writer(out, texts);
  views::no_entry(writer, frame_for(request, shop, Section::kNone, texts("admin.no_entry.title")));
  return http::html(403, std::move(out));
}

}  // namespace hurtrock::admin

#include "platform/html/html.hpp"

namespace hurtrock::html {

void csrf_field(Writer& w, std::string_view token) {
  if (token.empty()) return;
  w.raw(R"(<input type="hidden" name="_csrf" value=")");
  w.attribute(token);
  w.raw(R"(">)");
}

}  // namespace hurtrock::html

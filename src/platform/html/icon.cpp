#include "platform/assets/assets.hpp"
#include "platform/html/html.hpp"

namespace hurtrock::html {

void icon(Writer& w, std::string_view name) {
  w.raw(R"(<svg class="icon" aria-hidden="true" focusable="false"><use href=")");
  w.url(assets::url("icons.svg"));
  w.raw("#");
  w.attribute(name);
  w.raw(R"("/></svg>)");
}

}  // namespace hurtrock::html

#include "platform/http/sessions.hpp"

namespace hurtrock::http {

SessionForWrite::SessionForWrite(const Request& request, SessionStarter& starter) : visitor_(request.visitor) {
  if (visitor_.session) return;
  auto started = starter.start(request);
  visitor_.session = std::move(started.session);
  cookie_ = std::move(started.cookie);
}

Response SessionForWrite::with_session(Response response) const {
  if (!cookie_.empty()) {
    response.add("Set-Cookie", cookie_);
    response.set("X-CSRF-Token", visitor_.session->csrf_token);
  }
  return response;
}

}  // namespace hurtrock::http

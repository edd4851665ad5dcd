#include "accounts/handlers.hpp"
#include "layout/error_page.hpp"
#include "platform/http/problem.hpp"
#include "platform/http/redirect.hpp"

namespace hurtrock::accounts {
namespace {

constexpr std::int64_t kYear = 365LL * 24 * 3600;

/// Language and theme are kept in cookies of their own: choosing one is no reason to start a session.
http::Response keep(const http::Request& request, const Services& shop, std::string_view cookie,
                    std::initializer_list<std::string_view> values) {
  auto input = http::Input::of_fields(request.form, request.visitor.texts());
  const std::string value = input.word("value", values);
  if (!input.ok() && http::wants_json(request)) return http::invalid(input);
  // The forms offer nothing else: there is no field to mark.
  if (!input.ok()) return layout::error_response(request, shop.frames, 400);
  auto response = http::see_other(http::local_path(request.form.value("return_to"), "/"));
  http::set_cookie(response, cookie, value, {.http_only = false, .secure = shop.secure_cookies, .max_age_s = kYear});
  return response;
}

}  // namespace

http::Response submit_language(const http::Request& request, Services& shop) {
  return keep(request, shop, "language", {"id", "en"});
}

http::Response submit_theme(const http::Request& request, Services& shop) {
  return keep(request, shop, "theme", {"dark", "light"});
}

}  // namespace hurtrock::accounts

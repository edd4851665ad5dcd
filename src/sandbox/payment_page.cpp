#include "sandbox/payment_page.hpp"

#include "platform/html/html.hpp"
#include "sandbox/page_language.hpp"
#include "sandbox/views/payment_page.html.hpp"

namespace hurtrock::sandbox {

http::Response payment_page(int status, PaymentPage page, const http::Request& request) {
  page.address_query = language_query(request);
  std::string markup;
  html::Writer writer(markup, i18n::Texts::of(page_language(request, page.locale)));
  views::payment_page(writer, page);
  http::Response response = http::html(status, std::move(markup));
  // No form-action: after a form the browser is sent on to the shop, which is another origin.
  response.set("Content-Security-Policy",
               "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'");
  response.set("Cache-Control", "no-store");
  return response;
}

http::Response refused_page(int status, const std::string& merchant, const http::Request& request) {
  const char* state = status < 500 ? "sandbox.state.gone" : "sandbox.state.broken";
  return payment_page(status, {.merchant = merchant, .state_key = state}, request);
}

}  // namespace hurtrock::sandbox

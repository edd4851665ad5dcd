#include "sandbox/payment_page.hpp"

#include "platform/html/html.hpp"
#include "sandbox/views/payment_page.html.hpp"

namespace hurtrock::sandbox {

http::Response payment_page(int status, const PaymentPage& page, const http::Request& request) {
  const bool english = request.header("accept-language").starts_with("en");
  std::string markup;
  html::Writer writer(markup, i18n::Texts::of(english ? i18n::Language::kEnglish : i18n::Language::kIndonesian));
  views::payment_page(writer, page);
  http::Response response = http::html(status, std::move(markup));
  // No form-action: after a form the browser is sent on to the shop, which is another origin.
  response.set("Content-Security-Policy",
               "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'");
  response.set("Cache-Control", "no-store");
  return response;
}

http::Response page_gone(const std::string& merchant, const http::Request& request) {
  return payment_page(404, {.merchant = merchant, .state_key = "sandbox.state.gone"}, request);
}

}  // namespace hurtrock::sandbox

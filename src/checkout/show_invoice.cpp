#include "checkout/handlers.hpp"
#include "checkout/invoice.hpp"
#include "checkout/own_order.hpp"
#include "layout/error_page.hpp"

namespace hurtrock::checkout {

http::Response show_invoice(const http::Request& request, Services& shop) {
  const auto order = own_order(request, shop);
  if (!order || !order->paid_at) return layout::error_response(request, shop.frames, 404);
  const auto& texts = request.visitor.texts();
  const auto invoice = shop.db.read([&](db::Tx& tx) { return invoice_of(tx, *order, texts, shop.clock.now()); });
  return http::document(documents::invoice_pdf(invoice, texts), "application/pdf", invoice_file_name(*order));
}

}  // namespace hurtrock::checkout

#include "admin/routes.hpp"

#include "admin/handlers.hpp"
#include "admin/product_form.hpp"

namespace hurtrock::admin {
namespace {

/// Twenty of the largest pictures at once, and what the form adds to them.
constexpr std::size_t kUploadLimit = 20 * images::kMostBytes + 1024 * 1024;

}  // namespace

std::vector<http::Route> routes(Services& shop) {
  using enum http::Method;
  using enum http::Access;
  using enum http::RunsOn;
  using http::bind;
  return {
      {kGet, "/admin", kStaff, kWorker, bind(show_start, shop)},
      {kGet, "/admin/products", kStaff, kWorker, bind(show_products, shop)},
      {kGet, "/admin/products/bulk", kStaff, kWorker, bind(show_bulk_edit, shop)},
      {kPost, "/admin/products/bulk", kStaff, kWorker, bind(create_bulk_edit, shop)},
      {kGet, "/admin/products/new", kStaff, kWorker, bind(show_new_product, shop)},
      {kPost,
       "/admin/products",
       kStaff,
       kWorker,
       bind(create_product, shop),
       http::Cached::kNo,
       kLargestProductForm,
       /*uploads=*/false,
       {},
       kMostProductFields},
      {kGet, "/admin/products/:id", kStaff, kWorker, bind(show_product, shop)},
      {kPost,
       "/admin/products/:id",
       kStaff,
       kWorker,
       bind(update_product, shop),
       http::Cached::kNo,
       kLargestProductForm,
       /*uploads=*/false,
       {},
       kMostProductFields},
      {kGet, "/admin/products/:id/removal", kStaff, kWorker, bind(show_removal, shop)},
      {kPost, "/admin/products/:id/removal", kStaff, kWorker, bind(create_removal, shop)},
      {kPost, "/admin/products/:id/restoration", kStaff, kWorker, bind(create_restoration, shop)},
      {kGet, "/admin/products/:id/images", kStaff, kWorker, bind(show_pictures, shop)},
      // It waits for the helper that looks at the pictures.
      {kPost, "/admin/products/:id/images", kStaff, kGateway, bind(create_pictures, shop), http::Cached::kNo,
       kUploadLimit, /*uploads=*/true},
      {kPost, "/admin/products/:id/images/arrangement", kStaff, kWorker, bind(create_arrangement, shop)},
      {kGet, "/admin/categories", kStaff, kWorker, bind(show_categories, shop)},
      {kPost, "/admin/categories", kStaff, kWorker, bind(create_category, shop)},
      {kGet, "/admin/categories/new", kStaff, kWorker, bind(show_new_category, shop)},
      {kPost, "/admin/categories/order", kStaff, kWorker, bind(create_category_move, shop)},
      {kGet, "/admin/categories/:id", kStaff, kWorker, bind(show_category, shop)},
      {kPost, "/admin/categories/:id", kStaff, kWorker, bind(update_category, shop)},
      {kPost, "/admin/categories/:id/removal", kStaff, kWorker, bind(create_category_removal, shop)},
      {kGet, "/admin/suppliers", kStaff, kWorker, bind(show_suppliers, shop)},
      {kPost, "/admin/suppliers", kStaff, kWorker, bind(create_supplier, shop)},
      {kGet, "/admin/suppliers/new", kStaff, kWorker, bind(show_new_supplier, shop)},
      {kGet, "/admin/suppliers/:id", kStaff, kWorker, bind(show_supplier, shop)},
      {kPost, "/admin/suppliers/:id", kStaff, kWorker, bind(update_supplier, shop)},
      {kGet, "/admin/stock", kStaff, kWorker, bind(show_stock, shop)},
      {kGet, "/admin/stock/:variant", kStaff, kWorker, bind(show_variant_stock, shop)},
      {kPost, "/admin/stock/:variant/corrections", kStaff, kWorker, bind(create_correction, shop)},
      {kGet, "/admin/reviews", kStaff, kWorker, bind(show_reviews, shop)},
      {kGet, "/admin/reviews/:id", kStaff, kWorker, bind(show_review, shop)},
      {kPost, "/admin/reviews/:id/publication", kStaff, kWorker, bind(create_publication, shop)},
      {kPost, "/admin/reviews/:id/rejection", kStaff, kWorker, bind(create_rejection, shop)},
      {kPost, "/admin/reviews/:id/answer", kStaff, kWorker, bind(create_answer, shop)},
      {kGet, "/admin/payments", kStaff, kWorker, bind(show_payment_settings, shop)},
      {kGet, "/admin/payments/transactions", kStaff, kWorker, bind(show_payments, shop)},
      {kGet, "/admin/payments/transfers", kStaff, kWorker, bind(show_transfers, shop)},
      {kGet, "/admin/payments/transfers/:reference/proof", kStaff, kWorker, bind(show_transfer_proof, shop)},
      {kPost, "/admin/payments/transfers/:reference/confirmation", kStaff, kWorker,
       bind(create_transfer_confirmation, shop)},
      {kPost, "/admin/payments/transfers/:reference/decline", kStaff, kWorker, bind(create_proof_decline, shop)},
      {kPost, "/admin/payments/tasks/:id/resolution", kStaff, kWorker, bind(create_task_resolution, shop)},
      {kGet, "/admin/payments/ledger", kStaff, kWorker, bind(show_ledger, shop)},
      {kPost, "/admin/payments/ledger", kAdmin, kWorker, bind(create_movement, shop)},
      {kGet, "/admin/payments/reconciliation", kStaff, kWorker, bind(show_reconciliations, shop)},
      {kGet, "/admin/payments/reconciliation/:id", kStaff, kWorker, bind(show_reconciliation, shop)},
      {kPost, "/admin/payments/:provider/settings", kAdmin, kWorker, bind(create_payment_settings, shop)},
      {kPost, "/admin/payments/:provider/keys/removal", kAdmin, kWorker, bind(create_key_removal, shop)},
      {kPost, "/admin/payments/:provider/check", kAdmin, kGateway, bind(create_key_check, shop)},
      {kGet, "/admin/orders", kStaff, kWorker, bind(show_orders, shop)},
      {kGet, "/admin/orders/:number", kStaff, kWorker, bind(show_order, shop)},
      {kGet, "/admin/orders/labels.pdf", kStaff, kWorker, bind(show_labels, shop)},
      {kGet, "/admin/orders/labels.zpl", kStaff, kWorker, bind(show_labels_zpl, shop)},
      {kGet, "/admin/orders/packing-lists.pdf", kStaff, kWorker, bind(show_packing_lists, shop)},
      {kGet, "/admin/orders/:number/label.pdf", kStaff, kWorker, bind(show_label, shop)},
      {kGet, "/admin/orders/:number/label.zpl", kStaff, kWorker, bind(show_label_zpl, shop)},
      {kGet, "/admin/orders/:number/packing-list.pdf", kStaff, kWorker, bind(show_packing_list, shop)},
      {kGet, "/admin/orders/:number/invoice.pdf", kStaff, kWorker, bind(show_invoice, shop)},
      {kPost, "/admin/orders/:number/processing", kStaff, kWorker, bind(create_processing, shop)},
      {kPost, "/admin/orders/:number/shipments", kStaff, kWorker, bind(create_shipment, shop)},
      {kPost, "/admin/orders/:number/delivery", kStaff, kWorker, bind(create_delivery, shop)},
      {kPost, "/admin/orders/:number/cash", kStaff, kWorker, bind(create_cash, shop)},
      {kPost, "/admin/orders/:number/cancellation", kStaff, kGateway, bind(create_cancellation, shop)},
      {kGet, "/admin/orders/:number/refunds/new", kStaff, kWorker, bind(show_refund_form, shop)},
      {kPost, "/admin/orders/:number/refunds", kStaff, kWorker, bind(create_refund, shop)},
      {kPost, "/admin/orders/:number/payments/:attempt/refunds", kStaff, kWorker, bind(create_giving_back, shop)},
      {kPost, "/admin/orders/:number/refunds/:id/transfer", kStaff, kWorker, bind(create_transfer, shop)},
      {kPost, "/admin/orders/:number/refunds/:id/withdrawal", kStaff, kWorker, bind(create_withdrawal, shop)},
      {kPost, "/admin/orders/:number/refunds/:id/request", kStaff, kWorker, bind(create_request, shop)},
      {kPost, "/admin/orders/:number/payment-check", kStaff, kGateway, bind(create_payment_check, shop)},
  };
}

}  // namespace hurtrock::admin

#include "checkout/routes.hpp"

#include "checkout/handlers.hpp"

namespace hurtrock::checkout {

namespace {

/// Stripe's events carry the whole object they are about.
constexpr std::size_t kLongestEvent = 256 * 1024;
constexpr std::size_t kLargestProof = images::kMostBytes + 64 * 1024;

}  // namespace

std::vector<http::Route> routes(Services& shop) {
  using enum http::Method;
  using http::Access;
  using http::bind;
  using http::RunsOn;
  return {
      {kGet, "/checkout", Access::kAnyone, RunsOn::kWorker, bind(show_checkout, shop)},
      {kPost, "/checkout", Access::kAnyone, RunsOn::kGateway, bind(submit_checkout, shop)},
      {kGet, "/shipping", Access::kAnyone, RunsOn::kWorker, bind(show_delivery, shop)},
      {kGet, "/shipping/quotes", Access::kAnyone, RunsOn::kWorker, bind(show_delivery_quotes, shop)},
      {kPost, "/orders/:number/payment", Access::kAnyone, RunsOn::kGateway, bind(create_payment, shop)},
      {kGet, "/orders/:number/transfer-proof", Access::kAnyone, RunsOn::kWorker, bind(show_transfer_proof, shop)},
      // It waits for the helper that makes the picture anew.
      {kPost, "/orders/:number/transfer-proof", Access::kAnyone, RunsOn::kPictures, bind(create_transfer_proof, shop),
       http::Cached::kNo, kLargestProof, /*uploads=*/true,
       [&shop](const http::Request& request) { return turn_away_from_proof(request, shop); }},
      {kPost, "/orders/:number/cancellation", Access::kAnyone, RunsOn::kGateway, bind(create_cancellation, shop)},
      {kPost, "/orders/:number/delivery", Access::kAnyone, RunsOn::kWorker, bind(create_delivery, shop)},
      {kPost, "/orders/:number/reorder", Access::kAnyone, RunsOn::kWorker, bind(create_reorder, shop)},
      {kGet, "/orders/:number/invoice.pdf", Access::kAnyone, RunsOn::kWorker, bind(show_invoice, shop)},
      {kGet, "/payment/return", Access::kAnyone, RunsOn::kGateway, bind(payment_return, shop)},
      {kGet, "/api/v1/areas", Access::kAnyone, RunsOn::kWorker, bind(api_areas, shop)},
      {kPost, "/api/v1/shipping/quotes", Access::kAnyone, RunsOn::kWorker, bind(api_shipping_quotes, shop)},
      {kPost, "/api/v1/checkout", Access::kAnyone, RunsOn::kGateway, bind(api_checkout, shop)},
      {kPost, "/api/v1/orders/:number/payment", Access::kAnyone, RunsOn::kGateway, bind(api_create_payment, shop)},
      {kPost, "/api/v1/orders/:number/cancellation", Access::kAnyone, RunsOn::kGateway,
       bind(api_create_cancellation, shop)},
      {kPost, "/webhooks/midtrans", Access::kSigned, RunsOn::kWorker, bind(midtrans_webhook, shop)},
      {kPost, "/webhooks/stripe", Access::kSigned, RunsOn::kWorker, bind(stripe_webhook, shop), http::Cached::kNo,
       kLongestEvent},
  };
}

}  // namespace hurtrock::checkout

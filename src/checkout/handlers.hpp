#pragma once

#include "checkout/services.hpp"
#include "platform/http/message.hpp"
#include "platform/http/problem.hpp"

namespace hurtrock::checkout {

// show_checkout.cpp
http::Response show_checkout(const http::Request& request, Services& shop);
// delivery.cpp
http::Response show_delivery(const http::Request& request, Services& shop);
http::Response show_delivery_quotes(const http::Request& request, Services& shop);
// submit_checkout.cpp
http::Response submit_checkout(const http::Request& request, Services& shop);
// api.cpp
http::Response api_areas(const http::Request& request, Services& shop);
http::Response api_shipping_quotes(const http::Request& request, Services& shop);
http::Response api_checkout(const http::Request& request, Services& shop);
// pay_again.cpp
http::Response create_payment(const http::Request& request, Services& shop);
http::Response api_create_payment(const http::Request& request, Services& shop);
// transfer_proof.cpp
std::optional<http::Response> turn_away_from_proof(const http::Request& request, Services& shop);
http::Response show_transfer_proof(const http::Request& request, Services& shop);
http::Response create_transfer_proof(const http::Request& request, Services& shop);
// cancel_order.cpp
http::Response create_cancellation(const http::Request& request, Services& shop);
http::Response api_create_cancellation(const http::Request& request, Services& shop);
// confirm_delivery.cpp
http::Response create_delivery(const http::Request& request, Services& shop);
// reorder.cpp
http::Response create_reorder(const http::Request& request, Services& shop);
// show_invoice.cpp
http::Response show_invoice(const http::Request& request, Services& shop);
// payment_return.cpp
http::Response payment_return(const http::Request& request, Services& shop);
// webhook.cpp
http::Response midtrans_webhook(const http::Request& request, Services& shop);
http::Response stripe_webhook(const http::Request& request, Services& shop);

}  // namespace hurtrock::checkout

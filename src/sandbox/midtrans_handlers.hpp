#pragma once

#include <vector>

#include "platform/http/route.hpp"
#include "sandbox/midtrans_services.hpp"

/// Everything the sandbox answers in Midtrans' name. Where a file of handlers begins, its comment names Midtrans' page.
namespace hurtrock::sandbox {

std::vector<http::Route> midtrans_routes(MidtransServices& services);

// midtrans_snap_api.cpp
http::Response create_snap_transaction(const http::Request& request, MidtransServices& services);
http::Response close_snap_page(const http::Request& request, MidtransServices& services);
// midtrans_core_api.cpp
http::Response transaction_status(const http::Request& request, MidtransServices& services);
http::Response cancel_transaction(const http::Request& request, MidtransServices& services);
http::Response expire_transaction(const http::Request& request, MidtransServices& services);
http::Response approve_transaction(const http::Request& request, MidtransServices& services);
http::Response deny_transaction(const http::Request& request, MidtransServices& services);
http::Response refund_transaction(const http::Request& request, MidtransServices& services);
// midtrans_page.cpp
http::Response show_payment_page(const http::Request& request, MidtransServices& services);
http::Response submit_payment_page(const http::Request& request, MidtransServices& services);
// midtrans_hooks.cpp
http::Response act_as_buyer(const http::Request& request, MidtransServices& services);
http::Response list_orders(const http::Request& request, MidtransServices& services);

/// Whether the request carries the shop's key as Basic authorization.
bool is_authorized(const http::Request& request, const MidtransServices& services);

}  // namespace hurtrock::sandbox

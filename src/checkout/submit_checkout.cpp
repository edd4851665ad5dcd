#include "checkout/answer.hpp"
#include "checkout/checkout_page.hpp"
#include "checkout/handlers.hpp"
#include "checkout/saved_addresses.hpp"
#include "platform/core/crypto.hpp"
#include "platform/http/input.hpp"

namespace hurtrock::checkout {
namespace {

PageState typed(const http::Request& request) {
  PageState state{.form = {.values = request.form.pairs(), .errors = {}},
                  .idempotency_key = std::string(request.form.value("idempotency_key")),
                  .area_code = std::string(request.form.value("area_code")),
                  .shipping_service = std::string(request.form.value("shipping_service")),
                  .payment_method = std::string(request.form.value("payment_method")),
                  .price_changes = {}};
  if (state.idempotency_key.empty() || state.idempotency_key.size() > 255)
    state.idempotency_key = crypto::random_uuid();
  return state;
}

Seen seen_of(const http::Request& request) {
  auto input = http::Input::of_fields(request.form, request.visitor.texts());
  return read_seen(input, request.form.value("shipping_service"));
}

/// The order of the request's parts does not matter; the token, the button and what was shown do not either: what
/// counts is what is ordered.
std::string hash_of(const http::Request& request) {
  std::vector<std::pair<std::string, std::string>> counted;
  for (const auto& pair : request.form.pairs())
    if (pair.first != "_csrf" && pair.first != "place" && pair.first != "area_query" &&
        !pair.first.starts_with("seen_"))
      counted.push_back(pair);
  return crypto::sha256_hex(http::Fields(std::move(counted)).canonical());
}

http::Response refused_page(const http::Request& request, Services& shop, const cart::Cart& before,
                            const NotPlaced& refused) {
  if (refused.why == NotPlaced::Why::kEmptyCart) return http::see_other("/cart");
  PageState state = typed(request);
  const Explained why = explain(refused, request.visitor.texts());
  state.form.errors.push_back({why.field, why.code, why.message});
  if (refused.why == NotPlaced::Why::kPriceChanged) state.price_changes = price_changes_of(before);
  if (refused.why == NotPlaced::Why::kTotalChanged) state.seen = seen_of(request);
  // The same key with other contents is a form that was changed after it had been sent: it becomes a request of its
  // own.
  if (refused.why == NotPlaced::Why::kKeyReused) state.idempotency_key = crypto::random_uuid();
  auto response = checkout_page(request, shop, why.status, std::move(state));
  if (why.status == 429) response.set("Retry-After", std::to_string(why.wait.count()));
  return response;
}

}  // namespace

http::Response submit_checkout(const http::Request& request, Services& shop) {
  const auto owner = cart::owner_of(request.visitor);
  if (!owner) return http::see_other("/cart");

  const std::string_view look_up = request.form.value("look_up");
  if (look_up == "areas" || look_up == "shipping") {
    PageState state = typed(request);
    state.search_areas = look_up == "areas";
    return checkout_page(request, shop, 200, std::move(state));
  }

  auto input = http::Input::of_fields(request.form, request.visitor.texts());
  const std::string key = input.line("idempotency_key", 255);
  const PlaceRequest wanted = read_form(input);
  if (!input.ok()) {
    PageState state = typed(request);
    state.form.errors = input.errors();
    return checkout_page(request, shop, 422, std::move(state));
  }

  const Buyer buyer{.owner = *owner,
                    .language = request.visitor.language,
                    .idempotency_key = key,
                    .body_hash = hash_of(request),
                    .proved_email = proved_email(request.visitor),
                    .is_staff = request.visitor.is_staff()};
  const cart::Cart before = shop.db.read([&](db::Tx& tx) { return cart::load(tx, *owner, request.visitor.language); });
  const auto placed = place_order(shop, buyer, wanted);
  if (!placed) return refused_page(request, shop, before, placed.error());
  if (owner->user && !placed->repeated && request.form.value("save_address") == "1")
    save_address(shop, *owner->user, wanted);
  if (placed->complete) return http::see_other(order_url(shop, placed->complete->number, "&placed=1"));

  const Outcome outcome = finish_placing(shop, *placed);
  switch (outcome.page.kind) {
    case PaymentPage::Kind::kRedirect:
      return http::see_other(outcome.page.url);
    case PaymentPage::Kind::kUnavailable:
      return http::see_other(order_url(shop, outcome.order, "&placed=1&notice=provider_unavailable"));
    case PaymentPage::Kind::kNone:
      break;
  }
  return http::see_other(order_url(shop, outcome.order, "&placed=1"));
}

}  // namespace hurtrock::checkout

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "checkout/answer.hpp"
#include "checkout/articles.hpp"
#include "checkout/handlers.hpp"
#include "checkout/service_name.hpp"
#include "platform/core/crypto.hpp"
#include "platform/core/text.hpp"
#include "platform/http/input.hpp"
#include "shipping/areas.hpp"

namespace hurtrock::checkout {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostAreasAnswered = 20;

std::string answer_json(const Services& shop, const Complete& order, const PaymentPage& page) {
  json::object payment;
  switch (page.kind) {
    case PaymentPage::Kind::kRedirect:
      payment = {{"kind", "redirect"}, {"url", page.url}};
      break;
    case PaymentPage::Kind::kUnavailable:
      // The order stands; its own page offers to try again.
      payment = {{"kind", "redirect"}, {"url", shop.settings.public_url + order_url(shop, order.number)}};
      break;
    case PaymentPage::Kind::kNone:
      payment = {{"kind", "none"}, {"url", shop.settings.public_url + order_url(shop, order.number)}};
      break;
  }
  return json::serialize(json::object{{"order_number", order.number},
                                      {"status", orders::word(order.state)},
                                      {"total", order.total.rupiah()},
                                      {"payment", std::move(payment)}});
}

http::Response refusal(const NotPlaced& refused, const i18n::Texts& texts) {
  const Explained why = explain(refused, texts);
  std::vector<http::FieldError> errors;
  // What the form has on the page lies in an object here.
  const std::string_view within = why.field == "email" || why.field == "phone" ? "contact." : "";
  if (!why.field.empty()) errors.push_back({fmt::format("{}{}", within, why.field), why.code, why.message});
  std::string extra;
  if (refused.why == NotPlaced::Why::kInsufficientStock) extra = "\"available\":" + std::to_string(refused.available);
  if (refused.why == NotPlaced::Why::kTotalChanged) extra = fmt::format("\"total\":{}", refused.total.rupiah());
  auto response = http::problem(why.status, why.code, texts("checkout.refused.title"), why.message, errors, extra);
  if (why.status == 429) response.set("Retry-After", std::to_string(why.wait.count()));
  return response;
}

bool is_key(std::string_view key) {
  return !key.empty() && key.size() <= 255 && std::ranges::all_of(key, [](char c) {
    return static_cast<unsigned char>(c) > 0x20 && static_cast<unsigned char>(c) < 0x7f;
  });
}

}  // namespace

http::Response api_areas(const http::Request& request, Services& shop) {
  const std::string_view query = text::trim(request.query.value("q"));
  const auto& texts = request.visitor.texts();
  if (text::length(query) < 2 || text::length(query) > 100)
    return http::problem(400, "invalid_query", texts("checkout.problem.area_query"),
                         texts("checkout.problem.area_query_detail"));
  json::array found;
  for (const auto& area : shipping::search_areas(query, shop.own_place(), kMostAreasAnswered).areas)
    found.push_back({{"code", area.code},
                     {"kelurahan", area.kelurahan},
                     {"kecamatan", area.kecamatan},
                     {"kota", area.kota},
                     {"provinsi", area.provinsi}});
  return http::json(200, json::serialize(found));
}

http::Response api_shipping_quotes(const http::Request& request, Services& shop) {
  auto input = http::Input::of_json(request);
  if (!input) return std::move(input.error());
  const std::string code = input->line("area_code", 20);
  const auto area = shipping::find_area(code);
  if (input->ok() && !area)
    input->refuse("area_code", "unknown_area", std::string(input->texts()("checkout.error.unknown_area")));
  if (!input->ok()) return http::invalid(*input);

  json::array offered;
  if (const auto owner = cart::owner_of(request.visitor)) {
    const auto quotes = shop.db.read([&](db::Tx& tx) {
      const cart::Cart cart = cart::load(tx, *owner, request.visitor.language);
      const auto articles = articles_of(cart);
      return articles.empty() ? std::vector<shipping::Quote>{}
                              : shipping::quotes(tx, area->province_code.value_or(""), articles, cart.subtotal());
    });
    for (const auto& quote : quotes)
      offered.push_back({{"service_code", quote.service_code},
                         {"name", service_name(quote, request.visitor.texts())},
                         {"courier", quote.courier},
                         {"price", quote.price.rupiah()},
                         {"list_price", quote.list_price.rupiah()},
                         {"min_days", quote.min_days},
                         {"max_days", quote.max_days},
                         {"chargeable_weight_g", quote.chargeable_weight_g},
                         {"charged_kg", quote.charged_kg},
                         {"pickup", quote.is_pickup}});
  }
  return http::json(200, json::serialize(offered));
}

http::Response api_checkout(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  const std::string_view key = request.header("Idempotency-Key");
  if (!is_key(key))
    return http::problem(400, "idempotency_key_required", texts("checkout.problem.key"),
                         texts("checkout.problem.key_detail"));
  auto input = http::Input::of_json(request);
  if (!input) return std::move(input.error());
  const PlaceRequest wanted = read_json(*input);
  if (!input->ok()) return http::invalid(*input);
  const auto owner = cart::owner_of(request.visitor);
  if (!owner) return refusal({NotPlaced::Why::kEmptyCart}, texts);

  const Buyer buyer{.owner = *owner,
                    .language = request.visitor.language,
                    .idempotency_key = std::string(key),
                    .body_hash = crypto::sha256_hex(request.body),
                    .answer_of = [&](const Complete& order) { return answer_json(shop, order, {}); },
                    .proved_email = proved_email(request.visitor),
                    .is_staff = request.visitor.is_staff()};
  const auto placed = place_order(shop, buyer, wanted);
  if (!placed) return refusal(placed.error(), texts);
  if (placed->complete) return http::json(201, answer_json(shop, *placed->complete, {}));
  if (placed->repeated)
    if (auto kept = shop.db.read([&](db::Tx& tx) { return kept_answer(tx, buyer); }))
      return http::json(201, *std::move(kept));

  const auto [order, page] = finish_placing(shop, *placed);
  const std::string answer =
      answer_json(shop, {.number = order.number, .state = order.state, .total = order.totals.total}, page);
  // Whoever of several callers is first here decides what all of them are told.
  auto kept = shop.db.write([&](db::Tx& tx) {
    keep_answer(tx, buyer, answer);
    return kept_answer(tx, buyer);
  });
  return http::json(201, kept.value_or(answer));
}

}  // namespace hurtrock::checkout

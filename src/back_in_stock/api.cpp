#include <boost/json.hpp>

#include "back_in_stock/handlers.hpp"
#include "platform/http/input.hpp"
#include "platform/http/problem.hpp"

namespace hurtrock::back_in_stock {
namespace {

http::Response not_kept(NotKept why, const i18n::Texts& texts) {
  switch (why) {
    case NotKept::kUnknownVariant:
      break;
    case NotKept::kAvailable:
      return http::problem(409, "available", texts("back_in_stock.available.title"),
                           texts("back_in_stock.available.text"));
    case NotKept::kFull:
      return http::problem(409, "too_many_wishes", texts("back_in_stock.problem.full"),
                           texts("back_in_stock.error.full", {{"n", kMostOfMailbox}}));
  }
  return http::problem(404, "unknown_variant", texts("back_in_stock.problem.unknown_variant"),
                       texts("back_in_stock.problem.unknown_variant_detail"));
}

}  // namespace

http::Response api_ask(const http::Request& request, Services& shop) {
  auto input = http::Input::of_json(request);
  if (!input) return std::move(input.error());
  Wish wish;
  wish.variant = VariantId{input->integer("variant_id", 1, INT64_MAX).value_or(0)};
  wish.email = input->email("email");
  if (!input->ok()) return http::invalid(*input);
  wish.language = request.visitor.language;
  const auto kept = keep(request, shop, wish);
  if (!kept) return not_kept(kept.error(), request.visitor.texts());
  return http::json(202, boost::json::serialize(boost::json::object{{"variant_id", wish.variant.value()}}));
}

}  // namespace hurtrock::back_in_stock

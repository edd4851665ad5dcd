#include "catalog/payment_promise.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace hurtrock::catalog {

std::optional<PaymentPromise> payment_promise(const std::vector<std::string>& ways, const i18n::Texts& texts) {
  const auto takes = [&](std::string_view way) { return std::ranges::find(ways, way) != ways.end(); };
  const bool cards = takes("stripe"), transfer = takes("bank_transfer");
  const std::string_view others = cards && transfer ? "cards_and_transfer"
                                  : cards           ? "cards"
                                  : transfer        ? "transfer"
                                                    : "alone";
  if (takes("midtrans"))
    return PaymentPromise{.title = std::string(texts("catalog.promise.qris")),
                          .text = std::string(texts(fmt::format("catalog.promise.qris.{}", others))),
                          .way = "midtrans"};
  if (!cards && !transfer) return std::nullopt;
  return PaymentPromise{.title = std::string(texts(fmt::format("catalog.promise.paying.{}", others))),
                        .text = std::string(texts(fmt::format("catalog.promise.paying_text.{}", others))),
                        .way = cards ? "stripe" : "bank_transfer"};
}

}  // namespace hurtrock::catalog

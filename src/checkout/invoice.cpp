#include "checkout/invoice.hpp"

#include <fmt/format.h>

#include "checkout/refund_order.hpp"
#include "orders/dates.hpp"
#include "payments/payments.hpp"
#include "pricing/pricing.hpp"
#include "store/store.hpp"

namespace hurtrock::checkout {
namespace {

void add_shop(documents::Invoice& invoice, const hurtrock::store::Profile& profile) {
  invoice.shop_name = profile.name;
  invoice.tax_number = profile.tax_number;
  invoice.shop_lines = {profile.street, fmt::format("{}, {} {}", profile.city, profile.province, profile.postal_code),
                        profile.phone, profile.email};
}

void add_buyer(documents::Invoice& invoice, const orders::Order& order) {
  const auto& [name, email, phone] = order.contact;
  invoice.buyer_lines = orders::rows_of(order.address);
  invoice.buyer_lines.insert(invoice.buyer_lines.begin(), name);
  invoice.buyer_lines.insert(invoice.buyer_lines.end(), {phone, email});
}

/// "Merah · RG550-RF": what tells one variant from another.
std::string detail_of(const orders::Line& line) {
  return line.options.empty() ? line.sku : fmt::format("{} · {}", line.options, line.sku);
}

void add_money(documents::Invoice& invoice, const orders::Order& order, const std::vector<orders::Line>& lines,
               const i18n::Texts& texts) {
  std::vector<Money> line_totals;
  for (const auto& line : lines) line_totals.push_back(line.total);
  const auto parts = pricing::split_tax(invoice.tax, line_totals, order.totals);
  for (std::size_t i = 0; i < lines.size(); ++i)
    invoice.lines.push_back({.name = lines[i].name,
                             .detail = detail_of(lines[i]),
                             .quantity = lines[i].quantity,
                             .unit_price = lines[i].unit_price,
                             .total = lines[i].total,
                             .tax = parts.lines[i]});
  invoice.goods = order.totals.goods;
  invoice.goods_tax = parts.goods;
  invoice.charges.push_back(
      {fmt::format("{} ({})", texts("orders.shipping"), order.shipping.name), order.totals.shipping, parts.shipping});
  if (order.totals.fee > Money{})
    invoice.charges.push_back(
        {std::string(texts(order.payment_method == "bank_transfer" ? "orders.unique_code" : "orders.fee")),
         order.totals.fee, parts.fee});
  invoice.discount = order.totals.discount;
  invoice.total = order.totals.total;
}

std::string payment_state(const orders::Order& order, const i18n::Texts& texts) {
  if (order.payment_method == "cod" && order.payment_state == orders::PaymentState::kUnpaid)
    return std::string(texts("orders.payment.cod"));
  return std::string(texts(fmt::format("orders.payment.{}", orders::word(order.payment_state))));
}

}  // namespace

documents::Invoice invoice_of(db::Tx& tx, const orders::Order& order, const i18n::Texts& texts, Time now) {
  documents::Invoice invoice{
      .order_number = order.number,
      .ordered_on = orders::date(order.placed_at, texts),
      .paid_on = order.paid_at ? orders::date(*order.paid_at, texts) : std::string{},
      .shipping = order.shipping.name,
      .payment_method = std::string(texts(fmt::format("orders.method.{}", order.payment_method))),
      .payment_state = payment_state(order, texts),
      .paid = order.payment_state == orders::PaymentState::kPaid,
      .made_at = now,
  };
  if (const auto issued = orders::invoice_of(tx, order.id)) {
    invoice.number = issued->number;
    invoice.tax_base = issued->tax_base;
    invoice.tax = issued->tax;
    // The same file every time it is fetched.
    invoice.made_at = issued->issued_at;
  } else {
    const auto tax = pricing::included_tax(order.totals.total);
    invoice.tax_base = tax.base;
    invoice.tax = tax.tax;
  }
  add_shop(invoice, hurtrock::store::load_profile(tx));
  add_buyer(invoice, order);
  add_money(invoice, order, orders::lines_of(tx, order.id), texts);
  const auto money = money_of(tx, order);
  invoice.forgiven = money.forgiven;
  for (const auto& refund : money.refunds)
    if (refund.settled_at)
      invoice.refunds.push_back(
          {orders::date(*refund.settled_at, texts), orders::refund_reason(refund.reason, texts), refund.amount});
  return invoice;
}

std::string invoice_file_name(const orders::Order& order) { return fmt::format("invoice-{}.pdf", order.number); }

}  // namespace hurtrock::checkout

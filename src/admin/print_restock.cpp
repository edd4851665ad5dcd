#include <fmt/format.h>

#include "admin/handlers.hpp"
#include "admin/restock_page.hpp"
#include "catalog/suppliers.hpp"
#include "documents/purchase_order.hpp"
#include "orders/dates.hpp"
#include "store/store.hpp"

namespace hurtrock::admin {
namespace {

documents::PurchaseOrder paper_of(const restock::Order& order, const catalog::SupplierDraft& supplier,
                                  const hurtrock::store::Profile& profile, const i18n::Texts& texts, Time now) {
  documents::PurchaseOrder paper{
      .shop_name = profile.name,
      .shop_lines = {profile.street, fmt::format("{}, {} {}", profile.city, profile.province, profile.postal_code),
                     profile.phone, profile.email},
      .number = order.number,
      .dated = orders::date(order.ordered_at.value_or(order.created_at), texts),
      .expected_on = order.expected_at ? orders::date(*order.expected_at, texts) : std::string{},
      .supplier_lines = {supplier.name, supplier.contact_name, supplier.address, supplier.phone, supplier.email},
      .note = order.note,
      .is_draft = order.state == restock::State::kDraft,
      .is_cancelled = order.state == restock::State::kCancelled,
      .lines = {},
      .total = order.total(),
      .made_at = now};
  // Suppliers need it for their tax invoice.
  if (!profile.tax_number.empty())
    paper.shop_lines.push_back(texts("documents.invoice.tax_number", {{"number", profile.tax_number}}));
  for (const auto& line : order.lines) {
    const auto& ordered = line.ordered;
    paper.lines.push_back({.sku = ordered.sku,
                           .name = ordered.name,
                           .options = ordered.options,
                           .quantity = ordered.quantity,
                           .unit_cost = ordered.unit_cost});
  }
  return paper;
}

/// The supplier's, which need not be the reader's.
const i18n::Texts& texts_of(const http::Request& request) {
  const std::string_view language = request.query.value("language");
  if (language == "id") return i18n::Texts::of(i18n::Language::kIndonesian);
  if (language == "en") return i18n::Texts::of(i18n::Language::kEnglish);
  return request.visitor.texts();
}

}  // namespace

http::Response show_restock_pdf(const http::Request& request, Services& shop) {
  const auto& texts = texts_of(request);
  const auto paper = shop.db.read([&](db::Tx& tx) -> std::optional<documents::PurchaseOrder> {
    const auto order = restock::find(tx, request.param("number"));
    const auto supplier = order ? catalog::find_supplier(tx, order->supplier) : std::nullopt;
    if (!supplier) return std::nullopt;
    return paper_of(*order, supplier->supplier, hurtrock::store::load_profile(tx), texts, shop.clock.now());
  });
  if (!paper) return missing_restock_page(request, shop);
  return http::document(documents::purchase_order_pdf(*paper, texts), "application/pdf",
                        fmt::format("{}.pdf", paper->number));
}

}  // namespace hurtrock::admin

#include "admin/restock_filter.hpp"

#include "platform/core/text.hpp"

namespace hurtrock::admin {
RestockFilter RestockFilter::read(const http::Fields& query) {
  RestockFilter filter;
  const std::string_view typed = text::trim(query.value("q"));
  if (text::is_printable(typed)) filter.search = text::shorten(typed, kLongestSearch);
  filter.state = restock::find_state(query.value("state"));
  filter.supplier = id_or_name_in<SupplierId>(query, "supplier", filter.in_vain);
  filter.before = id_in<PurchaseOrderId>(query, "before");
  return filter;
}

std::string RestockFilter::address() const {
  std::vector<std::pair<std::string, std::string>> fields;
  if (!search.empty()) fields.emplace_back("q", search);
  if (state) fields.emplace_back("state", word(*state));
  if (supplier) fields.emplace_back("supplier", std::to_string(supplier->value()));
  fields.insert(fields.end(), in_vain.begin(), in_vain.end());
  return fields.empty() ? "/admin/restock" : "/admin/restock?" + http::Fields(std::move(fields)).canonical();
}

std::string RestockFilter::address_before(PurchaseOrderId order) const {
  const std::string plain = address();
  return plain + (plain.contains('?') ? '&' : '?') + "before=" + std::to_string(order.value());
}

}  // namespace hurtrock::admin

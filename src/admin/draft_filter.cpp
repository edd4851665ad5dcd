#include "admin/draft_filter.hpp"

#include "admin/filter_words.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::admin {

DraftFilter DraftFilter::read(const http::Fields& query) {
  DraftFilter filter;
  filter.placed = query.value("state") == "placed";
  const std::string_view typed = text::trim(query.value("q"));
  if (text::is_printable(typed)) filter.search = text::shorten(typed, kLongestSearch);
  filter.before = id_in<DraftOrderId>(query, "before");
  return filter;
}

std::string DraftFilter::address() const {
  std::vector<std::pair<std::string, std::string>> fields;
  if (!search.empty()) fields.emplace_back("q", search);
  if (placed) fields.emplace_back("state", "placed");
  return fields.empty() ? "/admin/drafts" : "/admin/drafts?" + http::Fields(std::move(fields)).canonical();
}

std::string DraftFilter::address_before(DraftOrderId draft) const {
  const std::string plain = address();
  return plain + (plain.contains('?') ? '&' : '?') + "before=" + std::to_string(draft.value());
}

}  // namespace hurtrock::admin

#include "admin/draft_filter.hpp"

#include "admin/filter_words.hpp"
#include "platform/core/text.hpp"
#include "platform/i18n/texts.hpp"

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

std::optional<DraftNumber> draft_number(std::string_view typed) {
  const std::size_t number = typed.find_last_not_of("0123456789") + 1;
  const auto id = text::parse_integer(typed.substr(number), 1, INT64_MAX);
  if (!id) return std::nullopt;
  const std::string called = text::lower(typed);
  for (const auto language : {i18n::Language::kIndonesian, i18n::Language::kEnglish})
    if (called == text::lower(i18n::Texts::of(language)("admin.draft.title_of", {{"id", *id}})))
      return DraftNumber{.id = DraftOrderId{*id}, .is_named = true};
  return number == 0 ? std::optional{DraftNumber{.id = DraftOrderId{*id}}} : std::nullopt;
}

}  // namespace hurtrock::admin

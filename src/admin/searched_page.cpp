#include "admin/searched_page.hpp"

#include <fmt/format.h>

#include "admin/filter_words.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::admin {

SearchedPage SearchedPage::read(const http::Fields& query) {
  SearchedPage asked;
  const std::string_view typed = text::trim(query.value("q"));
  if (text::is_printable(typed)) asked.search = text::shorten(typed, kLongestSearch);
  asked.page = text::parse_integer(query.value("page"), 1, kLast).value_or(1);
  return asked;
}

std::string SearchedPage::address(std::string_view list) const {
  std::vector<std::pair<std::string, std::string>> fields;
  if (!search.empty()) fields.emplace_back("q", search);
  if (page > 1) fields.emplace_back("page", std::to_string(page));
  return fields.empty() ? std::string(list) : fmt::format("{}?{}", list, http::Fields(std::move(fields)).canonical());
}

}  // namespace hurtrock::admin

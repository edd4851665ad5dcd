#include "admin/activity_filter.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "admin/dates.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::admin {
namespace {

constexpr std::size_t kLongestThing = 100;

/// "1795342500000000-17": when it was, in microseconds, and its id.
std::optional<ActivityFilter::Cursor> read_activity_cursor(std::string_view text) {
  const auto parts = text::split(text, '-');
  if (parts.size() != 2) return std::nullopt;
  const auto micros = text::parse_integer(parts[0], 0, INT64_MAX);
  const auto id = text::parse_integer(parts[1], 1, INT64_MAX);
  if (!micros || !id) return std::nullopt;
  return ActivityFilter::Cursor{from_micros(*micros), *id};
}

std::string address_with(const ActivityFilter& filter, const std::string& cursor) {
  std::vector<std::pair<std::string, std::string>> fields;
  const auto add = [&](std::string_view name, std::string_view value) {
    if (!value.empty()) fields.emplace_back(name, value);
  };
  add("person", filter.person ? std::to_string(filter.person->value()) : std::string{});
  add("kind", filter.kind);
  add("thing", filter.thing);
  add("from", filter.from);
  add("to", filter.to);
  fields.insert(fields.end(), filter.in_vain.begin(), filter.in_vain.end());
  add("older", cursor);
  constexpr std::string_view kPath = "/admin/activity";
  return fields.empty() ? std::string(kPath) : fmt::format("{}?{}", kPath, http::Fields(std::move(fields)).canonical());
}

}  // namespace

ActivityFilter ActivityFilter::read(const http::Fields& query) {
  ActivityFilter filter;
  filter.person = id_or_vain_in<UserId>(query, "person", filter.in_vain);
  const std::string_view kind = query.value("kind");
  if (std::ranges::find(kActivityKinds, kind) != std::end(kActivityKinds)) filter.kind = kind;
  const std::string_view thing = text::trim(query.value("thing"));
  if (text::is_printable(thing)) filter.thing = text::shorten(thing, kLongestThing);
  const auto day = [&](std::string_view name) {
    const std::string_view text = query.value(name);
    return wib_midnight(text) ? std::string(text) : std::string{};
  };
  filter.from = day("from");
  filter.to = day("to");
  filter.older_than = read_activity_cursor(query.value("older"));
  return filter;
}

std::string ActivityFilter::address() const { return address_with(*this, {}); }

std::string ActivityFilter::address_older_than(const Cursor& cursor) const {
  return address_with(*this, fmt::format("{}-{}", to_micros(cursor.at), cursor.id));
}

}  // namespace hurtrock::admin

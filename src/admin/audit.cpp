#include "admin/audit.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "admin/dates.hpp"
#include "admin/store.hpp"
#include "admin/text_or.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::admin {
namespace {

namespace json = boost::json;

constexpr std::size_t kLongestWord = 20;          ///< of a state
constexpr std::size_t kLongestValueShown = 160;   ///< characters of a long text
constexpr std::string_view kVersion = "version";  // of rows that are guarded by one; says nothing to people

/// The members of `object` that `other` does not have, or has otherwise.
json::object without_same(const json::object& object, const json::object& other) {
  json::object left;
  for (const auto& [name, value] : object) {
    const json::value* same = other.if_contains(name);
    if (same == nullptr || *same != value) left[name] = value;
  }
  return left;
}

json::object read_object(const std::string& text) {
  boost::system::error_code error;
  const json::value value = json::parse(text, error);
  return !error && value.is_object() ? value.as_object() : json::object{};
}

std::string shown(const json::value& value, const i18n::Texts& texts) {
  if (const auto* text = value.if_string()) {
    const std::string key = fmt::format("admin.history.value.{}", std::string_view(*text));
    if (text->size() < kLongestWord && texts.has(key)) return std::string(texts(key));
    const std::string_view beginning = text::shorten(*text, kLongestValueShown);
    return beginning.size() == text->size() ? std::string(beginning) : std::string(beginning) + "…";
  }
  if (const auto* flag = value.if_bool()) return std::string(texts(*flag ? "admin.history.yes" : "admin.history.no"));
  return value.is_null() ? std::string{} : json::serialize(value);
}

/// "price", "variants/RG550-RF/price" and "specs/Scale length" for people.
std::string worded_member(std::string_view member, const i18n::Texts& texts) {
  const auto parts = text::split(member, '/');
  const std::string last = text_or(fmt::format("admin.history.field.{}", parts.back()), parts.back(), texts);
  return parts.size() == 3 ? fmt::format("{} · {}", parts[1], last) : last;
}

}  // namespace

void audit(db::Tx& tx, const StaffMember& staff, std::string_view action, std::string_view subject_kind,
           std::string_view subject_id, const json::object& before, const json::object& after, Time now) {
  const json::object was = without_same(before, after), is = without_same(after, before);
  if (was.empty() && is.empty()) return;
  store::add_audit_entry(tx,
                         {.actor = staff.id == UserId{} ? std::nullopt : std::optional{staff.id},
                          .actor_name = staff.name,
                          .action = action,
                          .subject_kind = subject_kind,
                          .subject_id = subject_id,
                          .before_json = before.empty() ? "null" : json::serialize(was),
                          .after_json = after.empty() ? "null" : json::serialize(is),
                          .remote_address = staff.remote_address},
                         now);
}

std::vector<HistoryRow::Change> changes_in(const std::string& before_json, const std::string& after_json,
                                           const i18n::Texts& texts) {
  std::vector<HistoryRow::Change> changes;
  const json::object before = read_object(before_json), after = read_object(after_json);
  for (const auto& [name, value] : before) {
    if (std::string_view(name) == kVersion) continue;
    const json::value* now = after.if_contains(name);
    if (now != nullptr && *now == value) continue;
    changes.push_back({.field = worded_member(name, texts),
                       .before = shown(value, texts),
                       .after = now == nullptr ? std::string{} : shown(*now, texts)});
  }
  for (const auto& [name, value] : after)
    if (std::string_view(name) != kVersion && !before.contains(name))
      changes.push_back({.field = worded_member(name, texts), .before = {}, .after = shown(value, texts)});
  return changes;
}

std::string worded_action(std::string_view action, const i18n::Texts& texts) {
  return text_or(fmt::format("admin.history.{}", action), action, texts);
}

std::vector<HistoryRow> history_of(db::Tx& tx, std::string_view subject_kind, std::string_view subject_id,
                                   std::int64_t limit, const i18n::Texts& texts) {
  std::vector<HistoryRow> rows;
  for (const auto& entry : store::audit_entries_of(tx, subject_kind, subject_id, limit)) {
    HistoryRow row{
        .text = worded_action(entry.action, texts),
        .actor = entry.actor_name.empty() ? std::string(texts("admin.activity.deleted_account")) : entry.actor_name,
        .at = date_and_time(entry.at, texts)};
    // What a thing was made of stands on its page.
    if (entry.before_json != "null") row.changes = changes_in(entry.before_json, entry.after_json, texts);
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace hurtrock::admin

#include "admin/audit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <iterator>
#include <map>

#include "admin/dates.hpp"
#include "admin/store.hpp"
#include "admin/text_or.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::admin {
namespace {

namespace json = boost::json;

constexpr std::size_t kLongestWord = 20;         ///< of a state
constexpr std::size_t kLongestValueShown = 160;  ///< characters of a long text

/// Members that say nothing to people: what guards a row, and the number of a picture's row.
constexpr std::string_view kUnsaid[] = {"version", "image"};
/// Whole rupiah. Of the lines of a purchase order "received" counts pieces; those have a longer name.
constexpr std::string_view kMoneyMembers[] = {"amount", "fee", "received", "rest", "minimum_total", "maximum_total"};
/// Members whose words have texts of their own.
constexpr std::pair<std::string_view, std::string_view> kWordedElsewhere[] = {{"cause", "admin.stock.cause."},
                                                                              {"from", "admin.account."},
                                                                              {"to", "admin.account."},
                                                                              {"payment_method", "admin.provider."}};
/// What a thing is known by is told before everything else, long texts after it.
constexpr std::string_view kToldFirst[] = {"name",     "name_id", "name_en", "state",   "payment_state",
                                           "amount",   "price",   "compare", "on_hand", "quantity",
                                           "category", "brand",   "model",   "options"};
constexpr std::string_view kToldLast[] = {"slug",         "description_id",     "description_en",    "seo_title_id",
                                          "seo_title_en", "seo_description_id", "seo_description_en"};

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

/// Some rows have written amounts as text.
std::optional<Money> money_in(std::string_view member, const json::value& value) {
  if (std::ranges::find(kMoneyMembers, member) == std::end(kMoneyMembers)) return std::nullopt;
  if (const auto* number = value.if_int64()) return Money{*number};
  const auto* text = value.if_string();
  const auto number = text == nullptr ? std::nullopt : text::parse_integer(*text, 0, INT64_MAX);
  return number ? std::optional{Money{*number}} : std::nullopt;
}

std::string shown_text(std::string_view member, std::string_view text, const i18n::Texts& texts) {
  std::string_view words = "admin.history.value.";
  for (const auto& [name, elsewhere] : kWordedElsewhere)
    if (name == member) words = elsewhere;
  const std::string key = fmt::format("{}{}", words, text);
  if (text.size() < kLongestWord && texts.has(key)) return std::string(texts(key));
  const std::string_view beginning = text::shorten(text, kLongestValueShown);
  return beginning.size() == text.size() ? std::string(beginning) : std::string(beginning) + "…";
}

/// Lists and what is made of parts are told without the names of the parts: "BCA, 1234567890, PT Hurtrock; BNI, …".
std::string shown(std::string_view member, const json::value& value, const i18n::Texts& texts) {
  if (const auto money = money_in(member, value)) return format_rupiah(*money);
  if (const auto* text = value.if_string()) return shown_text(member, *text, texts);
  if (const auto* flag = value.if_bool()) return std::string(texts(*flag ? "admin.history.yes" : "admin.history.no"));
  if (value.is_number()) return json::serialize(value);
  std::string all;
  const auto add = [&](const json::value& part, std::string_view between) {
    const std::string said = shown("", part, texts);
    if (!said.empty()) all += (all.empty() ? "" : std::string(between)) + said;
  };
  if (const auto* list = value.if_array())
    for (const auto& part : *list) add(part, "; ");
  if (const auto* object = value.if_object())
    for (const auto& [name, part] : *object) add(part, ", ");
  return all;
}

/// "price", "variants/RG550-RF/price" and "specs/Scale length" for people.
std::string worded_member(std::string_view member, const i18n::Texts& texts) {
  const auto parts = text::split(member, '/');
  const std::string last = text_or(fmt::format("admin.history.field.{}", parts.back()), parts.back(), texts);
  return parts.size() == 3 ? fmt::format("{} · {}", parts[1], last) : last;
}

/// Its place among the members, the first to be told has the lowest.
std::ptrdiff_t rank(std::string_view member) {
  const std::string_view last = text::split(member, '/').back();  // of "variants/RG550-RF/price"
  const auto first = std::ranges::find(kToldFirst, last);
  if (first != std::end(kToldFirst)) return first - std::begin(kToldFirst);
  return std::ssize(kToldFirst) + (std::ranges::find(kToldLast, last) == std::end(kToldLast) ? 0 : 1);
}

/// The names of all members of both, in the order they are told: by rank, those of one rank as they were written.
std::multimap<std::ptrdiff_t, std::string_view> members_of(const json::object& before, const json::object& after) {
  std::multimap<std::ptrdiff_t, std::string_view> names;
  const auto add = [&](std::string_view name) {
    if (std::ranges::find(kUnsaid, name) == std::end(kUnsaid)) names.emplace(rank(name), name);
  };
  for (const auto& member : before) add(member.key());
  for (const auto& member : after)
    if (!before.contains(member.key())) add(member.key());
  return names;
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
  for (const auto& [place, name] : members_of(before, after)) {
    const json::value *was = before.if_contains(name), *is = after.if_contains(name);
    if (was != nullptr && is != nullptr && *was == *is) continue;
    HistoryRow::Change change{.field = worded_member(name, texts),
                              .before = was == nullptr ? std::string{} : shown(name, *was, texts),
                              .after = is == nullptr ? std::string{} : shown(name, *is, texts)};
    // What was empty and is not there any more, or the other way round, is no news.
    if (!change.before.empty() || !change.after.empty()) changes.push_back(std::move(change));
  }
  return changes;
}

std::string worded_action(std::string_view action, const i18n::Texts& texts) {
  return text_or(fmt::format("admin.history.{}", action), action, texts);
}

std::string name_in(const std::string& before_json, const std::string& after_json) {
  const json::object before = read_object(before_json), after = read_object(after_json);
  for (const auto* object : {&before, &after})
    for (const std::string_view member : {"name", "name_id", "terms"})
      if (const json::value* name = object->if_contains(member); name != nullptr && name->is_string())
        return std::string(std::string_view(name->get_string()));
  return {};
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

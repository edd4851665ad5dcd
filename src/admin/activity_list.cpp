#include "admin/activity_filter.hpp"
#include "admin/activity_rows.hpp"
#include "admin/frame.hpp"
#include "admin/handlers.hpp"
#include "admin/saved_filters.hpp"
#include "admin/views/activity.html.hpp"

namespace hurtrock::admin {
namespace {

constexpr std::int64_t kActivitiesPerPage = 50;
constexpr std::size_t kMostActivityChanges = 12;

std::vector<Choice> kind_choices(const ActivityFilter& filter, const i18n::Texts& texts) {
  std::vector<Choice> choices{{"", std::string(texts("admin.activity.any_kind")), filter.kind.empty()}};
  for (const auto kind : kActivityKinds)
    choices.push_back(
        {std::string(kind), std::string(texts("admin.activity.kind." + std::string(kind))), filter.kind == kind});
  return choices;
}

std::vector<Choice> person_choices(const ActivityFilter& filter, std::vector<std::pair<UserId, std::string>> names,
                                   const std::optional<std::string>& asked_for, const i18n::Texts& texts) {
  std::vector<Choice> choices{
      {"", std::string(texts("admin.activity.anybody")), !filter.person && filter.in_vain.empty()}};
  bool is_listed = !filter.person;
  for (auto& [id, name] : names) {
    is_listed = is_listed || filter.person == id;
    choices.push_back({std::to_string(id.value()), std::move(name), filter.person == id});
  }
  // Somebody who is not of the staff any more, or has never been anybody.
  if (!is_listed) {
    const std::string id = std::to_string(filter.person->value());
    choices.push_back({id, asked_for.value_or("#" + id), true});
  }
  for (const auto& [field, typed] : filter.in_vain) choices.push_back({typed, typed, true});
  return choices;
}

}  // namespace

http::Response show_activity(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  const ActivityFilter filter = ActivityFilter::read(request.query);
  ActivityPage view{.frame = frame_for(request, shop, Section::kPeople, texts("admin.activity.title"))};
  std::vector<store::ActivityLogRow> rows;
  std::vector<std::pair<UserId, std::string>> names;
  std::optional<std::string> asked_for;
  shop.db.read([&](db::Tx& tx) {
    // One more than fits says whether there are others.
    rows = store::activity(tx, filter, texts.language(), kActivitiesPerPage + 1);
    names = store::staff_names(tx);
    view.saved = saved_filters(tx, request, FilteredList::kActivity);
    if (filter.person)
      if (const auto user = accounts::find_user(tx, *filter.person)) asked_for = user->name;
  });
  if (std::ssize(rows) > kActivitiesPerPage) {
    rows.pop_back();
    view.older_url = filter.address_older_than(rows.back().place);
  }
  if (filter.older_than) view.newest_url = filter.address();
  if (filter.is_narrowed()) view.clear_url = ActivityFilter{}.address();
  for (const auto& row : rows) view.rows.push_back(activity_row(row, kMostActivityChanges, texts));
  view.people = person_choices(filter, std::move(names), asked_for, texts);
  view.kinds = kind_choices(filter, texts);
  view.thing = filter.thing;
  view.from = filter.from;
  view.to = filter.to;

  std::string out;
  html::Writer writer(out, texts);
  views::activity(writer, view);
  return http::html(200, std::move(out));
}

}  // namespace hurtrock::admin

#include <fmt/format.h>

#include "admin/frame.hpp"
#include "admin/handlers.hpp"
#include "admin/saved_filter_store.hpp"
#include "admin/saved_filters.hpp"
#include "admin/staff_action.hpp"
#include "admin/views/saved_filter.html.hpp"
#include "layout/error_page.hpp"
#include "platform/core/text.hpp"
#include "platform/http/input.hpp"

namespace hurtrock::admin {
namespace {

constexpr std::size_t kLongestFilterName = 60;

/// The list that a form stands on, as it is shown.
struct ShownList {
  FilteredList list;
  std::string address;  ///< with its filter
  bool in_vain = false;
  /// What can be kept; empty: nothing.
  [[nodiscard]] std::string filter() const { return in_vain ? std::string{} : std::string(query_in(address)); }
};

/// Nothing: no page of ours sends that.
std::optional<ShownList> shown_list(const http::Fields& form) {
  const auto list = find_filtered_list(form.value("list"));
  const auto query = http::Fields::decode(form.value("filter"));
  if (!list || !query) return std::nullopt;
  return ShownList{.list = *list, .address = address_of(*list, *query), .in_vain = is_in_vain(*list, *query)};
}

/// Back to the list, which words the notice; without a filter there is none to speak of.
http::Response back_to_list(const ShownList& shown, std::string_view notice) {
  const bool has_filter = shown.address.contains('?');
  return http::see_other(fmt::format("{}{}notice={}", shown.address, has_filter ? '&' : '?', notice));
}

struct FilterRefused {
  int status = 422;
  std::vector<http::FieldError> errors;
  store::SavedFilter taken = {};  ///< the other one of that name
};

http::Response filter_refused(const http::Request& request, Services& shop, const ShownList& shown,
                              FilterRefused refused) {
  const auto& texts = request.visitor.texts();
  SavedFilterPage view{.frame = frame_for(request, shop, section_of(shown.list), texts("admin.saved.save")),
                       .form = {.form = {.values = request.form.pairs(), .errors = std::move(refused.errors)},
                                .list = std::string(word(shown.list)),
                                .filter = shown.filter()},
                       .list_title = std::string(texts(title_of(shown.list))),
                       .list_url = shown.address,
                       .taken = refused.taken.id.value(),
                       .taken_name = refused.taken.name,
                       .taken_url = address_of(shown.list, refused.taken.query).value_or(shown.address)};
  // Its own address has no page.
  view.frame.shop.path = shown.address;
  std::string out;
  html::Writer writer(out, texts);
  views::saved_filter(writer, view);
  return http::html(refused.status, std::move(out));
}

FilterRefused not_saved(const store::NotSaved& why, const i18n::Texts& texts) {
  switch (why.why) {
    case store::NotSaved::Why::kTaken:
      return {.status = 409,
              .errors = {{"name", "taken", std::string(texts("admin.saved.error.taken"))}},
              .taken = why.taken};
    case store::NotSaved::Why::kTooMany:
      return {.status = 409,
              .errors = {{"", "too_many", texts("admin.saved.error.too_many", {{"count", store::kMostSavedFilters}})}}};
    case store::NotSaved::Why::kTooManyShared:
      return {.status = 409,
              .errors = {{"shared", "too_many",
                          texts("admin.saved.error.too_many_shared", {{"count", store::kMostSharedFilters}})}}};
  }
  return {};
}

/// What was typed, as far as it can be read; everything wrong is in `input`.
store::NewSavedFilter read_filter(http::Input& input, const http::Request& request, const ShownList& shown) {
  store::NewSavedFilter filter{.owner = staff_of(request).id,
                               .list = std::string(word(shown.list)),
                               .name = input.line("name", kLongestFilterName),
                               .query = shown.filter(),
                               .shared = input.word("shared", {"1"}, http::Need::kOptional) == "1",
                               .replaces = {}};
  if (const auto id = input.integer("replace", 1, INT64_MAX, http::Need::kOptional))
    filter.replaces = store::SavedFilterId{*id};
  if (shown.in_vain)
    input.refuse("", "in_vain", std::string(input.texts()("admin.saved.error.in_vain")));
  else if (filter.query.empty())
    input.refuse("", "nothing", std::string(input.texts()("admin.saved.error.nothing")));
  return filter;
}

}  // namespace

http::Response create_saved_filter(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  const auto shown = shown_list(request.form);
  if (!shown) return layout::error_response(request, shop.frames, 400);
  if (!may_see(request.visitor, shown->list)) return for_admins_only(request, shop);
  auto input = http::Input::of_fields(request.form, texts);
  const auto filter = read_filter(input, request, *shown);
  if (!input.ok()) return filter_refused(request, shop, *shown, {.errors = input.errors()});
  const auto saved = shop.db.write([&](db::Tx& tx) { return store::save_filter(tx, filter, shop.clock.now()); });
  if (!saved) return filter_refused(request, shop, *shown, not_saved(saved.error(), texts));
  return back_to_list(*shown, "filter_saved");
}

http::Response create_saved_filter_removal(const http::Request& request, Services& shop) {
  const auto shown = shown_list(request.form);
  const auto id = text::parse_integer(request.param("id"), 1, INT64_MAX);
  if (!shown || !id) return layout::error_response(request, shop.frames, 400);
  const auto& user = *request.visitor.user;
  const bool may = shop.db.write([&](db::Tx& tx) {
    const auto filter = store::find_saved_filter(tx, store::SavedFilterId{*id});
    // A second click finds it gone already.
    if (!filter) return true;
    if (filter->owner != UserId{user.id} && !(filter->shared && user.role == http::Role::kAdmin)) return false;
    store::remove_saved_filter(tx, filter->id);
    return true;
  });
  return may ? back_to_list(*shown, "filter_removed") : layout::error_response(request, shop.frames, 403);
}

}  // namespace hurtrock::admin

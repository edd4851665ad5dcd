#include <fmt/format.h>

#include "admin/audit.hpp"
#include "admin/edit_form.hpp"
#include "admin/frame.hpp"
#include "admin/handlers.hpp"
#include "admin/settings_pages.hpp"
#include "admin/store_profile_form.hpp"
#include "admin/views/store_profile.html.hpp"
#include "platform/core/text.hpp"
#include "store/describe.hpp"

namespace hurtrock::admin {
namespace {

constexpr std::string_view kProfileFields[] = {"name",     "street", "city",       "province",  "postal_code", "phone",
                                               "whatsapp", "email",  "tax_number", "free_from", "free_at_most"};
constexpr std::size_t kWeek[] = {1, 2, 3, 4, 5, 6, 0};  // as a week is read here

struct ProfilePageState {
  int status = 200;
  std::string notice = {};
  http::Fields fields = {};
  std::vector<http::FieldError> errors = {};
  bool conflict = false;
};

boost::json::object as_json(const hurtrock::store::Profile& profile) {
  if (profile.version == 0) return {};
  boost::json::object object;
  for (const auto& [name, value] : fields_of(profile).pairs())
    if (!name.starts_with("open_") && !name.starts_with("close_")) object[name] = value;
  for (const std::size_t weekday : kWeek) {
    const auto& hours = profile.hours[weekday];
    object[fmt::format("hours_{}", weekday)] =
        hours ? fmt::format("{:02}.{:02}–{:02}.{:02}", hours->opens_minute / 60, hours->opens_minute % 60,
                            hours->closes_minute / 60, hours->closes_minute % 60)
              : std::string{};
  }
  return object;
}

void show_papers(const hurtrock::store::Profile& profile, const i18n::Texts& texts, StoreProfilePage& view) {
  view.preview = hurtrock::store::describe(profile, texts);
  view.label_lines = {profile.street, fmt::format("{}, {} {}", profile.city, profile.province, profile.postal_code)};
  view.invoice_lines = view.label_lines;
  for (const std::string* line : {&profile.phone, &profile.email})
    if (!line->empty()) view.invoice_lines.push_back(*line);
  view.tax_number = profile.tax_number;
}

http::Response profile_page(const http::Request& request, Services& shop, ProfilePageState state) {
  const auto& texts = request.visitor.texts();
  hurtrock::store::Profile stored;
  std::vector<HistoryRow> history;
  shop.db.read([&](db::Tx& tx) {
    stored = hurtrock::store::load_profile(tx);
    history = history_of(tx, "store_profile", "1", kHistoryShown, texts);
  });
  const bool as_stored = state.fields.pairs().empty();
  if (as_stored) state.fields = fields_of(stored);

  StoreProfilePage view{.frame = frame_for(request, shop, Section::kSettings, texts("admin.profile.title"))};
  view.frame.shop.notice = std::move(state.notice);
  view.form.form = {.values = state.fields.pairs(), .errors = std::move(state.errors)};
  view.history = std::move(history);
  view.conflict = state.conflict;
  view.version = as_stored || state.conflict
                     ? stored.version
                     : text::parse_integer(state.fields.value("version"), 0, INT64_MAX).value_or(0);
  for (const std::string_view field : kProfileFields)
    view.label_texts.emplace_back(field, texts(fmt::format("admin.profile.field.{}", field)));
  for (const std::size_t weekday : kWeek) {
    DayFields day{.name = std::string(texts(fmt::format("store.weekday.{}", weekday))),
                  .open = hour_field("open", weekday),
                  .close = hour_field("close", weekday)};
    for (const std::string& field : {day.open, day.close}) view.label_texts.emplace_back(field, day.name);
    view.days.push_back(std::move(day));
  }
  if (state.conflict) {
    const http::Fields theirs = fields_of(stored);
    const auto shown = [](std::string_view, std::string value) { return value; };
    for (const auto& [field, value] : theirs.pairs())
      set_beside(view.form, state.fields, theirs, {field}, texts, shown);
  }
  show_papers(read_store_profile(state.fields, texts).value_or(stored), texts, view);
  std::string out;
  html::Writer writer(out, texts);
  views::store_profile(writer, view);
  return http::html(state.status, std::move(out));
}

}  // namespace

http::Response show_store_profile(const http::Request& request, Services& shop) {
  const bool saved = request.query.value("notice") == "saved";
  return profile_page(
      request, shop,
      {.notice = saved ? std::string(request.visitor.texts()("admin.edit.notice.saved")) : std::string{}});
}

http::Response update_store_profile(const http::Request& request, Services& shop) {
  const auto profile = read_store_profile(request.form, request.visitor.texts());
  if (!profile) return profile_page(request, shop, {.status = 422, .fields = request.form, .errors = profile.error()});
  if (request.form.value("do") == "preview") return profile_page(request, shop, {.fields = request.form});
  const StaffMember staff = staff_of(request);
  const auto seen = text::parse_integer(request.form.value("version"), 0, INT64_MAX).value_or(-1);
  const bool saved = shop.db.write([&](db::Tx& tx) {
    const Time now = shop.clock.now();
    const auto before = as_json(hurtrock::store::load_profile(tx));
    if (!hurtrock::store::save_profile(tx, *profile, seen, now)) return false;
    audit(tx, staff, "store_profile.changed", "store_profile", "1", before, as_json(hurtrock::store::load_profile(tx)),
          now);
    return true;
  });
  if (!saved) return profile_page(request, shop, {.status = 409, .fields = request.form, .conflict = true});
  if (shop.shop_changed) shop.shop_changed();
  return http::see_other("/admin/store-profile?notice=saved");
}

}  // namespace hurtrock::admin

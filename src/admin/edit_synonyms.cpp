#include <fmt/format.h>

#include "admin/audit.hpp"
#include "admin/edit_form.hpp"
#include "admin/frame.hpp"
#include "admin/handlers.hpp"
#include "admin/search_words_pages.hpp"
#include "admin/store.hpp"
#include "admin/views/synonym_edit.html.hpp"
#include "admin/views/synonym_list.html.hpp"
#include "catalog/search/synonym_sets.hpp"
#include "platform/core/text.hpp"
#include "platform/http/input.hpp"

namespace hurtrock::admin {
namespace {

using catalog::search::SynonymRefusal;
using catalog::search::SynonymSet;

constexpr std::size_t kLongestSet = 2'000;

struct SynonymPageState {
  int status = 200;
  std::string notice = {};
  http::Fields fields = {};
  std::vector<http::FieldError> errors = {};
  bool conflict = false;
};

std::int64_t set_of(const http::Request& request) {
  return text::parse_integer(request.param("id"), 1, INT64_MAX).value_or(0);
}

std::string set_url(std::int64_t id) { return fmt::format("/admin/synonyms/{}", id); }

boost::json::object terms_json(std::string_view terms) { return {{"terms", terms}}; }

http::Response synonym_page(const http::Request& request, Services& shop, std::optional<std::int64_t> id,
                            SynonymPageState state) {
  const auto& texts = request.visitor.texts();
  std::optional<SynonymSet> stored;
  std::vector<HistoryRow> history;
  if (id)
    shop.db.read([&](db::Tx& tx) {
      stored = catalog::search::find_synonym_set(tx, *id);
      history = history_of(tx, "synonyms", std::to_string(*id), kHistoryShown, texts);
    });
  const bool is_missing = id && !stored;
  const bool as_stored = state.fields.pairs().empty();
  if (as_stored && stored) state.fields = http::Fields({{"terms", stored->terms}});

  SynonymEditPage view{.frame = frame_for(request, shop, Section::kSettings,
                                          is_missing ? texts("admin.synonyms.missing")
                                          : stored   ? std::string_view(stored->terms)
                                                     : texts("admin.synonyms.new"))};
  view.name = view.frame.shop.title;
  view.is_new = !id;
  // Also after a refused POST.
  view.frame.shop.path = id ? set_url(*id) : "/admin/synonyms/new";
  view.action = id ? view.frame.shop.path : "/admin/synonyms";
  view.frame.shop.notice = std::move(state.notice);
  view.form.form = {.values = state.fields.pairs(), .errors = std::move(state.errors)};
  view.history = std::move(history);
  if (stored) {
    view.id = stored->id;
    view.seen = as_stored || state.conflict ? stored->terms : std::string(state.fields.value("seen"));
    view.conflict = state.conflict;
    if (state.conflict && !as_stored) view.form.stored.emplace_back("terms", stored->terms);
  }
  std::string out;
  html::Writer writer(out, texts);
  views::synonym_edit(writer, view);
  return http::html(is_missing ? 404 : state.status, std::move(out));
}

std::expected<std::string, std::vector<http::FieldError>> read_terms(const http::Request& request) {
  const auto& texts = request.visitor.texts();
  auto input = http::Input::of_fields(request.form, texts);
  const std::string typed = input.text("terms", kLongestSet);
  const auto terms = catalog::search::read_synonym_set(typed);
  if (input.ok() && !terms) input.refuse("terms", "synonyms", std::string(texts("admin.synonyms.error.terms")));
  if (!input.ok()) return std::unexpected(input.errors());
  return *terms;
}

SynonymPageState synonyms_refused(const http::Request& request, SynonymRefusal why) {
  if (why == SynonymRefusal::kChanged) return {.status = 409, .fields = request.form, .conflict = true};
  return {.status = 422,
          .fields = request.form,
          .errors = {{"terms", "taken", std::string(request.visitor.texts()("admin.synonyms.error.taken"))}}};
}

}  // namespace

http::Response show_synonyms(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  SynonymListPage view{.frame = frame_for(request, shop, Section::kSettings, texts("admin.synonyms.title"))};
  if (request.query.value("notice") == "deleted") view.frame.shop.notice = texts("admin.synonyms.notice.deleted");
  const SearchedPage asked = SearchedPage::read(request.query);
  auto sets = shop.db.read([&](db::Tx& tx) { return store::synonyms_on(tx, asked); });
  view.list = turned(asked, "/admin/synonyms", sets);
  for (const auto& set : sets) view.sets.push_back({set.id, set.terms, set_url(set.id)});
  std::string out;
  html::Writer writer(out, texts);
  views::synonym_list(writer, view);
  return http::html(200, std::move(out));
}

http::Response show_new_synonyms(const http::Request& request, Services& shop) {
  const std::string_view typed = request.query.value("terms");
  const std::string word(text::is_printable(typed) ? text::shorten(typed, catalog::search::kLongestSynonym) : "");
  return synonym_page(request, shop, std::nullopt,
                      {.fields = http::Fields({{"terms", word.empty() ? "" : word + ", "}})});
}

http::Response show_synonym_set(const http::Request& request, Services& shop) {
  const bool saved = request.query.value("notice") == "saved";
  return synonym_page(
      request, shop, set_of(request),
      {.notice = saved ? std::string(request.visitor.texts()("admin.edit.notice.saved")) : std::string{}});
}

http::Response create_synonyms(const http::Request& request, Services& shop) {
  const auto terms = read_terms(request);
  if (!terms)
    return synonym_page(request, shop, std::nullopt, {.status = 422, .fields = request.form, .errors = terms.error()});
  const StaffMember staff = staff_of(request);
  const auto created = shop.db.write([&](db::Tx& tx) {
    auto id = catalog::search::create_synonym_set(tx, *terms);
    if (id)
      audit(tx, staff, "synonyms.created", "synonyms", std::to_string(*id), {}, terms_json(*terms), shop.clock.now());
    return id;
  });
  if (!created) return synonym_page(request, shop, std::nullopt, synonyms_refused(request, created.error()));
  return http::see_other(set_url(*created) + "?notice=saved");
}

http::Response update_synonyms(const http::Request& request, Services& shop) {
  const std::int64_t id = set_of(request);
  const auto terms = read_terms(request);
  if (!terms) return synonym_page(request, shop, id, {.status = 422, .fields = request.form, .errors = terms.error()});
  const StaffMember staff = staff_of(request);
  const std::string seen(request.form.value("seen"));
  const auto updated = shop.db.write([&](db::Tx& tx) {
    auto done = catalog::search::update_synonym_set(tx, id, seen, *terms);
    if (done)
      audit(tx, staff, "synonyms.changed", "synonyms", std::to_string(id), terms_json(seen), terms_json(*terms),
            shop.clock.now());
    return done;
  });
  if (!updated) return synonym_page(request, shop, id, synonyms_refused(request, updated.error()));
  return http::see_other(set_url(id) + "?notice=saved");
}

http::Response create_synonyms_removal(const http::Request& request, Services& shop) {
  const std::int64_t id = set_of(request);
  const StaffMember staff = staff_of(request);
  const std::string seen(request.form.value("seen"));
  const auto deleted = shop.db.write([&](db::Tx& tx) {
    auto done = catalog::search::delete_synonym_set(tx, id, seen);
    if (done)
      audit(tx, staff, "synonyms.deleted", "synonyms", std::to_string(id), terms_json(seen), {}, shop.clock.now());
    return done;
  });
  // Its own form shows what is stored now.
  if (!deleted) return synonym_page(request, shop, id, {.status = 409, .fields = {}, .conflict = true});
  return http::see_other("/admin/synonyms?notice=deleted");
}

}  // namespace hurtrock::admin

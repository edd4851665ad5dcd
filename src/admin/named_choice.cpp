#include "admin/named_choice.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "platform/core/text.hpp"

namespace hurtrock::admin {
namespace {

using store::Named;

/// Names that a refusal tells of.
constexpr std::size_t kNamesTold = 5;

std::string typed_name(const http::Fields& fields, const NamedField& field) {
  const std::string_view typed = text::trim(fields.value(field.typed()));
  return std::string(text::is_printable(typed) ? text::shorten(typed, kLongestName) : std::string_view{});
}

/// What a name may mean.
struct NameMeant {
  std::optional<std::int64_t> id;
  std::vector<store::NamedRow> alike;  ///< without an id: those whose name holds it, up to kNamesOffered
};
NameMeant meant_by(const store::Names& names, const std::string& typed) {
  if (const auto whole = names.find(typed)) return {.id = whole, .alike = {}};
  auto alike = names.with_part(store::Offered::kAll, text::lower(typed), kNamesOffered);
  if (alike.size() == 1) return {.id = alike.front().id, .alike = {}};
  return {.id = {}, .alike = std::move(alike)};
}

std::string key_of(Named what, std::string_view why) { return fmt::format("admin.named.{}.{}", word(what), why); }

std::string not_known(Named what, const std::string& typed, const NameMeant& meant, const i18n::Texts& texts) {
  if (meant.alike.empty()) return texts(key_of(what, "unknown"), {{"name", typed}});
  std::string names;
  for (const auto& row : std::span(meant.alike).first(std::min(kNamesTold, meant.alike.size()))) {
    if (!names.empty()) names += ", ";
    names += row.name;
  }
  if (meant.alike.size() > kNamesTold) names += ", …";
  return texts(key_of(what, "several"), {{"names", names}});
}

void offer_names(const std::vector<store::NamedRow>& rows, NamedChoice& choice) {
  choice.offered.clear();
  for (const auto& row : rows) choice.offered.push_back(row.name);
}

void let_choose(const std::vector<store::NamedRow>& rows, std::optional<std::int64_t> chosen, NamedChoice& choice) {
  for (const auto& row : rows)
    choice.choices.push_back(
        {std::to_string(row.id), row.indented.empty() ? row.name : row.indented, row.id == chosen});
}

/// An address's fields, with every name where a form has it.
http::Fields with_names_typed(const http::Fields& query, std::initializer_list<NamedField> of) {
  auto pairs = query.pairs();
  for (const NamedField& field : of) {
    const std::string typed_field = field.typed(), typed(name_typed_for(query, field.id));
    if (typed.empty()) continue;
    std::erase_if(pairs, [&](const auto& pair) { return pair.first == field.id || pair.first == typed_field; });
    pairs.emplace_back(typed_field, typed);
  }
  return http::Fields(std::move(pairs));
}

http::Fields without_typed(const http::Fields& fields, std::initializer_list<NamedField> of) {
  auto pairs = fields.pairs();
  for (const NamedField& field : of)
    std::erase_if(pairs, [&](const auto& pair) { return pair.first == field.typed(); });
  return http::Fields(std::move(pairs));
}

}  // namespace

NamedChoice named_choice(db::Tx& tx, const NamedField& field, const http::Fields& fields, std::string_view nothing,
                         const i18n::Texts& texts, store::Offered which) {
  const Named what = field.what;
  const auto id = text::parse_integer(fields.value(field.id), 1, INT64_MAX);
  const std::string typed = typed_name(fields, field);
  const store::Names names(tx, what, texts.language());
  auto rows = names.with_part(which, "", kNamesOffered + 1);
  const bool is_unreadable = typed.empty() && !text::trim(fields.value(field.typed())).empty();
  NamedChoice choice{.is_typed = !typed.empty() || is_unreadable || std::ssize(rows) > kNamesOffered, .typed = typed};
  if (!nothing.empty()) choice.choices.push_back({"", std::string(nothing), !id && typed.empty()});
  const bool is_shown = !choice.is_typed && std::ranges::find(rows, id, &store::NamedRow::id) != rows.end();
  const auto name = id && !is_shown ? names.of(*id) : std::nullopt;
  if (!choice.is_typed) {
    let_choose(rows, id, choice);
    if (name) choice.choices.push_back({std::to_string(*id), *name, true});
    return choice;
  }
  rows.resize(std::min(rows.size(), std::size_t{kNamesOffered}));
  offer_names(rows, choice);
  if (is_unreadable) {
    choice.error = not_known(what, typed, {}, texts);
  } else if (!typed.empty()) {
    choice.choices.push_back({typed, typed, true});
    const NameMeant meant = meant_by(names, typed);
    if (!meant.id) choice.error = not_known(what, typed, meant, texts);
    if (!meant.alike.empty()) offer_names(meant.alike, choice);
  } else if (name) {
    choice.typed = *name;
    choice.choices.push_back({std::to_string(*id), *name, true});
  }
  return choice;
}

NamedChoice named_filter(db::Tx& tx, const NamedField& field, const http::Fields& query, std::string_view nothing,
                         const i18n::Texts& texts) {
  NamedChoice choice = named_choice(tx, field, with_names_typed(query, {field}), nothing, texts);
  const auto id = text::parse_integer(query.value(field.id), 1, INT64_MAX);
  const bool is_by_name = !text::trim(query.value(field.typed())).empty();
  if (!id || is_by_name || std::ranges::any_of(choice.choices, &Choice::selected)) return choice;
  const std::string number = fmt::format("#{}", *id);
  choice.error = texts(key_of(field.what, "gone"));
  choice.choices.push_back({std::to_string(*id), number, true});
  if (choice.is_typed) choice.typed = number;
  return choice;
}

NamesRead read_names(db::Tx& tx, std::initializer_list<NamedField> of, const http::Fields& fields,
                     const i18n::Texts& texts) {
  auto pairs = fields.pairs();
  NamesRead read;
  for (const NamedField& field : of) {
    const Named what = field.what;
    const std::string typed_field = field.typed();
    const auto sent = fields.get(typed_field);
    if (!sent) continue;
    const std::string typed = typed_name(fields, field);
    const bool is_nothing = text::trim(*sent).empty();
    const NameMeant meant = typed.empty() ? NameMeant{} : meant_by(store::Names(tx, what, texts.language()), typed);
    std::erase_if(pairs, [&](const auto& pair) {
      return pair.first == field.id || (pair.first == typed_field && (meant.id || is_nothing));
    });
    pairs.emplace_back(field.id, meant.id ? std::to_string(*meant.id) : std::string{});
    if (!meant.id && !is_nothing)
      read.errors.push_back({std::string(field.id), "unknown", not_known(what, typed, meant, texts)});
  }
  read.fields = http::Fields(std::move(pairs));
  return read;
}

NamesRead read_listed_names(db::Tx& tx, std::initializer_list<NamedField> of, const http::Fields& query,
                            const i18n::Texts& texts) {
  return read_names(tx, of, with_names_typed(query, of), texts);
}

std::optional<std::string> address_by_id(const http::Request& request, Services& shop,
                                         std::initializer_list<NamedField> of) {
  const http::Fields query = with_names_typed(request.query, of);
  const auto is_typed = [&](const NamedField& field) { return !typed_name(query, field).empty(); };
  if (std::ranges::none_of(of, is_typed)) return std::nullopt;
  const auto read = shop.db.read([&](db::Tx& tx) { return read_names(tx, of, query, request.visitor.texts()); });
  if (!read.errors.empty()) return std::nullopt;
  return request.path + '?' + without_typed(read.fields, of).canonical();
}

}  // namespace hurtrock::admin

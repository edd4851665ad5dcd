#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "admin/filter_words.hpp"
#include "admin/names_store.hpp"
#include "admin/pages.hpp"
#include "admin/routes.hpp"
#include "platform/db/db.hpp"
#include "platform/http/message.hpp"
#include "platform/http/problem.hpp"
#include "platform/i18n/texts.hpp"

/// Where one brand, supplier or category is chosen: in a select while there are few, and by its name beyond, so that no
/// page grows with how many there are. The select's field is "brand", "supplier" or "category" and holds an id, as
/// addresses do; what is typed comes in "brand_name" and so on, and becomes that id.
/// Why: docs/decisions/0080-choosing-by-name.md.
namespace hurtrock::admin {

/// So many stand in a select, or are offered while somebody types.
constexpr std::int64_t kNamesOffered = 200;

/// The two fields of one choice.
struct NamedField {
  store::Named what;
  std::string_view id;  ///< "category": of the id; a name comes in "category_name"

  /// Called as what is chosen there.
  constexpr NamedField(store::Named chosen) : what(chosen), id(word(chosen)) {}
  constexpr NamedField(store::Named chosen, std::string_view field) : what(chosen), id(field) {}
  [[nodiscard]] std::string typed() const { return name_field_of(id); }
};

/// What lists of products and of their stock are narrowed by.
constexpr std::initializer_list<NamedField> kNamedInProducts = {store::Named::kCategory, store::Named::kBrand,
                                                                store::Named::kSupplier};

/// As the fields have it. `nothing`: the text of choosing none; empty: one has to be chosen.
NamedChoice named_choice(db::Tx& tx, const NamedField& field, const http::Fields& fields, std::string_view nothing,
                         const i18n::Texts& texts, store::Offered which = store::Offered::kAll);

/// The same of a list's address, which may ask for anything: what is no id was typed as a name ("brand=abc"), and an id
/// that nothing has is said, too.
NamedChoice named_filter(db::Tx& tx, const NamedField& field, const http::Fields& query, std::string_view nothing,
                         const i18n::Texts& texts);

/// The fields with ids for the names that were typed: a whole name, or the part of one that no other holds.
struct NamesRead {
  http::Fields fields;                   ///< what was typed in vain is still there, without an id
  std::vector<http::FieldError> errors;  ///< at the fields of the ids
};
NamesRead read_names(db::Tx& tx, std::initializer_list<NamedField> of, const http::Fields& fields,
                     const i18n::Texts& texts);

/// Of a list's address, likewise.
NamesRead read_listed_names(db::Tx& tx, std::initializer_list<NamedField> of, const http::Fields& query,
                            const i18n::Texts& texts);

/// Of a list that was asked for by a name: where it is, by the id. Nothing: no name was typed, or none that is known.
std::optional<std::string> address_by_id(const http::Request& request, Services& shop,
                                         std::initializer_list<NamedField> of);

}  // namespace hurtrock::admin

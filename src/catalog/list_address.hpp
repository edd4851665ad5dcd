#pragma once

#include <cstdint>
#include <expected>
#include <string>

#include "catalog/query.hpp"
#include "platform/http/input.hpp"

namespace hurtrock::catalog {

/// Where nobody asks for another number of them.
inline constexpr std::int64_t kProductsPerPage = 24;

/// The list that an address asks for. Mistakes in it are left in `input`: the page and the API refuse them alike.
/// `category` is given by the path on /categories/:slug, otherwise by the query.
struct ListAddress {
  Query query;
  bool sort_given = false;
};
ListAddress read_list_address(const Snapshot& snapshot, const http::Fields& fields, http::Input& input,
                              std::optional<int> category, std::int64_t per_page);

std::string_view word(Sort sort);
/// The field of the query that carries a specification's values: "spec.body_wood". Limits have ".min" and ".max"
/// behind.
std::string spec_field(const SpecIndex& index);

/// The address of the same list with something changed. `base` is "/products" or "/categories/...".
std::string list_url(const Snapshot& snapshot, std::string_view base, const Query& query, bool with_category);

}  // namespace hurtrock::catalog

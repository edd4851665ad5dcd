#pragma once

#include <expected>
#include <span>
#include <string>
#include <vector>

#include "admin/store.hpp"
#include "platform/http/message.hpp"
#include "platform/http/problem.hpp"
#include "platform/i18n/texts.hpp"
#include "restock/restock.hpp"

/// The fields of an order to a supplier. A repeated field "row" names the variants in their order; those of variant 12
/// are "quantity_12" and "cost_12". "add_sku" holds a SKU that is to become a row.
namespace hurtrock::admin {

/// What a form of that size comes to, with some to spare.
constexpr std::size_t kMostRestockFields = 3 * restock::kMostLines + 100;
constexpr std::size_t kLargestRestockForm = 64UZ * 1024;

std::string restock_quantity_field(VariantId variant);
std::string restock_cost_field(VariantId variant);

/// The variants the form has rows of, each once.
std::vector<VariantId> rows_of(const http::Fields& form);

using FieldPairs = std::vector<std::pair<std::string, std::string>>;
/// Takes the place of what the field held.
void put_field(FieldPairs& pairs, std::string_view field, std::string value);

/// What the form shows of a stored order.
http::Fields fields_of(const restock::Order& order);
/// The form with rows of these variants added, with suggestions; those that it has already stay as they are.
http::Fields with_rows(const http::Fields& form, std::span<const store::StockRow> variants,
                       std::span<const restock::Supply> supplies);
http::Fields without_row(const http::Fields& form, VariantId variant);

/// The draft without the words of its lines, which the caller knows.
std::expected<restock::Draft, std::vector<http::FieldError>> read_restock_form(const http::Fields& form,
                                                                               const i18n::Texts& texts);

}  // namespace hurtrock::admin

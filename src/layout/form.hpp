#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "platform/http/problem.hpp"

namespace hurtrock::layout {

/// What stands in a form's fields, and what is wrong with it. On the first visit `values` holds what is known already;
/// after a refusal it holds what was sent.
struct Form {
  std::vector<std::pair<std::string, std::string>> values;  ///< by field name; http::Fields::pairs() fits
  std::vector<http::FieldError> errors;  ///< in the order of the fields; an empty field name concerns the whole form

  [[nodiscard]] bool refused() const { return !errors.empty(); }
  /// Whether any error stands at a field; the others concern the whole form.
  [[nodiscard]] bool has_field_errors() const;
  /// "" when there is none.
  [[nodiscard]] std::string_view value(std::string_view field) const;
  /// The message of the field's first error, or "".
  [[nodiscard]] std::string_view error(std::string_view field) const;
};

/// The names of a form's fields as its page words them, by field: what a summary of errors calls them.
using FieldLabels = std::vector<std::pair<std::string_view, std::string_view>>;
/// The field's label, or "".
std::string_view label_of(std::string_view field, const FieldLabels& labels);

/// How a field is shown; given by the template, not by the handler.
struct FieldLook {
  std::string_view name;               ///< of the form field; the element's id is "field-" + name
  std::string_view id = {};            ///< instead of name in the element's id, where two forms of a page share a name
  std::string_view label;              ///< text
  std::string_view hint = {};          ///< text; empty: none
  std::string_view type = "text";      ///< of the input
  std::string_view autocomplete = {};  ///< HTML autofill token
  std::string_view inputmode = {};
  int max_length = 200;  ///< characters
  int rows = 3;          ///< of a text area
  bool required = true;
  bool says_optional = true;  ///< what is not required is called optional
};

}  // namespace hurtrock::layout

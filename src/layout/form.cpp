#include "layout/form.hpp"

#include <algorithm>

namespace hurtrock::layout {

std::string_view Form::value(std::string_view field) const {
  const auto found =
      std::ranges::find(values, field, [](const auto& pair) -> const std::string& { return pair.first; });
  return found == values.end() ? std::string_view{} : std::string_view{found->second};
}

std::string_view Form::error(std::string_view field) const {
  const auto found = std::ranges::find(errors, field, &http::FieldError::field);
  return found == errors.end() ? std::string_view{} : std::string_view{found->message};
}

bool Form::has_field_errors() const {
  return std::ranges::any_of(errors, [](const http::FieldError& error) { return !error.field.empty(); });
}

std::string_view label_of(std::string_view field, const FieldLabels& labels) {
  const auto found = std::ranges::find(labels, field, &FieldLabels::value_type::first);
  return found == labels.end() ? std::string_view{} : found->second;
}

}  // namespace hurtrock::layout

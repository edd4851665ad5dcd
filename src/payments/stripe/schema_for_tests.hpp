#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <string>
#include <string_view>
#include <utility>

namespace hurtrock::payments {

/// Stripe's own list of the parameters a call takes, in JSON Schema, asked for one parameter by its name in brackets.
class RequestSchema {
 public:
  explicit RequestSchema(const boost::json::value& file) : definitions_(file.at("definitions").as_object()) {}

  /// The first thing wrong with `name` = `value` for the parameters called `type` ("Checkout.SessionCreateParams"); ""
  /// when it is right.
  [[nodiscard]] std::string fault(std::string_view type, std::string_view name, std::string_view value) const {
    const boost::json::object* schema = &definitions_.at(type).as_object();
    std::string_view rest = name;
    while (!rest.empty()) {
      const std::size_t start = rest.starts_with('[') ? 1 : 0;
      const std::size_t end = rest.find_first_of("[]", start);
      const std::string_view step = rest.substr(start, end - start);
      rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + (rest[end] == ']' ? 1 : 0));
      schema = member(*schema, step);
      if (schema == nullptr) return std::string{name} + " is not known";
    }
    return value_fault(resolved(*schema), name, value);
  }

 private:
  using Object = boost::json::object;

  [[nodiscard]] const Object& resolved(const Object& schema) const {
    const auto* reference = schema.if_contains("$ref");
    if (reference == nullptr) return schema;
    std::string target{reference->as_string()};
    target.erase(0, std::string_view{"#/definitions/"}.size());
    for (const auto& [encoded, plain] : {std::pair{"%3C", "<"}, {"%3E", ">"}})
      for (auto at = target.find(encoded); at != std::string::npos; at = target.find(encoded))
        target.replace(at, 3, plain);
    return resolved(definitions_.at(target).as_object());
  }

  [[nodiscard]] const Object* member(const Object& unresolved, std::string_view name) const {
    const Object& schema = resolved(unresolved);
    if (const auto* choices = schema.if_contains("anyOf")) {
      for (const auto& choice : choices->as_array())
        if (const Object* found = member(choice.as_object(), name)) return found;
      return nullptr;
    }
    if (const auto* items = schema.if_contains("items")) return &items->as_object();
    if (const auto* properties = schema.if_contains("properties"))
      if (const auto* found = properties->as_object().if_contains(name)) return &found->as_object();
    const auto* more = schema.if_contains("additionalProperties");
    return more == nullptr ? nullptr : more->if_object();
  }

  [[nodiscard]] static std::string value_fault(const Object& schema, std::string_view name, std::string_view value) {
    const auto is_one_of = [&](const boost::json::array& choices) {
      for (const auto& choice : choices)
        if (choice.is_string() && std::string_view{choice.get_string()} == value) return true;
      return false;
    };
    if (const auto* choices = schema.if_contains("enum"); choices && !is_one_of(choices->as_array()))
      return std::string{name} + " takes no " + std::string{value};
    const auto* type = schema.if_contains("type");
    const bool number = type != nullptr && type->is_string() && type->as_string() == "number";
    if (number && value.find_first_not_of("0123456789") != std::string_view::npos)
      return std::string{name} + " is no number";
    return {};
  }

  Object definitions_;
};

}  // namespace hurtrock::payments

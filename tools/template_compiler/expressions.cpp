#include "expressions.hpp"

#include <algorithm>

#include "cpp_text.hpp"
#include "mistake.hpp"

namespace templates {
namespace {

/// `{"name", value}`, as the arguments of t and tr are written.
struct Placeholder {
  std::string_view name, value;
};

Placeholder parse_placeholder(std::string_view argument, int line) {
  if (argument.starts_with('{') && argument.ends_with('}')) {
    const auto parts = split_arguments(argument.substr(1, argument.size() - 2));
    if (parts.size() == 2 && !literal_content(parts[0]).empty()) return {literal_content(parts[0]), parts[1]};
  }
  throw Mistake(line, "a placeholder is written {\"name\", value}, not " + std::string(argument));
}

bool begins_name(std::string_view code, std::size_t at) {
  if (!is_identifier(code[at])) return false;
  if (at == 0) return true;
  // A member or a name of another namespace may be called t.
  return !is_identifier(code[at - 1]) && code[at - 1] != '.' && code[at - 1] != ':' && code[at - 1] != '>';
}

}  // namespace

std::string Expressions::rewrite(std::string_view code, int line) {
  std::string out;
  for (std::size_t at = 0; at < code.size();) {
    if (const std::size_t behind = skip_literal(code, at); behind != at) {
      out += code.substr(at, behind - at);
      at = behind;
      continue;
    }
    if (!begins_name(code, at)) {
      out += code[at++];
      continue;
    }
    std::size_t end = at;
    while (end < code.size() && is_identifier(code[end])) ++end;
    const std::string_view name = code.substr(at, end - at);
    if (end == code.size() || code[end] != '(' || (name != "t" && name != "tr" && name != "asset")) {
      out += name;
      at = end;
      continue;
    }
    const std::size_t close = find_outside(code, ")", end + 1);
    if (close == std::string_view::npos) throw Mistake(line, std::string(name) + "( is not closed");
    out += replace(name, code.substr(end + 1, close - end - 1), line);
    at = close + 1;
  }
  return out;
}

std::string Expressions::replace(std::string_view function, std::string_view arguments, int line) {
  if (function == "asset") {
    uses_assets_ = true;
    return "::hurtrock::assets::url(" + rewrite(arguments, line) + ")";
  }
  const auto list = split_arguments(arguments);
  if (list.empty()) throw Mistake(line, std::string(function) + "() needs a key");
  return function == "t" ? text(list, line) : computed_text(list, line);
}

std::string Expressions::text(const std::vector<std::string_view>& arguments, int line) {
  const std::string_view key = literal_content(arguments[0]);
  if (key.empty()) throw Mistake(line, "the key of t() is a string literal; a computed one goes through tr()");
  const auto known = keys_.find(key);
  if (known == keys_.end()) throw Mistake(line, "there is no text \"" + std::string(key) + "\"");

  std::set<std::string, std::less<>> given;
  for (std::size_t i = 1; i < arguments.size(); ++i) given.emplace(parse_placeholder(arguments[i], line).name);
  for (const std::string& name : known->second) {
    if (!given.contains(name)) throw Mistake(line, "\"" + std::string(key) + "\" needs {\"" + name + "\", ...}");
  }
  for (const std::string& name : given) {
    if (!known->second.contains(name))
      throw Mistake(line, "\"" + std::string(key) + "\" has no placeholder {" + name + "}");
  }
  return "w.texts().at(text_" + std::to_string(number_of(key)) + "()" + placeholders(arguments, line) + ")";
}

std::string Expressions::computed_text(const std::vector<std::string_view>& arguments, int line) {
  return "w.texts()(" + rewrite(arguments[0], line) + placeholders(arguments, line) + ")";
}

/// The arguments behind the key as one list, or nothing when there are none.
std::string Expressions::placeholders(const std::vector<std::string_view>& arguments, int line) {
  if (arguments.size() == 1) return "";
  std::string list;
  for (std::size_t i = 1; i < arguments.size(); ++i) {
    const Placeholder placeholder = parse_placeholder(arguments[i], line);
    list += list.empty() ? "" : ", ";
    list += "{\"" + std::string(placeholder.name) + "\", " + rewrite(placeholder.value, line) + "}";
  }
  return ", {" + list + "}";
}

std::size_t Expressions::number_of(std::string_view key) {
  const auto place = std::ranges::find(used_, key);
  const auto number = static_cast<std::size_t>(place - used_.begin());
  if (place == used_.end()) used_.emplace_back(key);
  return number;
}

std::string Expressions::declarations() const {
  std::string out;
  for (std::size_t i = 0; i < used_.size(); ++i) {
    out += "static constexpr auto text_" + std::to_string(i) +
           " = [] {\n  static const std::uint32_t place = ::hurtrock::i18n::Texts::index_of(\"" + used_[i] +
           "\");\n  return place;\n};\n";
  }
  return out;
}

}  // namespace templates

#include "payments/wire/json_fields.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <vector>

namespace hurtrock::payments {
namespace json = boost::json;

std::optional<json::object> parse_object(std::string_view text) {
  boost::system::error_code error;
  json::value value = json::parse(text, error);
  if (error || !value.is_object()) return std::nullopt;
  return std::move(value.as_object());
}

std::string_view string_member(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  if (value == nullptr || !value->is_string()) return {};
  return value->get_string();
}

std::optional<std::int64_t> integer_member(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  if (value == nullptr || !value->is_int64()) return std::nullopt;
  return value->get_int64();
}

const json::object* object_member(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  return value == nullptr ? nullptr : value->if_object();
}

namespace {

void write_canonical(std::string& out, const json::value& value);

void write_object(std::string& out, const json::object& object) {
  std::vector<const json::key_value_pair*> members;
  for (const auto& member : object) members.push_back(&member);
  std::ranges::sort(members, {}, [](const auto* member) { return std::string_view{member->key()}; });
  out += '{';
  for (const auto* member : members) {
    if (out.back() != '{') out += ',';
    out += json::serialize(json::string_view{member->key()});
    out += ':';
    write_canonical(out, member->value());
  }
  out += '}';
}

void write_canonical(std::string& out, const json::value& value) {
  if (value.is_object()) return write_object(out, value.get_object());
  if (!value.is_array()) {
    out += json::serialize(value);
    return;
  }
  out += '[';
  for (const auto& element : value.get_array()) {
    if (out.back() != '[') out += ',';
    write_canonical(out, element);
  }
  out += ']';
}

}  // namespace

std::string canonical_json(const json::value& value) {
  std::string out;
  write_canonical(out, value);
  return out;
}

}  // namespace hurtrock::payments

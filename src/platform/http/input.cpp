#include "platform/http/input.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "platform/core/text.hpp"

namespace hurtrock::http {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Of this size, floating point numbers have no fractions.
bool is_huge(const boost::json::value& value) {
  constexpr double kBeyondInt64 = 9'223'372'036'854'775'808.0;
  const double* number = value.if_double();
  return value.is_uint64() || (number != nullptr && *number >= kBeyondInt64);
}

/// "local@domain" with a dot in the domain; enough to catch typing errors, the mailbox itself is proved by a mail.
bool looks_like_mailbox(std::string_view address) {
  const auto at = address.find('@');
  if (at == std::string_view::npos || at == 0 || at > 64 || address.find('@', at + 1) != std::string_view::npos)
    return false;
  const std::string_view local = address.substr(0, at);
  const std::string_view domain = address.substr(at + 1);
  const auto plain = [](char c) {
    return static_cast<unsigned char>(c) > 0x20 && static_cast<unsigned char>(c) < 0x7f &&
           std::string_view{"()<>[]:;,\\\""}.find(c) == std::string_view::npos;
  };
  const auto in_domain = [](char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || c == '-' || c == '.'; };
  return std::ranges::all_of(local, plain) && !local.starts_with('.') && !local.ends_with('.') &&
         std::ranges::all_of(domain, in_domain) && domain.find('.') != std::string_view::npos &&
         !domain.starts_with('.') && !domain.ends_with('.') && domain.find("..") == std::string_view::npos;
}

}  // namespace

Input Input::of_fields(const Fields& fields, const i18n::Texts& texts) {
  Input input(texts);
  for (const auto& [name, value] : fields.pairs()) {
    const auto known = std::ranges::find(input.values_, name, &std::pair<std::string, Value>::first);
    if (known == input.values_.end()) {
      input.values_.emplace_back(name, value);
    } else {
      known->second = Repeated{};
    }
  }
  return input;
}

std::expected<Input, Response> Input::of_json(const Request& request) {
  const i18n::Texts& texts = request.visitor.texts();
  const std::string_view type = request.header("Content-Type");
  if (!text::equals_ignoring_case(text::trim(type.substr(0, type.find(';'))), "application/json"))
    return std::unexpected(problem(415, "unsupported_media_type", texts("http.problem.media_type"),
                                   texts("http.problem.media_type_detail")));

  boost::system::error_code error;
  boost::json::parse_options options;
  options.max_depth = 8;
  const boost::json::value parsed = boost::json::parse(request.body, error, {}, options);
  if (error || !parsed.is_object())
    return std::unexpected(
        problem(400, "malformed_json", texts("http.problem.json"), texts("http.problem.json_detail")));

  Input input(texts);
  const auto flatten = [&](const auto& self, const boost::json::object& object, const std::string& prefix) -> void {
    for (const auto& [key, value] : object) {
      const std::string name = prefix + std::string(key);
      if (const auto* nested = value.if_object()) {
        self(self, *nested, name + ".");
      } else if (const auto* string = value.if_string()) {
        input.values_.emplace_back(name, std::string(*string));
      } else if (const auto* number = value.if_int64()) {
        input.values_.emplace_back(name, *number);
      } else if (const auto* flag = value.if_bool()) {
        input.values_.emplace_back(name, *flag);
      } else if (is_huge(value)) {
        input.values_.emplace_back(name, Huge{});
      } else if (!value.is_null()) {
        input.values_.emplace_back(name, Wrong{});
      }
    }
  };
  flatten(flatten, parsed.as_object(), "");
  return input;
}

const Input::Value* Input::find(std::string_view field) const {
  const auto found = std::ranges::find(values_, field, &std::pair<std::string, Value>::first);
  return found == values_.end() ? nullptr : &found->second;
}

bool Input::has(std::string_view field) const { return find(field) != nullptr; }

void Input::refuse(std::string_view field, std::string_view code, std::string message) {
  errors_.push_back({.field = std::string(field), .code = std::string(code), .message = std::move(message)});
}

void Input::fail(std::string_view field, std::string_view code, std::initializer_list<i18n::Arg> args) {
  refuse(field, code, (*texts_)("http.field." + std::string(code), args));
}

std::optional<std::string> Input::raw_text(std::string_view field, Need need) {
  const Value* value = find(field);
  if (value == nullptr) {
    if (need == Need::kRequired) fail(field, "required");
    return std::nullopt;
  }
  if (std::holds_alternative<Repeated>(*value)) {
    fail(field, "repeated");
    return std::nullopt;
  }
  const auto* string = std::get_if<std::string>(value);
  if (string == nullptr) {
    fail(field, "invalid");
    return std::nullopt;
  }
  return *string;
}

std::string Input::checked_text(std::string_view field, std::size_t max_length, Need need, bool one_line) {
  const auto raw = raw_text(field, need);
  if (!raw) return {};
  if (!text::is_printable(*raw) || (one_line && raw->find_first_of("\r\n\t") != std::string::npos)) {
    fail(field, "invalid");
    return {};
  }
  const std::string_view trimmed = text::trim(*raw);
  if (trimmed.empty()) {
    if (need == Need::kRequired) fail(field, "required");
    return {};
  }
  if (text::length(trimmed) > max_length) {
    fail(field, "too_long", {{"max", max_length}});
    return {};
  }
  return std::string(trimmed);
}

std::string Input::line(std::string_view field, std::size_t max_length, Need need) {
  return checked_text(field, max_length, need, true);
}

std::string Input::text(std::string_view field, std::size_t max_length, Need need) {
  return checked_text(field, max_length, need, false);
}

std::string Input::password(std::string_view field, std::size_t min_length, std::size_t max_length) {
  const auto raw = raw_text(field, Need::kRequired);
  if (!raw) return {};
  if (raw->empty()) {
    fail(field, "required");
  } else if (!text::is_utf8(*raw) || raw->find('\0') != std::string::npos) {
    fail(field, "invalid");
  } else if (raw->size() > max_length) {
    fail(field, "too_long", {{"max", max_length}});
  } else if (text::length(*raw) < min_length) {
    fail(field, "too_short", {{"min", min_length}});
  } else {
    return *raw;
  }
  return {};
}

std::string Input::email(std::string_view field) {
  std::string address = text::lower(line(field, 254));
  if (address.empty() || looks_like_mailbox(address)) return address;
  fail(field, "email");
  return {};
}

std::string Input::phone(std::string_view field, Need need) {
  const std::string written = line(field, 30, need);
  if (written.empty()) return {};
  std::string digits;
  bool international = false;
  for (std::size_t i = 0; i < written.size(); ++i) {
    const char c = written[i];
    if (is_digit(c)) {
      digits += c;
    } else if (c == '+' && i == 0) {
      international = true;
    } else if (std::string_view{" -.()"}.find(c) == std::string_view::npos) {
      digits.clear();
      break;
    }
  }
  if (!international) {
    if (digits.starts_with("00")) {
      digits.erase(0, 2);
    } else if (digits.starts_with('0')) {
      digits.replace(0, 1, "62");
    } else if (digits.starts_with('8')) {
      digits.insert(0, "62");  // a mobile number as many write it, right after the country code
    }
  }
  // E.164 allows 15 digits; the shortest Indonesian numbers have 9 with the country code.
  if (digits.size() < 9 || digits.size() > 15 || digits.starts_with('0')) {
    fail(field, "phone");
    return {};
  }
  return "+" + digits;
}

std::optional<std::int64_t> Input::integer(std::string_view field, std::int64_t low, std::int64_t high, Need need) {
  const Value* value = find(field);
  std::optional<std::int64_t> number;
  if (value != nullptr && std::holds_alternative<std::int64_t>(*value)) {
    number = std::get<std::int64_t>(*value);
  } else {
    const auto raw = raw_text(field, need);
    if (!raw) return std::nullopt;
    if (raw->empty() && need == Need::kOptional) return std::nullopt;
    if (raw->empty()) {
      fail(field, "required");
      return std::nullopt;
    }
    const bool negative = raw->starts_with('-');
    number = text::parse_integer(std::string_view{*raw}.substr(negative ? 1 : 0), 0, INT64_MAX);
    if (!number) {
      fail(field, "number");
      return std::nullopt;
    }
    if (negative) number = -*number;
  }
  if (*number < low && high == INT64_MAX) {
    refuse(field, "out_of_range", (*texts_)("http.field.at_least", {{"low", low}}));
    return std::nullopt;
  }
  if (*number < low || *number > high) {
    fail(field, "out_of_range", {{"low", low}, {"high", high}});
    return std::nullopt;
  }
  return number;
}

std::optional<std::int64_t> Input::at_least(std::string_view field, std::int64_t low, Need need) {
  const Value* value = find(field);
  if (value != nullptr && std::holds_alternative<Huge>(*value)) return INT64_MAX;
  const auto* written = value == nullptr ? nullptr : std::get_if<std::string>(value);
  const bool beyond = written != nullptr && !written->empty() && std::ranges::all_of(*written, is_digit) &&
                      !text::parse_integer(*written, 0, INT64_MAX);
  return beyond ? INT64_MAX : integer(field, low, INT64_MAX, need);
}

std::string Input::choice(std::string_view field, std::size_t max_length, Need need) {
  const std::size_t known = errors_.size();
  std::string chosen = line(field, max_length, need);
  if (errors_.size() > known && errors_.back().code == "required")
    errors_.back().message = (*texts_)("http.field.not_chosen");
  return chosen;
}

std::string Input::word(std::string_view field, std::initializer_list<std::string_view> words, Need need) {
  const std::string chosen = choice(field, 60, need);
  if (chosen.empty() || std::ranges::find(words, chosen) != words.end()) return chosen;
  fail(field, "choice");
  return {};
}

Response invalid(const Input& input) {
  return problem(422, "validation", input.texts()("http.problem.validation"),
                 input.texts()("http.problem.validation_detail"), input.errors());
}

}  // namespace hurtrock::http

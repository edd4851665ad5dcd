#include "platform/log/line.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "platform/core/text.hpp"

namespace hurtrock::log {
namespace {

constexpr std::size_t kLongestValue = 2000;

std::string_view word(Level level) {
  switch (level) {
    case Level::kDebug:
      return "debug";
    case Level::kInfo:
      return "info";
    case Level::kWarn:
      return "warn";
    case Level::kError:
      return "error";
  }
  return "error";
}

std::string_view padded_word(Level level) {
  switch (level) {
    case Level::kDebug:
      return "DEBUG";
    case Level::kInfo:
      return "INFO ";
    case Level::kWarn:
      return "WARN ";
    case Level::kError:
      return "ERROR";
  }
  return "ERROR";
}

/// "2026-11-22T10:15:00.123Z"
std::string timestamp(Time at) {
  std::string text = rfc3339(at);
  const auto since_second = at - std::chrono::floor<std::chrono::seconds>(at);
  text.pop_back();
  fmt::format_to(std::back_inserter(text), ".{:03}Z",
                 std::chrono::duration_cast<std::chrono::milliseconds>(since_second).count());
  return text;
}

/// A value fit for a line: bounded, and well-formed UTF-8 (what is not becomes '?').
std::string presentable(std::string_view value) {
  const bool cut = value.size() > kLongestValue;
  std::string result{
      cut ? text::shorten(value.substr(0, kLongestValue), text::length(value.substr(0, kLongestValue)) - 1) : value};
  if (!text::is_utf8(result))
    std::ranges::replace_if(result, [](char c) { return static_cast<unsigned char>(c) >= 0x80; }, '?');
  if (cut) result += "...";
  return result;
}

/// Between quotation marks, escaped as JSON asks; the text format uses the same escapes.
void append_quoted(std::string& line, std::string_view value) {
  line += '"';
  for (const char c : presentable(value)) {
    switch (c) {
      case '"':
        line += "\\\"";
        break;
      case '\\':
        line += "\\\\";
        break;
      case '\n':
        line += "\\n";
        break;
      case '\r':
        line += "\\r";
        break;
      case '\t':
        line += "\\t";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F)
          fmt::format_to(std::back_inserter(line), "\\u{:04x}", static_cast<unsigned>(c));
        else
          line += c;
    }
  }
  line += '"';
}

bool needs_quotes(std::string_view value) {
  return value.empty() || std::ranges::any_of(value, [](char c) {
           return static_cast<unsigned char>(c) <= 0x20 || static_cast<unsigned char>(c) >= 0x7F || c == '"' ||
                  c == '=' || c == '\\';
         });
}

void append_text_field(std::string& line, std::string_view name, std::string_view value) {
  line.append(" ").append(name).append("=");
  if (needs_quotes(value) || value.size() > kLongestValue)
    append_quoted(line, value);
  else
    line += value;
}

void append_json_field(std::string& line, const Field& field) {
  line += ',';
  append_quoted(line, field.name);
  line += ':';
  if (field.quoted)
    append_quoted(line, field.value);
  else
    line += field.value;
}

}  // namespace

std::string as_text(const Event& event) {
  std::string line =
      fmt::format("{} {} {} {}", timestamp(event.at), padded_word(event.level), event.process, event.name);
  for (const Field& field : event.fields) append_text_field(line, field.name, field.value);
  if (!event.request_id.empty()) append_text_field(line, "request_id", event.request_id);
  return line;
}

std::string as_json(const Event& event) {
  std::string line = fmt::format(R"({{"time":"{}","level":"{}")", timestamp(event.at), word(event.level));
  append_json_field(line, {"process", event.process});
  append_json_field(line, {"event", event.name});
  if (!event.request_id.empty()) append_json_field(line, {"request_id", event.request_id});
  for (const Field& field : event.fields) append_json_field(line, field);
  return line += '}';
}

}  // namespace hurtrock::log

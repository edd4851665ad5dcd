#include "catalogue.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <vector>

namespace texts {
namespace {

namespace json = boost::json;

/// Where we are, for messages.
struct Place {
  std::string_view file, key;
  [[noreturn]] void refuse(std::string_view why) const {
    throw Error(std::string(file) + ": " + std::string(key) + ": " + std::string(why));
  }
};

bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; }

/// Keys stand in C++ and HTML as literals; this keeps them easy to search for.
bool is_key(std::string_view key) {
  return key.find('.') != std::string_view::npos && key.front() != '.' && key.back() != '.' &&
         std::ranges::all_of(key, [](char c) { return is_word(c) || c == '.'; });
}

std::set<std::string> placeholders_of(std::string_view text, const Place& place) {
  std::set<std::string> names;
  for (std::size_t at = text.find_first_of("{}"); at != std::string_view::npos; at = text.find_first_of("{}", at)) {
    const std::size_t end = text.find('}', at);
    if (text[at] == '}' || end == std::string_view::npos) place.refuse("a brace without its partner");
    const std::string_view name = text.substr(at + 1, end - at - 1);
    if (name.empty() || !std::ranges::all_of(name, is_word)) place.refuse("a placeholder must look like {name}");
    names.emplace(name);
    at = end + 1;
  }
  return names;
}

std::string text_of(const json::value* value, std::string_view what, const Place& place) {
  if (value == nullptr) place.refuse(std::string(what) + " is missing");
  if (!value->is_string()) place.refuse(std::string(what) + " must be a text");
  std::string text(value->get_string());
  if (text.find_first_not_of(" \t\n") == std::string::npos) place.refuse(std::string(what) + " is empty");
  return text;
}

void refuse_other_members(const json::object& object, std::initializer_list<std::string_view> known,
                          const Place& place) {
  for (const auto& member : object) {
    if (std::ranges::find(known, std::string_view(member.key())) == known.end())
      place.refuse("unexpected \"" + std::string(member.key()) + "\"");
  }
}

void read_english(Entry& entry, const json::value* english, const Place& place) {
  const json::object* forms = english == nullptr ? nullptr : english->if_object();
  if (forms == nullptr) {
    entry.english_one = entry.english_other = text_of(english, "\"en\"", place);
    return;
  }
  refuse_other_members(*forms, {"one", "other"}, place);
  entry.english_one = text_of(forms->if_contains("one"), "\"en\".\"one\"", place);
  entry.english_other = text_of(forms->if_contains("other"), "\"en\".\"other\"", place);
  if (!placeholders_of(entry.english_other, place).contains("n")) place.refuse("plural forms need {n}");
}

Entry read_entry(const json::value& value, const Place& place) {
  const json::object* languages = value.if_object();
  if (languages == nullptr) place.refuse("must be an object with \"id\" and \"en\"");
  refuse_other_members(*languages, {"id", "en"}, place);

  Entry entry;
  entry.indonesian = text_of(languages->if_contains("id"), "\"id\"", place);
  read_english(entry, languages->if_contains("en"), place);

  entry.placeholders = placeholders_of(entry.indonesian, place);
  if (placeholders_of(entry.english_other, place) != entry.placeholders)
    place.refuse("the languages have different placeholders");
  // "one item" may do without the number, but may not bring anything of its own.
  if (!std::ranges::includes(entry.placeholders, placeholders_of(entry.english_one, place)))
    place.refuse("the singular has a placeholder that the plural lacks");
  return entry;
}

/// Where the string ends of which `at` is the first character.
std::size_t end_of_string(std::string_view text, std::size_t at) {
  while (text[at] != '"') at += text[at] == '\\' ? 2 : 1;
  return at;
}

/// The parser takes an object that has a key twice and keeps the last without a word. `text` is known to be JSON.
void refuse_repeated_keys(std::string_view file, std::string_view text) {
  std::vector<std::set<std::string_view>> keys;  // of each object that is open
  std::string_view entry;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '{') keys.emplace_back();
    if (text[at] == '}') keys.pop_back();
    if (text[at] != '"') continue;
    const std::size_t begin = at + 1;
    at = end_of_string(text, begin);
    const std::size_t next = text.find_first_not_of(" \t\r\n", at + 1);
    if (next == std::string_view::npos || text[next] != ':') continue;
    const std::string_view key = text.substr(begin, at - begin);
    if (keys.size() == 1) entry = key;
    if (keys.back().insert(key).second) continue;
    Place{file, entry}.refuse(keys.size() == 1 ? "defined twice" : "\"" + std::string(key) + "\" stands there twice");
  }
}

}  // namespace

void add_file(Catalogue& catalogue, std::string_view file, std::string_view text) {
  boost::system::error_code failure;
  const json::value root = json::parse(text, failure);
  if (failure) throw Error(std::string(file) + ": not JSON: " + failure.message());
  const json::object* entries = root.if_object();
  if (entries == nullptr) throw Error(std::string(file) + ": must be an object");
  refuse_repeated_keys(file, text);

  for (const auto& member : *entries) {
    const Place place{file, member.key()};
    if (!is_key(place.key)) place.refuse("a key looks like \"feature.name\"");
    if (!catalogue.emplace(place.key, read_entry(member.value(), place)).second) place.refuse("defined twice");
  }
}

}  // namespace texts

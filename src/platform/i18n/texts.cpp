#include "platform/i18n/texts.hpp"

#include <algorithm>
#include <atomic>
#include <stdexcept>

#include "platform/i18n/catalogue.hpp"

namespace hurtrock::i18n {
namespace {

using catalogue::Entry;

std::atomic<std::uint64_t> unknown_count{0};

const Entry* find(std::string_view key) {
  const auto entries = catalogue::entries();
  const auto place = std::ranges::lower_bound(entries, key, {}, [](const Entry& entry) { return entry.key.view(); });
  return place != entries.end() && place->key.view() == key ? &*place : nullptr;
}

std::string_view plural(const Entry& entry, Language language) {
  return language == Language::kEnglish ? entry.english_other.view() : entry.indonesian.view();
}

std::string_view form_for(const Entry& entry, Language language, std::initializer_list<Arg> args) {
  const bool single = std::ranges::any_of(args, [](const Arg& arg) { return arg.name == "n" && arg.number == 1; });
  return single && language == Language::kEnglish ? entry.english_one.view() : plural(entry, language);
}

/// One pass, so that braces inside an argument's value mean nothing.
std::string fill(std::string_view form, std::initializer_list<Arg> args) {
  std::string filled;
  while (true) {
    const std::size_t open = form.find('{');
    filled += form.substr(0, open);
    if (open == std::string_view::npos) return filled;
    const std::size_t close = form.find('}', open);
    const std::string_view name = form.substr(open + 1, close - open - 1);
    const Arg* arg = std::ranges::find(args, name, &Arg::name);
    filled += arg == args.end() ? form.substr(open, close + 1 - open) : std::string_view(arg->value);
    form.remove_prefix(close + 1);
  }
}

}  // namespace

std::string_view code(Language language) { return language == Language::kEnglish ? "en" : "id"; }

const Texts& Texts::of(Language language) {
  static const Texts indonesian(Language::kIndonesian);
  static const Texts english(Language::kEnglish);
  return language == Language::kEnglish ? english : indonesian;
}

std::string_view Texts::operator()(std::string_view key) const {
  if (const Entry* entry = find(key)) return plural(*entry, language_);
  ++unknown_count;
  return key;
}

std::string Texts::operator()(std::string_view key, std::initializer_list<Arg> args) const {
  if (const Entry* entry = find(key)) return fill(form_for(*entry, language_, args), args);
  ++unknown_count;
  return std::string(key);
}

bool Texts::has(std::string_view key) const { return find(key) != nullptr; }

std::uint64_t Texts::unknown_keys() { return unknown_count; }

std::uint32_t Texts::index_of(std::string_view key) {
  const Entry* entry = find(key);
  if (entry == nullptr) throw std::logic_error("unknown text: " + std::string(key));
  return static_cast<std::uint32_t>(entry - catalogue::entries().data());
}

std::string_view Texts::at(std::uint32_t index) const { return plural(catalogue::entries()[index], language_); }

std::string Texts::at(std::uint32_t index, std::initializer_list<Arg> args) const {
  return fill(form_for(catalogue::entries()[index], language_, args), args);
}

}  // namespace hurtrock::i18n

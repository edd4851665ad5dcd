#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "platform/core/money.hpp"

/// Every text a person reads, in both languages. The catalogues are the texts.json files beside the code that uses
/// them, joined at build time; a key missing in one language, or used but not defined, stops the build or a test.
namespace hurtrock::i18n {

enum class Language : std::uint8_t { kIndonesian, kEnglish };
/// "id" or "en".
std::string_view code(Language language);

/// A value put in place of `{name}`.
struct Arg {
  std::string_view name;
  std::string value;
  /// Chooses between a text's "one" and "other" forms when the argument is called "n".
  std::int64_t number = 0;

  Arg(std::string_view n, std::string v) : name(n), value(std::move(v)) {}
  Arg(std::string_view n, std::string_view v) : name(n), value(v) {}
  Arg(std::string_view n, const char* v) : name(n), value(v) {}
  Arg(std::string_view n, Money v) : name(n), value(format_rupiah(v)) {}
  template <std::integral T>
    requires(!std::same_as<T, bool> && !std::same_as<T, char>)
  Arg(std::string_view n, T v) : name(n), value(std::to_string(v)), number(static_cast<std::int64_t>(v)) {}
};

/// The texts of one language. Immutable, lives as long as the process, any thread.
class Texts {
 public:
  static const Texts& of(Language language);

  [[nodiscard]] Language language() const { return language_; }
  /// Plain text, not markup. An unknown key answers the key itself and is counted (a test holds the count at 0).
  [[nodiscard]] std::string_view operator()(std::string_view key) const;
  /// With `{name}` replaced; plural forms chosen by the argument "n" (Indonesian has one form). A placeholder without
  /// argument stays as it is.
  [[nodiscard]] std::string operator()(std::string_view key, std::initializer_list<Arg> args) const;
  /// Whether the key exists; for texts chosen by a word from the database.
  [[nodiscard]] bool has(std::string_view key) const;
  /// How often an unknown key has been asked for since the process began.
  static std::uint64_t unknown_keys();

  /// For compiled templates: the key's place, found once. Throws std::logic_error for an unknown key.
  static std::uint32_t index_of(std::string_view key);
  /// `index` is one that index_of has answered.
  [[nodiscard]] std::string_view at(std::uint32_t index) const;
  [[nodiscard]] std::string at(std::uint32_t index, std::initializer_list<Arg> args) const;

 private:
  explicit Texts(Language language) : language_(language) {}
  Language language_;
};

}  // namespace hurtrock::i18n

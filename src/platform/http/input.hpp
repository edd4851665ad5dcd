#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "platform/http/message.hpp"
#include "platform/http/problem.hpp"
#include "platform/i18n/texts.hpp"

namespace hurtrock::http {

enum class Need : std::uint8_t { kRequired, kOptional };

/// The values somebody sent, in a form or as JSON, read one by one; everything that is wrong is collected, each with a
/// message at its field in the visitor's language. Reading answers "" or nothing for what is missing or wrong.
class Input {
 public:
  /// A form's or a query's fields.
  static Input of_fields(const Fields& fields, const i18n::Texts& texts);
  /// A JSON object; nested objects are reached as "contact.name". The refusal is a finished 400 or 415 problem.
  static std::expected<Input, Response> of_json(const Request& request);

  /// One line of at most `max_length` characters, trimmed.
  std::string line(std::string_view field, std::size_t max_length, Need need = Need::kRequired);
  /// Several lines, likewise.
  std::string text(std::string_view field, std::size_t max_length, Need need = Need::kRequired);
  /// As it was sent, untrimmed: passwords. At most `max_length` bytes, at least `min_length` characters.
  std::string password(std::string_view field, std::size_t min_length, std::size_t max_length = 200);
  /// A mailbox, lower case, at most 254 characters.
  std::string email(std::string_view field);
  /// An Indonesian or international telephone number, as "+628211555803" (digits with country code). A leading 0, or 8,
  /// is +62; a leading 00 is the +. Strict, for it is kept and called: what is only searched for may be less.
  std::string phone(std::string_view field, Need need = Need::kRequired);
  std::optional<std::int64_t> integer(std::string_view field, std::int64_t low, std::int64_t high,
                                      Need need = Need::kRequired);
  /// Without a most: a whole number that no int64 holds is INT64_MAX.
  std::optional<std::int64_t> at_least(std::string_view field, std::int64_t low, Need need = Need::kRequired);
  /// A line that is chosen rather than typed: of what is missing it says so.
  std::string choice(std::string_view field, std::size_t max_length, Need need = Need::kRequired);
  /// One of the words, likewise.
  std::string word(std::string_view field, std::initializer_list<std::string_view> words, Need need = Need::kRequired);
  [[nodiscard]] bool has(std::string_view field) const;

  /// Adds what only the caller can know ("unknown area"). `message` is finished text.
  void refuse(std::string_view field, std::string_view code, std::string message);
  [[nodiscard]] bool ok() const { return errors_.empty(); }
  [[nodiscard]] const std::vector<FieldError>& errors() const { return errors_; }
  [[nodiscard]] const i18n::Texts& texts() const { return *texts_; }

 private:
  explicit Input(const i18n::Texts& texts) : texts_(&texts) {}
  struct Wrong {};     // a value of a kind no field takes: array, fraction
  struct Huge {};      // a whole number above INT64_MAX
  struct Repeated {};  // sent more than once
  using Value = std::variant<std::string, std::int64_t, bool, Wrong, Huge, Repeated>;
  const Value* find(std::string_view field) const;
  void fail(std::string_view field, std::string_view code, std::initializer_list<i18n::Arg> args = {});
  std::optional<std::string> raw_text(std::string_view field, Need need);
  std::string checked_text(std::string_view field, std::size_t max_length, Need need, bool one_line);

  std::vector<std::pair<std::string, Value>> values_;
  std::vector<FieldError> errors_;
  const i18n::Texts* texts_;
};

/// 422 with the input's errors.
Response invalid(const Input& input);

}  // namespace hurtrock::http

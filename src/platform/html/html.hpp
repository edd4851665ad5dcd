#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "platform/core/money.hpp"
#include "platform/i18n/texts.hpp"

/// What compiled templates run on: an output buffer with the visitor's language, and escaping by context.
namespace hurtrock::html {

/// Markup that is already safe. Only made by templates and by code that says why at the place.
class SafeHtml {
 public:
  SafeHtml() = default;
  explicit SafeHtml(std::string markup) : markup_(std::move(markup)) {}
  [[nodiscard]] const std::string& markup() const { return markup_; }

 private:
  std::string markup_;
};

/// Serialised JSON for a <script type="application/...json"> element; `<`, `>`, `&` and U+2028/9 are already escaped.
class SafeJson {
 public:
  SafeJson() = default;
  /// `json` is valid JSON text.
  explicit SafeJson(std::string_view json);
  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] bool empty() const { return text_.empty(); }

 private:
  std::string text_;
};

void escape_text(std::string& out, std::string_view text);       ///< & < >
void escape_attribute(std::string& out, std::string_view text);  ///< & < > " '
/// As escape_attribute; a scheme other than http, https, mailto, tel (or none) becomes "#".
void escape_url(std::string& out, std::string_view url);

class Writer {
 public:
  Writer(std::string& out, const i18n::Texts& texts) : out_(out), texts_(texts) {
    if (out_.empty()) out_.reserve(kRoomForAPage);  // growing step by step copies a page twice over
  }
  [[nodiscard]] const i18n::Texts& texts() const { return texts_; }
  [[nodiscard]] std::string& out() { return out_; }

  void raw(std::string_view markup) { out_.append(markup); }

  // One overload set per context; the template compiler chooses the function, C++ the overload.
  void text(std::string_view value) { escape_text(out_, value); }
  void text(const SafeHtml& value) { out_.append(value.markup()); }
  void text(Money value) { out_.append(format_rupiah(value)); }
  template <std::integral T>
    requires(!std::same_as<T, bool> && !std::same_as<T, char>)
  void text(T value) {
    out_.append(std::to_string(value));
  }
  void attribute(std::string_view value) { escape_attribute(out_, value); }
  void attribute(Money value) { out_.append(format_rupiah(value)); }
  template <std::integral T>
    requires(!std::same_as<T, bool> && !std::same_as<T, char>)
  void attribute(T value) {
    out_.append(std::to_string(value));
  }
  void url(std::string_view value) { escape_url(out_, value); }
  void json(const SafeJson& value) { out_.append(value.text()); }

 private:
  static constexpr std::size_t kRoomForAPage = 64 * 1024;

  std::string& out_;
  const i18n::Texts& texts_;
};

/// `<svg class="icon"...>` that shows the sprite's picture of that name; decoration, hidden from screen readers.
void icon(Writer& w, std::string_view name);
/// The hidden field of a form that carries the session's token; nothing for a visitor without session.
void csrf_field(Writer& w, std::string_view token);

/// What a page hands to the layout it is set in.
using Body = std::function<void(Writer&)>;

}  // namespace hurtrock::html

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "text_keys.hpp"

namespace templates {

/// Turns t(...), tr(...) and asset(...) in a template's expressions into C++ and remembers the texts that were used.
class Expressions {
 public:
  explicit Expressions(const TextKeys& keys) : keys_(keys) {}

  /// `code` with those calls replaced; everything else is copied. Throws Mistake for an unknown text and for
  /// placeholders that are not the text's own.
  std::string rewrite(std::string_view code, int line);

  /// One C++ function for each text used, which finds its place in the catalogue once. They stand in the template's own
  /// function: files of several templates may be compiled as one.
  [[nodiscard]] std::string declarations() const;
  [[nodiscard]] bool uses_assets() const { return uses_assets_; }

 private:
  std::string replace(std::string_view function, std::string_view arguments, int line);
  std::string text(const std::vector<std::string_view>& arguments, int line);
  std::string computed_text(const std::vector<std::string_view>& arguments, int line);
  std::string placeholders(const std::vector<std::string_view>& arguments, int line);
  std::size_t number_of(std::string_view key);

  const TextKeys& keys_;
  std::vector<std::string> used_;
  bool uses_assets_ = false;
};

}  // namespace templates

#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace templates {

/// The statements of a generated function. Literals that follow each other become one.
class FunctionBody {
 public:
  /// `file` is what compiler errors will name.
  explicit FunctionBody(std::string file) : file_(std::move(file)) {}

  void literal(std::string_view html) { pending_ += html; }
  /// C++ that came from `line` of the template.
  void code(std::string_view statement, int line);
  /// C++ that is the compiler's own.
  void code(std::string_view statement);
  /// Everything so far.
  std::string take();

 private:
  void flush();
  std::string file_, out_, pending_;
};

/// `#line` for what follows.
std::string line_mark(int line, std::string_view file);

}  // namespace templates

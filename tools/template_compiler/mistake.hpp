#pragma once

#include <stdexcept>
#include <string>

namespace templates {

/// What is wrong with a template, and in which of its lines (from 1).
class Mistake : public std::runtime_error {
 public:
  Mistake(int line, const std::string& message) : std::runtime_error(message), line_(line) {}
  [[nodiscard]] int line() const { return line_; }

 private:
  int line_;
};

}  // namespace templates

#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace includes {

/// The table of docs/dependencies.txt, which explains its own syntax.
class Rules {
 public:
  /// Throws std::runtime_error for a line that cannot be read, or that names a folder which does not stand above it.
  static Rules parse(std::string_view table);

  /// Why `file` may not include `header`, or "" when it may. Both paths begin in src/.
  [[nodiscard]] std::string objection(std::string_view file, std::string_view header) const;

 private:
  struct Folder {
    std::string path;
    std::vector<std::string> entries;
  };
  [[nodiscard]] const Folder* folder_of(std::string_view path) const;
  void add_line(std::string_view line);

  std::vector<Folder> folders_;
};

}  // namespace includes

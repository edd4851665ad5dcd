#pragma once

#include <boost/json/object.hpp>
#include <functional>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hurtrock::sandbox {

/// One JSON object a line, written before the change it records is answered, so that a sandbox killed at any moment
/// knows afterwards what it told the shop. Survives the process, not a loss of power. Thread-safe.
class Journal {
 public:
  /// `path` empty: remembers nothing. Throws std::system_error when the file cannot be opened.
  explicit Journal(std::string path);
  ~Journal();
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

  /// Everything written so far, oldest first; a last line that was cut off is left out.
  [[nodiscard]] std::vector<boost::json::object> read() const;
  void append(const boost::json::object& entry) { append(std::span{&entry, 1}); }
  /// In one write: as long as the disk takes all of it, a process that is killed leaves all of them or none.
  void append(std::span<const boost::json::object> entries);
  /// Replaces the file's content at once.
  void rewrite(const std::vector<boost::json::object>& entries);

 private:
  void open_for_appending();
  std::string path_;
  std::mutex mutex_;
  int file_ = -1;
};

}  // namespace hurtrock::sandbox

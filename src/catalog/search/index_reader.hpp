#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace Xapian {
class Database;
}

namespace hurtrock::catalog::search {

/// Lends the index to readers, each of whom has an open one for itself alone meanwhile. Thread-safe.
class IndexReader {
 public:
  explicit IndexReader(std::filesystem::path folder);
  ~IndexReader();

  enum class Outcome : std::uint8_t {
    kRead,
    kAbsent,   ///< there is none, or it has not held every product yet
    kDamaged,  ///< it could not be read
  };
  /// Calls `read` with the newest state of the index; again when a writer has overtaken it meanwhile.
  Outcome read(const std::function<void(Xapian::Database&)>& read);

  /// Looks whether another process or thread has written; true when readers see something else from now on. `prepare`
  /// is called before they do.
  bool look_for_changes(const std::function<void(const Xapian::Database&)>& prepare);

 private:
  struct Handle;
  std::unique_ptr<Handle> take();
  void give_back(std::unique_ptr<Handle> handle);

  const std::filesystem::path folder_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Handle>> free_;
  std::atomic<std::int64_t> version_{1};
  std::string seen_;  // by look_for_changes: which state of which index
};

}  // namespace hurtrock::catalog::search

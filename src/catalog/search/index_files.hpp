#pragma once

#include <filesystem>
#include <memory>
#include <string>

/// Where the index lies, and whose it is.
namespace hurtrock::catalog::search {

/// The index's own folder inside of the search folder. Raised whenever what stands in the index changes its meaning: an
/// older program's index is then simply not looked at.
inline constexpr std::string_view kIndexFolder = "products-1";

/// The file inside that Xapian opens first.
inline constexpr std::string_view kIndexFile = "iamglass";

/// Metadata of the index: present once it has held every product.
inline const std::string kCompleteKey = "complete";

/// At most one process writes: the one that holds this lock. The system gives it back when the process dies.
class WriterLock {
 public:
  /// Nothing while another one holds it. Throws std::system_error when the folder cannot be written.
  static std::unique_ptr<WriterLock> try_to_take(const std::filesystem::path& folder);
  ~WriterLock();
  WriterLock(const WriterLock&) = delete;
  WriterLock& operator=(const WriterLock&) = delete;

 private:
  explicit WriterLock(int file) : file_(file) {}
  int file_;
};

}  // namespace hurtrock::catalog::search

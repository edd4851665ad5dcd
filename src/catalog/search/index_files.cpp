#include "catalog/search/index_files.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace hurtrock::catalog::search {

std::unique_ptr<WriterLock> WriterLock::try_to_take(const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder);
  const int file = ::open((folder / "writer.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0640);
  if (file < 0) throw std::system_error(errno, std::generic_category(), "search index: cannot open writer.lock");
  if (::flock(file, LOCK_EX | LOCK_NB) == 0) return std::unique_ptr<WriterLock>(new WriterLock(file));
  const int error = errno;
  ::close(file);
  if (error == EWOULDBLOCK) return nullptr;
  throw std::system_error(error, std::generic_category(), "search index: cannot lock writer.lock");
}

WriterLock::~WriterLock() { ::close(file_); }

}  // namespace hurtrock::catalog::search

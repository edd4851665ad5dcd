#include "platform/db/copy.hpp"

#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <filesystem>

#include "platform/db/testing/testing.hpp"

namespace hurtrock::db {
namespace {

/// A process of its own that has a database open, and does nothing with it.
class OtherProcess {
 public:
  explicit OtherProcess(const std::string& url) {
    std::array<int, 2> opened{};
    EXPECT_EQ(::pipe(opened.data()), 0);
    pid = ::fork();
    if (pid == 0) {
      ::prctl(PR_SET_PDEATHSIG, SIGKILL);
      const auto db = Database::open(url);
      db->read([](Tx& tx) { return tx.one<std::int64_t>("SELECT 1"); });
      const bool told = ::write(opened[1], "x", 1) == 1;
      while (told) ::pause();
      ::_exit(1);
    }
    ::close(opened[1]);
    char ready = 0;
    EXPECT_EQ(::read(opened[0], &ready, 1), 1);
    ::close(opened[0]);
  }
  ~OtherProcess() {
    ::kill(pid, SIGKILL);
    ::waitpid(pid, nullptr, 0);
  }
  OtherProcess(const OtherProcess&) = delete;
  OtherProcess& operator=(const OtherProcess&) = delete;

  pid_t pid = 0;
};

TEST(SqliteUser, IsAProcessThatHasTheDatabaseOpenUntilItDies) {
  const testing::ScratchAddress address(Dialect::kSqlite);
  Database::open(address.url())->write([](Tx& tx) { tx.run_script("CREATE TABLE here (id INTEGER)"); });
  const auto file = sqlite_file(address.url());
  EXPECT_FALSE(sqlite_user(file));
  {
    const OtherProcess other(address.url());
    EXPECT_EQ(sqlite_user(file), other.pid);
  }
  EXPECT_FALSE(sqlite_user(file));
}

TEST(SqliteUser, IsNobodyWhereThereIsNoDatabase) {
  const testing::ScratchAddress address(Dialect::kSqlite);
  const auto file = sqlite_file(address.url());
  EXPECT_FALSE(sqlite_user(file));
  EXPECT_FALSE(std::filesystem::exists(file)) << "asking makes none";
}

TEST(SqliteUser, MayNotBeTold) {
  const testing::ScratchAddress address(Dialect::kSqlite);
  const auto file = sqlite_file(address.url());
  std::filesystem::create_directories(file.parent_path());
  std::filesystem::create_symlink(file, file);
  EXPECT_THROW(sqlite_user(file), Error);
}

}  // namespace
}  // namespace hurtrock::db

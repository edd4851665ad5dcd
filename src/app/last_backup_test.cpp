#include "app/last_backup.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace hurtrock::app {
namespace {

class LastBackupTest : public ::testing::Test {
 protected:
  LastBackupTest() { std::filesystem::create_directories(folder_); }
  ~LastBackupTest() override { std::filesystem::remove_all(folder_); }
  std::string told() {
    const auto last = last_backup(folder_);
    return last ? rfc3339(*last) : "none";
  }

  std::filesystem::path folder_ = std::filesystem::path(::testing::TempDir()) / "hurtrock-last-backup";
};

TEST_F(LastBackupTest, there_is_none_in_a_new_shop) {
  EXPECT_EQ(told(), "none");
  EXPECT_FALSE(last_backup(folder_ / "no" / "such" / "folder"));
}

TEST_F(LastBackupTest, the_newest_one_stays) {
  for (const char* made_at : {"2026-11-22T20:30:00Z", "2026-11-23T20:31:05Z", "2026-11-01T20:30:00Z"})
    note_backup(folder_, made_at);
  EXPECT_EQ(told(), "2026-11-23T20:31:05Z");
}

TEST_F(LastBackupTest, what_is_no_time_is_none) {
  std::ofstream(folder_ / "last-backup") << "kemarin\n";
  EXPECT_EQ(told(), "none");
  note_backup(folder_, "hari ini");
  EXPECT_EQ(told(), "none");
}

TEST_F(LastBackupTest, that_it_cannot_be_written_is_no_secret) {
  EXPECT_THROW(note_backup(folder_ / "no" / "such" / "folder", "2026-11-22T20:30:00Z"), std::runtime_error);
}

}  // namespace
}  // namespace hurtrock::app

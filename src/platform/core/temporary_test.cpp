#include "platform/core/temporary.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "platform/core/crypto.hpp"

namespace hurtrock::temporary {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

class TemporaryTest : public ::testing::Test {
 protected:
  TemporaryTest() {
    crypto::start();
    char pattern[] = "/tmp/hurtrock-temporary-XXXXXX";
    folder_ = mkdtemp(pattern);
  }
  ~TemporaryTest() override { fs::remove_all(folder_); }

  static void write_file(const std::string& path) { std::ofstream(path) << "rows"; }
  static void age(const std::string& path) { fs::last_write_time(path, fs::file_time_type::clock::now() - 25h); }

  std::string folder_;
  const Time now_ = SystemClock{}.now();
};

TEST_F(TemporaryTest, what_was_left_a_day_ago_is_removed_and_what_is_at_work_stays) {
  for (const Kind kind : {Kind::kUpload, Kind::kAnswer, Kind::kPicture}) {
    const std::string left = new_path(folder_, kind), at_work = new_path(folder_, kind);
    write_file(left);
    write_file(at_work);
    age(left);
    EXPECT_EQ(remove_leftovers(folder_, now_), 1);
    EXPECT_FALSE(fs::exists(left));
    EXPECT_TRUE(fs::exists(at_work));
  }
}

TEST_F(TemporaryTest, a_folder_goes_with_what_is_in_it) {
  const std::string left = new_path(folder_, Kind::kVariants);
  fs::create_directory(left);
  write_file(left + "/1600.webp");
  age(left);
  EXPECT_EQ(remove_leftovers(folder_, now_), 1);
  EXPECT_FALSE(fs::exists(left));
}

TEST_F(TemporaryTest, what_others_have_put_there_stays) {
  for (const std::string name : {"backup.lock", "backup-a1", "notes.txt", "my-upload-list"}) {
    write_file(folder_ + "/" + name);
    age(folder_ + "/" + name);
  }
  EXPECT_EQ(remove_leftovers(folder_, now_), 0);
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()), 4);
}

TEST_F(TemporaryTest, a_link_is_removed_and_not_what_it_leads_to) {
  const std::string elsewhere = folder_ + "/elsewhere", link = new_path(folder_, Kind::kVariants);
  fs::create_directory(elsewhere);
  write_file(elsewhere + "/kept");
  fs::create_directory_symlink(elsewhere, link);
  EXPECT_EQ(remove_leftovers(folder_, now_ + 25h), 1);
  EXPECT_TRUE(fs::exists(elsewhere + "/kept"));
}

TEST_F(TemporaryTest, a_folder_that_is_not_there_has_no_leftovers) {
  EXPECT_EQ(remove_leftovers(folder_ + "/none", now_), 0);
}

TEST_F(TemporaryTest, paths_tell_what_they_are_for_and_are_never_the_same) {
  const std::string answer = new_path(folder_, Kind::kAnswer);
  EXPECT_TRUE(is_of(Kind::kAnswer, answer));
  EXPECT_FALSE(is_of(Kind::kUpload, answer));
  EXPECT_NE(answer, new_path(folder_, Kind::kAnswer));
}

}  // namespace
}  // namespace hurtrock::temporary

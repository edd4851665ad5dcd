#include "platform/archive/archive.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>

#include "platform/archive/header.hpp"

namespace hurtrock::archive {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::Pair;

class ArchiveTest : public ::testing::Test {
 protected:
  ArchiveTest() {
    crypto::start();
    fs::create_directories(folder_);
  }
  ~ArchiveTest() override { fs::remove_all(folder_); }

  static void write_file(const fs::path& file, std::string_view bytes) {
    std::ofstream out(file, std::ios::binary);
    out << bytes;
  }
  static std::string read_file(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::stringstream bytes;
    bytes << in.rdbuf();
    return bytes.str();
  }
  static std::map<std::string, std::string> contents(const fs::path& file) {
    std::map<std::string, std::string> found;
    read(file,
         [&](const std::string& name) { return [&found, name](std::string_view bytes) { found[name] += bytes; }; });
    return found;
  }
  /// What read() has against it; empty: nothing.
  static std::string complaint(const fs::path& file) {
    try {
      read(file, [](const std::string&) { return Sink{}; });
    } catch (const Damaged& damaged) {
      return damaged.what();
    }
    return "";
  }
  /// "a.txt" and a picture.
  void write_archive() const {
    write_file(folder_ / "picture", std::string(1000, 'p'));
    Writer writer(file_, from_micros(1'800'000'000'000'000));
    writer.add("a.txt", "hello");
    writer.add_file("files/media/picture.webp", folder_ / "picture");
    writer.finish();
  }

  const fs::path folder_ = fs::path(testing::TempDir()) / ("archive-" + crypto::random_token(6));
  const fs::path file_ = folder_ / "backup.tar";
};

TEST_F(ArchiveTest, WhatGoesInComesOut) {
  write_archive();
  EXPECT_THAT(contents(file_),
              ElementsAre(Pair("a.txt", "hello"), Pair("files/media/picture.webp", std::string(1000, 'p'))));
}

TEST_F(ArchiveTest, AnyTarUnpacksItAndItsSumsAreCheckedBySha256sum) {
  write_archive();
  const std::string command = "cd '" + folder_.string() + "' && tar -xf backup.tar && sha256sum --quiet -c SHA256SUMS";
  EXPECT_EQ(std::system(command.c_str()), 0);
  EXPECT_EQ(read_file(folder_ / "a.txt"), "hello");
}

TEST_F(ArchiveTest, NoBitCanBeChangedUnnoticed) {
  write_archive();
  const std::string good = read_file(file_);
  const fs::path changed = folder_ / "changed.tar";
  for (std::size_t at = 0; at < good.size(); at += 7) {
    std::string bytes = good;
    bytes[at] = static_cast<char>(bytes[at] ^ (1 << (at % 8)));
    write_file(changed, bytes);
    EXPECT_NE(complaint(changed), "") << "byte " << at;
  }
}

TEST_F(ArchiveTest, OneThatWasCutOffAnywhereIsRefused) {
  write_archive();
  const std::string good = read_file(file_);
  const fs::path cut = folder_ / "cut.tar";
  for (std::size_t size = 0; size < good.size(); size += 101) {
    write_file(cut, std::string_view(good).substr(0, size));
    EXPECT_NE(complaint(cut), "") << size << " bytes";
  }
}

TEST_F(ArchiveTest, OfOneThatWasCutOffTheEndIsMissing) {
  write_archive();
  fs::resize_file(file_, 1500);
  EXPECT_EQ(complaint(file_), "its end is missing");
}

TEST_F(ArchiveTest, OneThatGrewIsRefused) {
  write_archive();
  write_file(file_, read_file(file_) + std::string(512, '\0'));
  EXPECT_EQ(complaint(file_), "something follows its end");
}

TEST_F(ArchiveTest, TheDamagedFileIsNamed) {
  write_archive();
  std::string bytes = read_file(file_);
  bytes[bytes.find("ppp") + 500] = 'q';
  write_file(file_, bytes);
  EXPECT_EQ(complaint(file_), "files/media/picture.webp is damaged");
}

TEST_F(ArchiveTest, AnotherFileIsNotABackup) {
  for (const auto& bytes :
       {std::string(5000, 'x'), std::string("Daftar belanja\n"), std::string(1024, '\0'), std::string{}}) {
    write_file(file_, bytes);
    EXPECT_THAT(complaint(file_), HasSubstr("not a backup")) << bytes.size() << " bytes";
  }
}

TEST_F(ArchiveTest, AFileThatIsGoneIsLeftOut) {
  Writer writer(file_, {});
  EXPECT_FALSE(writer.add_file("gone", folder_ / "gone"));
  writer.finish();
  EXPECT_THAT(contents(file_), ElementsAre());
}

TEST_F(ArchiveTest, NothingIsEverReplaced) {
  write_file(file_, "older");
  EXPECT_THROW(Writer(file_, {}), std::runtime_error);
  EXPECT_EQ(read_file(file_), "older");
}

TEST_F(ArchiveTest, OneThatWasNotFinishedLeavesNothing) {
  {
    Writer(file_, {}).add("a.txt", "hello");
  }
  EXPECT_TRUE(fs::is_empty(folder_));
}

TEST(Header, HoldsLongNamesAndSizesBeyondEightGigabytes) {
  const std::string name = std::string(80, 'd') + "/" + std::string(90, 'f');
  const auto header = decode(encode({.name = name, .size = 20'000'000'000, .time_s = 1'800'000'000}));
  ASSERT_TRUE(header.has_value());
  EXPECT_EQ(header->name, name);
  EXPECT_EQ(header->size, 20'000'000'000U);
  EXPECT_EQ(header->time_s, 1'800'000'000);
}

TEST(Header, NamesThatLeadOutsideAreNone) {
  for (const char* name : {"/etc/passwd", "../x", "a/../../x", "a//b", "", "a/.", "a\nb"})
    EXPECT_FALSE(is_safe_name(name)) << name;
}

}  // namespace
}  // namespace hurtrock::archive

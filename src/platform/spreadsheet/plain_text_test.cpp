#include "platform/spreadsheet/plain_text.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "platform/core/crypto.hpp"

namespace hurtrock::spreadsheet {
namespace {

using namespace std::string_literals;

class PlainText : public ::testing::Test {
 protected:
  PlainText() {
    crypto::start();
    std::filesystem::create_directories(folder_);
  }
  ~PlainText() override { std::filesystem::remove_all(folder_); }

  std::expected<Encoding, NotText> copy(const std::string& bytes) {
    std::ofstream(folder_ + "/from", std::ios::binary) << bytes;
    const auto encoding = copy_as_utf8(folder_ + "/from", folder_ + "/to");
    std::ifstream in(folder_ + "/to", std::ios::binary);
    copied_.assign(std::istreambuf_iterator<char>(in), {});
    return encoding;
  }

  std::string copied_;
  const std::string folder_ = std::filesystem::temp_directory_path() / ("hurtrock-text-" + crypto::random_uuid());
};

TEST_F(PlainText, Utf8StaysAsItIs) {
  EXPECT_EQ(copy("nama,harga\ncaf\xC3\xA9,1"), Encoding::kUtf8);
  EXPECT_EQ(copied_, "nama,harga\ncaf\xC3\xA9,1");
}

TEST_F(PlainText, AMarkIsNoText) {
  EXPECT_EQ(copy("\xEF\xBB\xBFnama"), Encoding::kUtf8);
  EXPECT_EQ(copied_, "nama");
}

TEST_F(PlainText, Utf16IsKnownByItsMarkOrItsZeros) {
  for (const bool marked : {true, false}) {
    EXPECT_EQ(copy((marked ? "\xFF\xFE"s : ""s) + "n\0a\0\xE9\0,\0b\0"s), Encoding::kUtf16LittleEndian);
    EXPECT_EQ(copied_, "na\xC3\xA9,b");
    EXPECT_EQ(copy((marked ? "\xFE\xFF"s : ""s) + "\0n\0a\0\xE9\0,\0b"s), Encoding::kUtf16BigEndian);
    EXPECT_EQ(copied_, "na\xC3\xA9,b");
  }
}

TEST_F(PlainText, WhatIsNoUtf8IsWindows) {
  EXPECT_EQ(copy("caf\xE9 \x93x\x94"), Encoding::kWindows1252);
  EXPECT_EQ(copied_, "caf\xC3\xA9 \xE2\x80\x9Cx\xE2\x80\x9D");
}

TEST_F(PlainText, CharactersMayLieAcrossTwoChunks) {
  for (const std::size_t before : {65'535UZ, 65'534UZ, 131'071UZ}) {
    const std::string text = std::string(before, 'a') + "\xE2\x82\xAC" + std::string(10, 'b');
    EXPECT_EQ(copy(text), Encoding::kUtf8);
    EXPECT_EQ(copied_, text);
  }
}

TEST_F(PlainText, WhatIsNoTextIsNamed) {
  EXPECT_EQ(copy("").error(), NotText::kEmpty);
  EXPECT_EQ(copy(" \r\n\n").error(), NotText::kEmpty);
  EXPECT_EQ(copy("\xEF\xBB\xBF").error(), NotText::kEmpty);
  EXPECT_EQ(copy("\xFF\xFE").error(), NotText::kEmpty);
  EXPECT_EQ(copy("PK\x03\x04 and more").error(), NotText::kArchive);
  EXPECT_EQ(copy("\x1F\x8B\x08 and more").error(), NotText::kArchive);
  EXPECT_EQ(copy("\xD0\xCF\x11\xE0\xA1\xB1").error(), NotText::kWorkbook);
  EXPECT_EQ(copy("a,b\nc,\0d\n"s).error(), NotText::kBinary);
  EXPECT_EQ(copy("\xEF\xBB\xBFx\xFF").error(), NotText::kBroken);
  EXPECT_EQ(copy("\xFF\xFEx").error(), NotText::kBroken);
}

}  // namespace
}  // namespace hurtrock::spreadsheet

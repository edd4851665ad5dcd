#include "platform/spreadsheet/spreadsheet.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "platform/core/crypto.hpp"

namespace hurtrock::spreadsheet {
namespace {

std::string csv(const std::vector<Cell>& cells) {
  std::string row;
  append_csv_row(row, cells);
  return row;
}

TEST(Csv, HasOneLineForEachRow) {
  EXPECT_EQ(csv({std::string("Gitar"), std::int64_t{-3}, Money{12'500'000}}), "Gitar,-3,12500000\r\n");
}

TEST(Csv, QuotesWhatWouldEndACell) {
  EXPECT_EQ(csv({std::string("6\" x 9\", hitam"), std::string("dua\nbaris")}),
            "\"6\"\" x 9\"\", hitam\",\"dua\nbaris\"\r\n");
}

TEST(Csv, NoTextBeginsAFormula) {
  for (const std::string begin : {"=", "+", "-", "@", "\t", "\r", "\n"})
    EXPECT_EQ(csv({begin + "1+1"}), "\"'" + begin + "1+1\"\r\n");
  EXPECT_EQ(csv({std::string("1=1"), std::string()}), "1=1,\r\n");
}

TEST(Csv, AGuardedTextIsReadAsItWas) {
  for (const std::string text : {"=1+1", "'=1+1", "''-1", "'s-Hertogenbosch", "", "'", "59'", "-10 dB", "'\t"}) {
    std::string written;
    append_csv_row(written, std::vector<Cell>{text});
    written.resize(written.size() - 2);
    if (written.starts_with('"')) written = written.substr(1, written.size() - 2);
    EXPECT_EQ(without_guard(written), text);
  }
}

class Xlsx : public ::testing::Test {
 protected:
  Xlsx() {
    crypto::start();
    std::filesystem::create_directories(folder_);
  }
  ~Xlsx() override { std::filesystem::remove_all(folder_); }
  const std::string folder_ = std::filesystem::temp_directory_path() / ("hurtrock-sheets-" + crypto::random_uuid());
  const std::string path_ = folder_ + "/file";
};

TEST_F(Xlsx, LeavesNothingButItsFile) {
  {
    const auto writer = xlsx_writer({"A", "B"}, path_, folder_);
    for (std::int64_t n = 0; n < 1000; ++n) writer->add_row(std::vector<Cell>{std::string("=1+1"), n});
    writer->finish();
  }
  std::string begins(2, ' ');
  std::ifstream(path_, std::ios::binary).read(begins.data(), 2);
  EXPECT_EQ(begins, "PK");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_), {}), 1);
}

TEST_F(Xlsx, GivesUpWithoutATrace) {
  {
    xlsx_writer({"A"}, path_, folder_)->add_row(std::vector<Cell>{std::int64_t{1}});
  }
  EXPECT_TRUE(std::filesystem::is_empty(folder_));
}

TEST_F(Xlsx, HasRoomForAMillionRowsAndSaysWhenItIsFull) {
  {
    const auto writer = xlsx_writer({"A"}, path_, folder_);
    const std::vector<Cell> row{std::int64_t{1}};
    for (std::int64_t n = 0; n < kMostSheetRows; ++n) writer->add_row(row);
    EXPECT_THROW(writer->add_row(row), SheetIsFull);
  }
  EXPECT_TRUE(std::filesystem::is_empty(folder_));
}

TEST_F(Xlsx, SaysWhenItCannotBeWritten) {
  EXPECT_THROW(xlsx_writer({"A"}, folder_ + "/missing/file", folder_)->finish(), std::runtime_error);
  EXPECT_TRUE(std::filesystem::is_empty(folder_));
}

}  // namespace
}  // namespace hurtrock::spreadsheet

#include "platform/spreadsheet/spreadsheet.hpp"

#include <gtest/gtest.h>

#include <filesystem>

#include "platform/core/crypto.hpp"

namespace hurtrock::spreadsheet {
namespace {

std::string csv(const std::vector<Cell>& cells) {
  const auto writer = csv_writer({"A"});
  writer->add_row(cells);
  const std::string file = writer->finish();
  const std::string before =
      "\xEF\xBB\xBF"
      "A\r\n";
  EXPECT_TRUE(file.starts_with(before));
  return file.substr(before.size());
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

TEST(Csv, ATitleBeginsNoFormulaEither) { EXPECT_EQ(csv_writer({"=A"})->finish(), "\xEF\xBB\xBF\"'=A\"\r\n"); }

class Xlsx : public ::testing::Test {
 protected:
  Xlsx() {
    crypto::start();
    std::filesystem::create_directories(folder_);
  }
  ~Xlsx() override { std::filesystem::remove_all(folder_); }
  const std::string folder_ = std::filesystem::temp_directory_path() / ("hurtrock-sheets-" + crypto::random_uuid());
};

TEST_F(Xlsx, LeavesNothingButItsAnswer) {
  std::string file;
  {
    const auto writer = xlsx_writer({"A", "B"}, folder_);
    for (std::int64_t n = 0; n < 1000; ++n) writer->add_row(std::vector<Cell>{std::string("=1+1"), n});
    file = writer->finish();
  }
  EXPECT_TRUE(file.starts_with("PK"));
  EXPECT_TRUE(std::filesystem::is_empty(folder_));
}

TEST_F(Xlsx, GivesUpWithoutATrace) {
  {
    xlsx_writer({"A"}, folder_)->add_row(std::vector<Cell>{std::int64_t{1}});
  }
  EXPECT_TRUE(std::filesystem::is_empty(folder_));
}

TEST_F(Xlsx, SaysWhenItCannotBeWritten) {
  EXPECT_THROW(xlsx_writer({"A"}, folder_ + "/missing")->finish(), std::runtime_error);
}

}  // namespace
}  // namespace hurtrock::spreadsheet

#include "platform/spreadsheet/csv_reader.hpp"

#include <gmock/gmock.h>

#include <random>
#include <sstream>

#include "platform/spreadsheet/spreadsheet.hpp"

namespace hurtrock::spreadsheet {
namespace {

using namespace std::string_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Cells = std::vector<std::string>;

struct Read {
  std::vector<Cells> rows;
  std::optional<CsvFault> fault;
  std::int64_t fault_row = 0;
};

Read read(const std::string& text, char delimiter = ',', CsvLimits limits = {}) {
  std::istringstream in(text);
  CsvReader reader(in, delimiter, limits);
  Read all;
  CsvRow row;
  for (;;) {
    const auto next = reader.next(row);
    if (!next) {
      all.fault = next.error();
      all.fault_row = row.number;
    }
    if (!next || !*next) return all;
    EXPECT_EQ(row.number, std::ssize(all.rows) + 1);
    all.rows.push_back(row.cells);
  }
}

TEST(CsvReader, TakesRowsOfAnyLineEnd) {
  for (const std::string end : {"\n", "\r\n", "\r"}) {
    SCOPED_TRACE(end.size());
    EXPECT_THAT(read("a,b" + end + "c,d").rows, ElementsAre(Cells{"a", "b"}, Cells{"c", "d"}));
    EXPECT_THAT(read("a,b" + end + "c,d" + end).rows, ElementsAre(Cells{"a", "b"}, Cells{"c", "d"}));
  }
}

TEST(CsvReader, AQuotedCellHoldsAnything) {
  EXPECT_THAT(read("\"6\"\" x 9\"\", hitam\",\"dua\r\nbaris\" ,\"\"\n1").rows,
              ElementsAre(Cells{"6\" x 9\", hitam", "dua\r\nbaris", ""}, Cells{"1"}));
}

TEST(CsvReader, AQuotationMarkInsideACellIsOne) {
  EXPECT_THAT(read("5\" senar,b").rows, ElementsAre(Cells{"5\" senar", "b"}));
}

TEST(CsvReader, RowsWithoutTextArePassedOver) {
  EXPECT_THAT(read("a\n\n , \n\r\n\"\",\nb\n\n").rows, ElementsAre(Cells{"a"}, Cells{"b"}));
  EXPECT_THAT(read("").rows, IsEmpty());
}

TEST(CsvReader, NamesTheRowOfAQuotationMarkThatIsNotClosed) {
  const auto all = read("a,b\nc,\"d\ne,f\n");
  EXPECT_EQ(all.fault, CsvFault::kUnclosedQuote);
  EXPECT_EQ(all.fault_row, 2);
}

TEST(CsvReader, RefusesTextBehindAClosingQuotationMark) {
  const auto all = read("a\n\"b\"c\n");
  EXPECT_EQ(all.fault, CsvFault::kTextBehindQuote);
  EXPECT_EQ(all.fault_row, 2);
}

TEST(CsvReader, ALineWithoutEndIsRefusedLongBeforeItsEnd) {
  class Endless final : public std::streambuf {
   public:
    std::size_t given = 0;

   protected:
    std::streamsize xsgetn(char* to, std::streamsize count) override {
      std::fill_n(to, count, 'x');
      given += static_cast<std::size_t>(count);
      return count;
    }
  } endless;
  for (const std::string begin : {"", "\""}) {
    endless.given = 0;
    std::istream in(&endless);
    CsvReader reader(in, ',', {.row_bytes = 1'000'000});
    CsvRow row;
    EXPECT_EQ(reader.next(row).error(), CsvFault::kRowTooLong);
    EXPECT_LT(endless.given, 1'200'000);
  }
}

TEST(CsvReader, RefusesARowOfTooManyCells) {
  EXPECT_EQ(read("a\n,,,\n", ',', {.cells = 4}).rows.size(), 1);
  EXPECT_EQ(read("a\n,,,,\n", ',', {.cells = 4}).fault, CsvFault::kTooManyCells);
}

TEST(CsvReader, ARowIsFoundAgainByItsPlace) {
  const std::string text = "a,b\r\n\"c\nd\",e\n\nf\n";
  std::istringstream in(text);
  CsvReader reader(in, ',', {});
  CsvRow row;
  std::vector<std::string> places;
  while (reader.next(row).value()) places.push_back(text.substr(row.offset, row.length));
  EXPECT_THAT(places, ElementsAre("a,b", "\"c\nd\",e", "f"));
}

TEST(CsvReader, ReadsWhatTheWriterWrote) {
  std::mt19937 random(7);
  const std::string letters = "ab,;\"\n\r\t'=+-@ \xC3\xA9";
  for (int round = 0; round < 2'000; ++round) {
    std::vector<Cell> cells;
    for (std::size_t i = 0; i < 1 + random() % 5; ++i) {
      std::string text;
      for (std::size_t j = random() % 6; j > 0; --j) text += letters[random() % letters.size()];
      cells.emplace_back(i == 0 ? "x" + text : text);
    }
    std::string file;
    append_csv_row(file, cells);
    append_csv_row(file, cells);
    const auto all = read(file);
    ASSERT_EQ(all.rows.size(), 2) << file;
    for (const auto& row : all.rows) {
      ASSERT_EQ(row.size(), cells.size()) << file;
      for (std::size_t i = 0; i < cells.size(); ++i)
        EXPECT_EQ(without_guard(row[i]), std::get<std::string>(cells[i])) << file;
    }
  }
}

TEST(CsvReader, AnyBytesEndInRowsOrAFault) {
  std::mt19937 random(11);
  const std::string letters = "a,\"\n\r\x00 ;\xFF"s;
  for (int round = 0; round < 5'000; ++round) {
    std::string text;
    for (std::size_t j = random() % 40; j > 0; --j) text += letters[random() % letters.size()];
    const auto all = read(text, round % 2 == 0 ? ',' : ';', {.row_bytes = 30, .cells = 5});
    for (const auto& row : all.rows) EXPECT_LE(row.size(), 5);
  }
}

TEST(GuessDelimiter, IsWhatTheFirstLineHasMostOf) {
  EXPECT_EQ(guess_delimiter("a,b\n;;;;"), ',');
  EXPECT_EQ(guess_delimiter("a;b;\"c,d,e,f\"\n"), ';');
  EXPECT_EQ(guess_delimiter("a\tb"), '\t');
  EXPECT_EQ(guess_delimiter("a|b|c"), '|');
  EXPECT_EQ(guess_delimiter("a"), ',');
}

}  // namespace
}  // namespace hurtrock::spreadsheet

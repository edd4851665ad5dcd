#include "platform/archive/zip.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

#include "platform/archive/zip_for_tests.hpp"
#include "platform/core/crypto.hpp"

namespace hurtrock::archive {
namespace {

namespace fs = std::filesystem;
using namespace std::string_literals;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;
using testing::TestEntry;
using testing::zip_of;

constexpr ZipLimits kLimits{.entries = 20, .entry_bytes = 300'000, .unpacked_bytes = 500'000};

class ZipTest : public ::testing::Test {
 protected:
  ZipTest() {
    crypto::start();
    fs::create_directories(folder_);
  }
  ~ZipTest() override { fs::remove_all(folder_); }

  std::expected<ZipReader, ZipFault> opened(const std::string& bytes) {
    std::ofstream(zip_, std::ios::binary | std::ios::trunc) << bytes;
    return ZipReader::open(zip_, kLimits);
  }
  /// Nothing: it can be read.
  std::optional<ZipFault> fault(const std::string& bytes) {
    const auto reader = opened(bytes);
    return reader ? std::nullopt : std::optional{reader.error()};
  }
  EntryFault entry_fault(const TestEntry& entry) {
    const auto reader = opened(zip_of({entry}));
    EXPECT_TRUE(reader);
    EXPECT_EQ(reader->entries().size(), 1U);
    return reader->entries().at(0).fault;
  }
  /// Nothing: the entry is damaged.
  std::optional<std::string> unpacked(const ZipReader& reader, std::size_t entry) {
    if (!reader.unpack(reader.entries().at(entry), out_)) return std::nullopt;
    std::ifstream in(out_, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(in), {});
  }
  std::optional<std::string> unpacked(const TestEntry& entry) {
    const auto reader = opened(zip_of({entry}));
    EXPECT_TRUE(reader);
    return unpacked(*reader, 0);
  }

  const std::string folder_ = fs::temp_directory_path() / ("hurtrock-zip-" + crypto::random_uuid());
  const std::string zip_ = folder_ + "/a.zip", out_ = folder_ + "/out";
};

TEST_F(ZipTest, AnswersWhatWasPackedWhetherDeflatedOrStored) {
  const std::string large(150'000, 'x');
  const auto reader = opened(zip_of(
      {{.name = "a.jpg", .bytes = "hello"}, {.name = "foto/b.jpg", .bytes = large, .method = testing::kDeflated}}));
  ASSERT_TRUE(reader);
  EXPECT_THAT(
      reader->entries(),
      ElementsAre(AllOf(Field(&ZipEntry::name, "a.jpg"), Field(&ZipEntry::size, 5U),
                        Field(&ZipEntry::crc, testing::crc_of("hello")), Field(&ZipEntry::fault, EntryFault::kNone)),
                  AllOf(Field(&ZipEntry::name, "foto/b.jpg"), Field(&ZipEntry::size, 150'000U))));
  EXPECT_EQ(unpacked(*reader, 1), large);
  EXPECT_EQ(unpacked(*reader, 0), "hello") << "in any order";
}

TEST_F(ZipTest, LeavesFoldersOut) {
  const auto reader = opened(zip_of({{.name = "foto/"}, {.name = "lama\\"}, {.name = "foto/a.jpg", .bytes = "a"}}));
  ASSERT_TRUE(reader);
  EXPECT_THAT(reader->entries(), ElementsAre(Field(&ZipEntry::name, "foto/a.jpg")));
}

TEST_F(ZipTest, OfNothingHasNoEntries) {
  const auto reader = opened(zip_of({}));
  ASSERT_TRUE(reader);
  EXPECT_THAT(reader->entries(), IsEmpty());
}

TEST_F(ZipTest, ReadsNamesOfWindowsAndOfOldProgramsAsText) {
  const auto reader = opened(zip_of(
      {{.name = "foto\\a.jpg"}, {.name = "g\xC3\xA9.jpg", .flags = testing::kNamesAreUtf8}, {.name = "h\x82.jpg"}}));
  ASSERT_TRUE(reader);
  EXPECT_THAT(reader->entries(),
              ElementsAre(Field(&ZipEntry::name, "foto/a.jpg"), Field(&ZipEntry::name, "g\xC3\xA9.jpg"),
                          Field(&ZipEntry::name, "h\xC3\xA9.jpg")));
}

// Archives that are refused
// --------------------------------------------------------------------------------------------

TEST_F(ZipTest, ThatIsNoneIsTold) {
  EXPECT_EQ(fault(""), ZipFault::kNotAZip);
  EXPECT_EQ(fault("sku,price\nA,1\n"), ZipFault::kNotAZip);
  EXPECT_EQ(fault("Rar!\x1A\x07\x01\0"s + std::string(100'000, 'x')), ZipFault::kNotAZip);
}

TEST_F(ZipTest, ThatIsCutOffIsTold) {
  const std::string whole = zip_of({{.name = "a.jpg", .bytes = std::string(1000, 'a')}, {.name = "b.jpg"}});
  for (std::size_t size = 4; size < whole.size(); size += 7)
    EXPECT_EQ(fault(whole.substr(0, size)), ZipFault::kDamaged) << size;
}

TEST_F(ZipTest, WhoseDirectoryIsElsewhereIsTold) {
  std::string bytes = zip_of({{.name = "a.jpg", .bytes = "hello"}});
  bytes[bytes.size() - 6] = '\x7F';  // where it begins
  EXPECT_EQ(fault(bytes), ZipFault::kDamaged);
}

TEST_F(ZipTest, OfTooManyEntriesIsRefusedBeforeItsDirectoryIsRead) {
  const std::vector<TestEntry> entries(21, TestEntry{.name = "a.jpg"});
  EXPECT_EQ(fault(zip_of(entries)), ZipFault::kTooManyEntries);
  std::string bytes = zip_of({{.name = "a.jpg"}});
  bytes.replace(bytes.size() - 14, 4, "\xFF\xFF\xFF\xFF");
  EXPECT_EQ(fault(bytes), ZipFault::kTooManyEntries) << "it only says so";
  EXPECT_EQ(fault(bytes + "a comment"), ZipFault::kTooManyEntries);
}

TEST_F(ZipTest, OfTheKindForHugeArchivesIsRefused) {
  std::string bytes = zip_of({{.name = "a.jpg"}});
  bytes.insert(bytes.size() - 22, "PK\x06\x07" + testing::little(0, 4) + testing::little(0, 8) + testing::little(1, 4));
  EXPECT_EQ(fault(bytes), ZipFault::kTooManyEntries);
}

TEST_F(ZipTest, ThatSaysItUnpacksToTooMuchIsRefused) {
  std::vector<TestEntry> entries;
  for (int i = 0; i < 3; ++i) entries.push_back({.name = fmt::format("{}.jpg", i), .bytes = "x", .size = 200'000});
  EXPECT_EQ(fault(zip_of(entries)), ZipFault::kTooMuch);
}

// Entries that are refused
// ---------------------------------------------------------------------------------------------

TEST_F(ZipTest, KnowsNamesThatLeadElsewhereOrAreNoText) {
  for (const auto& name : {"/etc/passwd"s, "../a.jpg"s, "foto/../../a.jpg"s, "foto\\..\\a.jpg"s, "\\\\server\\a.jpg"s,
                           "C:\\a.jpg"s, "c:a.jpg"s, "a\nb.jpg"s, ""s, std::string(300, 'a')})
    EXPECT_EQ(entry_fault({.name = name}), EntryFault::kName) << name;
  for (const auto& name : {"a..b.jpg"s, "...jpg"s, "a b (1).jpg"s, "foto/2024/a.jpg"s})
    EXPECT_EQ(entry_fault({.name = name}), EntryFault::kNone) << name;
}

TEST_F(ZipTest, KnowsLinksAndDevices) {
  EXPECT_EQ(entry_fault({.name = "a.jpg", .bytes = "/etc/passwd", .unix_mode = 0120777}), EntryFault::kSpecial);
  EXPECT_EQ(entry_fault({.name = "a.jpg", .unix_mode = 0020666}), EntryFault::kSpecial);
  EXPECT_EQ(entry_fault({.name = "a.jpg", .unix_mode = 0100644}), EntryFault::kNone);
  EXPECT_EQ(entry_fault({.name = "a.jpg", .unix_mode = 0644}), EntryFault::kNone) << "says permissions only";
}

TEST_F(ZipTest, KnowsWhatOpensWithAPasswordOnly) {
  EXPECT_EQ(entry_fault({.name = "a.jpg", .flags = testing::kWithPassword}), EntryFault::kEncrypted);
}

TEST_F(ZipTest, KnowsCompressionsThatItDoesNotOpen) {
  EXPECT_EQ(entry_fault({.name = "a.jpg", .method = testing::kBzip2}), EntryFault::kCompression);
  EXPECT_EQ(entry_fault({.name = "a.jpg", .method = 1}), EntryFault::kCompression);
}

TEST_F(ZipTest, KnowsEntriesThatAreTooLarge) {
  EXPECT_EQ(entry_fault({.name = "a.jpg", .bytes = "x", .size = 300'001}), EntryFault::kTooLarge);
  EXPECT_EQ(entry_fault({.name = "a.jpg", .bytes = "x", .size = 300'000}), EntryFault::kNone);
}

// Entries that are not what they say
// -----------------------------------------------------------------------------------

TEST_F(ZipTest, NoticesAWrongChecksum) {
  EXPECT_EQ(unpacked({.name = "a.jpg", .bytes = "hello", .crc = 1}), std::nullopt);
  EXPECT_EQ(unpacked({.name = "a.jpg", .bytes = "hello", .method = testing::kDeflated, .crc = 1}), std::nullopt);
}

TEST_F(ZipTest, WritesNoMoreThanAnEntrySaysItHas) {
  const std::string bytes(200'000, 'x');
  EXPECT_EQ(unpacked({.name = "a.jpg", .bytes = bytes, .method = testing::kDeflated, .size = 100'000}), std::nullopt);
  EXPECT_LE(fs::file_size(out_), 100'000U);
}

TEST_F(ZipTest, NoticesAnEntryThatEndsTooEarly) {
  EXPECT_EQ(unpacked({.name = "a.jpg", .bytes = "hello", .method = testing::kDeflated, .size = 9}), std::nullopt);
}

TEST_F(ZipTest, NoticesAStreamThatIsNone) {
  std::string bytes = zip_of({{.name = "a.jpg", .bytes = std::string(100, 'x'), .method = testing::kDeflated}});
  bytes[30 + 5] = '\x07';  // the first of the stream
  const auto reader = opened(bytes);
  ASSERT_TRUE(reader);
  EXPECT_EQ(unpacked(*reader, 0), std::nullopt);
}

TEST_F(ZipTest, WithAnyByteChangedIsRefusedOrAnswersWhatItSays) {
  const std::string whole = zip_of({{.name = "a.jpg", .bytes = "hello, hello", .method = testing::kDeflated},
                                    {.name = "b.jpg", .bytes = "something else"}});
  for (std::size_t at = 0; at < whole.size(); ++at)
    for (const char mask : {'\x01', '\x80', '\xFF'}) {
      std::string bytes = whole;
      bytes[at] = static_cast<char>(bytes[at] ^ mask);
      const auto reader = opened(bytes);
      if (!reader) continue;
      for (std::size_t i = 0; i < reader->entries().size(); ++i) {
        const auto& entry = reader->entries()[i];
        if (entry.fault != EntryFault::kNone) continue;
        const auto answer = unpacked(*reader, i);
        EXPECT_TRUE(!answer || (answer->size() == entry.size && testing::crc_of(*answer) == entry.crc)) << at;
      }
    }
}

TEST_F(ZipTest, ThatIsNotThereThrows) {
  EXPECT_THROW(static_cast<void>(ZipReader::open(folder_ + "/nowhere.zip", kLimits)), std::system_error);
}

}  // namespace
}  // namespace hurtrock::archive

#include "platform/http/multipart.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace hurtrock::http {
namespace {

using testing::ElementsAre;

/// Writes down what was found, one text for each part.
class Recorder final : public MultipartParser::Sink {
 public:
  bool begin_part(MultipartParser::Part part) override {
    parts.push_back(part.name + (part.filename ? "(" + *part.filename + ")" : "") + "=");
    return true;
  }
  bool part_data(std::string_view bytes) override {
    parts.back().append(bytes);
    return !refuse_data;
  }
  bool end_part() override {
    parts.back() += ";";
    return true;
  }
  std::vector<std::string> parts;
  bool refuse_data = false;
};

struct Parsed {
  bool well_formed = true;
  bool complete = false;
  std::vector<std::string> parts;
};

Parsed parse(std::string_view body, std::size_t piece = std::string_view::npos) {
  Recorder recorder;
  MultipartParser parser("XyZ", recorder);
  Parsed parsed;
  while (!body.empty() && parsed.well_formed) {
    const std::string_view head = body.substr(0, piece);
    body.remove_prefix(head.size());
    parsed.well_formed = parser.feed(head);
  }
  parsed.complete = parser.complete();
  parsed.parts = recorder.parts;
  return parsed;
}

// Data full of things that look like the beginning of a delimiter.
constexpr std::string_view kSample =
    "preamble\r\n--XyZ\r\n"
    "Content-Disposition: form-data; name=\"title\"\r\n\r\n"
    "Gitar\r\n--Xy\r\n--XyZzy\r\n--XyZ-\r\n-\r\r\n"
    "\r\n--XyZ \t\r\n"
    "content-disposition: form-data; name=\"photo\"; filename=\"C:\\foto\\a.jpg\"\r\n"
    "Content-Type: image/jpeg\r\n\r\n"
    "\xFF\xD8\r\n--"
    "\r\n--XyZ\r\n"
    "Content-Disposition: form-data; name=empty\r\n\r\n"
    "\r\n--XyZ--\r\nepilogue\r\n--XyZ\r\n";

TEST(MultipartTest, EveryWayToCutABodyGivesTheSameParts) {
  for (std::size_t piece = 1; piece <= kSample.size(); ++piece) {
    const Parsed parsed = parse(kSample, piece);
    ASSERT_TRUE(parsed.well_formed) << piece;
    ASSERT_TRUE(parsed.complete) << piece;
    ASSERT_THAT(parsed.parts, ElementsAre("title=Gitar\r\n--Xy\r\n--XyZzy\r\n--XyZ-\r\n-\r\r\n;",
                                          "photo(a.jpg)=\xFF\xD8\r\n--;", "empty=;"))
        << piece;
  }
}

TEST(MultipartTest, EveryTruncatedBodyIsIncomplete) {
  const std::size_t end = kSample.find("--XyZ--") + 7;
  for (std::size_t size = 0; size < end; ++size) {
    EXPECT_FALSE(parse(kSample.substr(0, size)).complete) << size;
  }
}

TEST(MultipartTest, APartWithoutNameIsMalformed) {
  EXPECT_FALSE(parse("--XyZ\r\nContent-Disposition: form-data\r\n\r\nx\r\n--XyZ--").well_formed);
  EXPECT_FALSE(parse("--XyZ\r\nContent-Type: text/plain\r\n\r\nx\r\n--XyZ--").well_formed);
  EXPECT_FALSE(parse("--XyZ\r\n\r\nx\r\n--XyZ--").well_formed);
  EXPECT_FALSE(parse("--XyZ\r\nContent-Disposition: attachment; name=a\r\n\r\nx\r\n--XyZ--").well_formed);
}

TEST(MultipartTest, QuotedNamesMayHoldQuotationMarks) {
  EXPECT_THAT(parse("--XyZ\r\nContent-Disposition: form-data; name=\"a%22b\\\"c\"\r\n\r\nx\r\n--XyZ--").parts,
              ElementsAre("a\"b\"c=x;"));
}

TEST(MultipartTest, AHeaderBlockOfMoreThan8KiBIsMalformed) {
  const std::string start = "--XyZ\r\nContent-Disposition: form-data; name=a\r\nX-Long: ";
  EXPECT_TRUE(parse(start + std::string(4000, 'x') + "\r\n\r\n\r\n--XyZ--").well_formed);
  EXPECT_FALSE(parse(start + std::string(9000, 'x'), 100).well_formed);
}

TEST(MultipartTest, MoreThanTwoHundredPartsAreMalformed) {
  std::string body;
  for (int i = 0; i < 201; ++i) body += "--XyZ\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n";
  EXPECT_FALSE(parse(body + "--XyZ--").well_formed);
}

TEST(MultipartTest, TheSinkCanEndTheParsing) {
  Recorder recorder;
  recorder.refuse_data = true;
  MultipartParser parser("XyZ", recorder);
  EXPECT_FALSE(parser.feed("--XyZ\r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n--XyZ--"));
}

TEST(MultipartTest, TheBoundaryIsReadFromTheContentType) {
  EXPECT_EQ(multipart_boundary("multipart/form-data; boundary=abc"), "abc");
  EXPECT_EQ(multipart_boundary("multipart/form-data; charset=utf-8; BOUNDARY=\"a b\""), "a b");
  EXPECT_EQ(multipart_boundary("multipart/form-data"), std::nullopt);
  EXPECT_EQ(multipart_boundary("multipart/form-data; boundary="), std::nullopt);
  EXPECT_EQ(multipart_boundary("multipart/form-data; boundary=" + std::string(71, 'x')), std::nullopt);
}

}  // namespace
}  // namespace hurtrock::http

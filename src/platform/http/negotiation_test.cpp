#include <gtest/gtest.h>
#include <zlib.h>

#include "platform/http/answer.hpp"
#include "platform/http/byte_range.hpp"
#include "platform/http/compression.hpp"
#include "platform/http/conditional.hpp"

namespace hurtrock::http {
namespace {

Request get(std::string name, std::string value) {
  Request request;
  request.headers.emplace_back(std::move(name), std::move(value));
  return request;
}

Response page_with(std::string_view name, std::string value) {
  Response response = html(200, "page");
  response.set(name, std::move(value));
  return response;
}

TEST(CompressionTest, BrotliIsPreferredToGzipAndGzipToPlain) {
  EXPECT_EQ(choose_encoding("gzip, deflate, br, zstd", {}), Encoding::kBrotli);
  EXPECT_EQ(choose_encoding("gzip, deflate, br", {.brotli = false}), Encoding::kGzip);
  EXPECT_EQ(choose_encoding("deflate", {}), Encoding::kIdentity);
  EXPECT_EQ(choose_encoding("", {}), Encoding::kIdentity);
  EXPECT_EQ(choose_encoding("*", {}), Encoding::kBrotli);
}

TEST(CompressionTest, TheClientsWeightsDecide) {
  EXPECT_EQ(choose_encoding("br;q=0.5, gzip;q=0.8", {}), Encoding::kGzip);
  EXPECT_EQ(choose_encoding("br;q=0, gzip;q=0", {}), Encoding::kIdentity);
  EXPECT_EQ(choose_encoding("br ; q=0 , *;q=0.1", {}), Encoding::kGzip);
  EXPECT_EQ(choose_encoding("identity, gzip;q=0.5", {}), Encoding::kIdentity);
  EXPECT_EQ(choose_encoding("identity;q=0, *;q=0", {}), Encoding::kIdentity);
  EXPECT_EQ(choose_encoding("br;q=nonsense, gzip;q=0.001", {}), Encoding::kGzip);
}

TEST(CompressionTest, GzipCanBeUnpackedAgain) {
  std::string plain;
  for (int i = 0; i < 20'000; ++i) plain += std::to_string(i * i);
  for (const int level : {1, 9, 1}) {
    const std::string packed = gzip(plain, level);
    std::string unpacked(plain.size() + 1, '\0');
    z_stream stream{};
    std::string input = packed;
    stream.next_in = reinterpret_cast<Bytef*>(input.data());
    stream.avail_in = static_cast<uInt>(input.size());
    stream.next_out = reinterpret_cast<Bytef*>(unpacked.data());
    stream.avail_out = static_cast<uInt>(unpacked.size());
    ASSERT_EQ(inflateInit2(&stream, 15 + 16), Z_OK);
    EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
    unpacked.resize(stream.total_out);
    inflateEnd(&stream);
    EXPECT_EQ(unpacked, plain);
  }
}

TEST(CompressionTest, TextAndDataAreCompressedButPicturesAreNot) {
  EXPECT_TRUE(is_compressible("text/html; charset=utf-8"));
  EXPECT_TRUE(is_compressible("application/problem+json"));
  EXPECT_TRUE(is_compressible("image/svg+xml"));
  EXPECT_FALSE(is_compressible("image/webp"));
  EXPECT_FALSE(is_compressible(""));
}

TEST(AnswerTest, ACompressedPageSaysSoAndItsTagIsWeakened) {
  Response response = html(200, std::string(5000, 'x'));
  response.set("ETag", "\"v1\"");
  response.set("Vary", "Cookie");
  const auto answer = make_answer(get("Accept-Encoding", "gzip"), std::move(response));
  EXPECT_EQ(answer->response.header("Content-Encoding"), "gzip");
  EXPECT_EQ(answer->response.header("Vary"), "Cookie, Accept-Encoding");
  EXPECT_EQ(answer->response.header("ETag"), "W/\"v1\"");
  EXPECT_LT(answer->length(), 500U);
}

TEST(AnswerTest, SmallPagesStayAsTheyAre) {
  const auto answer = make_answer(get("Accept-Encoding", "gzip"), html(200, "short"));
  EXPECT_EQ(answer->response.header("Vary"), "");
  EXPECT_EQ(answer->body(), "short");
}

TEST(AnswerTest, PreparedBytesArePickedByEncoding) {
  Response response = html(200, "");
  response.prepared = Encodings{.identity = std::make_shared<const std::string>("plain"),
                                .gzip = std::make_shared<const std::string>("gzipped"),
                                .brotli = nullptr};
  EXPECT_EQ(make_answer(get("Accept-Encoding", "br, gzip"), response)->body(), "gzipped");
  const auto plain = make_answer(get("Accept-Encoding", "br"), response);
  EXPECT_EQ(plain->body(), "plain");
  EXPECT_EQ(plain->response.header("Vary"), "Accept-Encoding");
}

TEST(ConditionalTest, TagsCompareWeakly) {
  EXPECT_TRUE(etag_matches("\"a\"", "W/\"a\""));
  EXPECT_TRUE(etag_matches("\"x\", W/\"a\" ,\"y\"", "\"a\""));
  EXPECT_TRUE(etag_matches("*", "\"a\""));
  EXPECT_FALSE(etag_matches("\"ab\"", "\"a\""));
  EXPECT_FALSE(etag_matches("*", ""));
  EXPECT_FALSE(etag_matches("a", "\"a\""));
  EXPECT_FALSE(etag_matches("\"a", "\"a"));
}

TEST(ConditionalTest, AKnownTagMakesA304WithoutBody) {
  const auto answer = make_answer(get("If-None-Match", "\"v1\""), page_with("ETag", "\"v1\""));
  EXPECT_EQ(answer->response.status, 304);
  EXPECT_EQ(answer->body(), "");
  EXPECT_EQ(answer->response.header("ETag"), "\"v1\"");
  EXPECT_EQ(answer->response.header("Content-Type"), "");
}

TEST(ConditionalTest, TheTagOutranksTheDate) {
  Request request = get("If-None-Match", "\"old\"");
  request.headers.emplace_back("If-Modified-Since", "Sun, 22 Nov 2026 10:15:00 GMT");
  EXPECT_FALSE(not_modified(request, page_with("Last-Modified", "Sun, 22 Nov 2026 10:15:00 GMT")));
}

TEST(ConditionalTest, AnUnchangedDateMakesA304) {
  const Request request = get("If-Modified-Since", "Sun, 22 Nov 2026 10:15:00 GMT");
  EXPECT_TRUE(not_modified(request, page_with("Last-Modified", "Sun, 22 Nov 2026 10:15:00 GMT")));
  EXPECT_FALSE(not_modified(request, page_with("Last-Modified", "Sun, 22 Nov 2026 10:15:01 GMT")));
}

TEST(ConditionalTest, WritesAndErrorsAreNeverUnmodified) {
  Request request = get("If-None-Match", "*");
  request.method = Method::kPost;
  EXPECT_FALSE(not_modified(request, page_with("ETag", "\"v1\"")));
  Response missing = page_with("ETag", "\"v1\"");
  missing.status = 404;
  EXPECT_FALSE(not_modified(get("If-None-Match", "*"), missing));
}

TEST(ConditionalTest, DatesAreReadBackAsTheyAreWritten) {
  const Time time = from_micros(1'795'342'500'000'000);
  EXPECT_EQ(parse_http_date(http_date(time)), time);
  EXPECT_EQ(parse_http_date("Sun, 30 Feb 2026 10:15:00 GMT"), std::nullopt);
  EXPECT_EQ(parse_http_date("Sunday, 22-Nov-26 10:15:00 GMT"), std::nullopt);
}

TEST(ByteRangeTest, OneRangeIsCutToTheFile) {
  const auto is_part = [](std::string_view header, std::uint64_t offset, std::uint64_t length) {
    const ByteRange range = parse_range(header, 100);
    return range.kind == ByteRange::Kind::kPart && range.offset == offset && range.length == length;
  };
  EXPECT_TRUE(is_part("bytes=0-9", 0, 10));
  EXPECT_TRUE(is_part("bytes=90-", 90, 10));
  EXPECT_TRUE(is_part("bytes=90-200", 90, 10));
  EXPECT_TRUE(is_part("bytes=-30", 70, 30));
  EXPECT_TRUE(is_part("Bytes=-300", 0, 100));
}

TEST(ByteRangeTest, ARangeOutsideTheFileCannotBeSatisfied) {
  EXPECT_EQ(parse_range("bytes=100-", 100).kind, ByteRange::Kind::kUnsatisfiable);
  EXPECT_EQ(parse_range("bytes=-0", 100).kind, ByteRange::Kind::kUnsatisfiable);
  EXPECT_EQ(parse_range("bytes=0-", 0).kind, ByteRange::Kind::kUnsatisfiable);
}

TEST(ByteRangeTest, WhatWeDoNotUnderstandGetsTheWholeFile) {
  for (const char* header :
       {"", "bytes", "bytes=", "bytes=-", "bytes=5-1", "bytes=a-b", "bytes=0-1,5-6", "lines=1-2"}) {
    EXPECT_EQ(parse_range(header, 100).kind, ByteRange::Kind::kWhole) << header;
  }
}

}  // namespace
}  // namespace hurtrock::http

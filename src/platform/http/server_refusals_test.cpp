#include <gtest/gtest.h>

#include "platform/http/server_fixture.hpp"

// What the server refuses by itself, and that it lets go of the client afterwards.
namespace hurtrock::http {
namespace {

class RefusalTest : public ServerTest {
 protected:
  /// The status that the bytes are refused with; 0 when the connection stays open after it.
  int refusal(std::string_view bytes) {
    RawClient client(port());
    const Reply reply = client.ask(bytes);
    EXPECT_EQ(reply.body, "refused " + std::to_string(reply.status));
    return reply.header("connection") == "close" && client.is_closed() ? reply.status : 0;
  }
};

TEST_F(RefusalTest, NoiseIs400) {
  start();
  EXPECT_EQ(refusal("\x16\x03\x01\x02 noise\r\n\r\n"), 400);
  EXPECT_EQ(refusal("GET /hello\r\n\r\n"), 400);
  EXPECT_EQ(refusal("GET /hello NOISE/1.1\r\n\r\n"), 400);
  EXPECT_EQ(refusal("GET /hello HTTP/1.1\r\nHost: a\r\nbad header\r\n\r\n"), 400);
  EXPECT_EQ(refusal("GET /hello HTTP/1.1\r\nHost: a\r\nX : a\r\n\r\n"), 400);
}

TEST_F(RefusalTest, AVersionWeDoNotSpeakIs505) {
  start();
  EXPECT_EQ(refusal("GET /hello HTTP/2.0\r\nHost: a\r\n\r\n"), 505);
  EXPECT_EQ(refusal("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), 505);
}

TEST_F(RefusalTest, AMethodWeDoNotKnowIs501) {
  start();
  EXPECT_EQ(refusal("BREW /coffee HTTP/1.1\r\nHost: a\r\n\r\n"), 501);
}

TEST_F(RefusalTest, ExactlyOneHostIsNeeded) {
  start();
  EXPECT_EQ(refusal("GET /hello HTTP/1.1\r\n\r\n"), 400);
  EXPECT_EQ(refusal("GET /hello HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n"), 400);
}

TEST_F(RefusalTest, AnAmbiguousPathOrABadQueryIs400) {
  start();
  EXPECT_EQ(refusal("GET /a/../hello HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
  EXPECT_EQ(refusal("GET /%FF HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
  EXPECT_EQ(refusal("GET /hello?q=%00 HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
}

TEST_F(RefusalTest, ALongTargetIs414HoweverItComes) {
  start();
  const std::string target(9'000, 'a');
  EXPECT_EQ(refusal("GET /" + target + " HTTP/1.1\r\nHost: a\r\n\r\n"), 414);
  EXPECT_EQ(refusal("GET /" + target), 414);
  EXPECT_EQ(refusal("GET /" + target + target + target), 414);
}

TEST_F(RefusalTest, LongHeadersAre431HoweverTheyCome) {
  start();
  const std::string line = "X-Long: " + std::string(1'000, 'a') + "\r\n";
  std::string headers;
  for (int i = 0; i < 17; ++i) headers += line;
  EXPECT_EQ(refusal("GET /hello HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n"), 431);
  EXPECT_EQ(refusal("GET /hello HTTP/1.1\r\nHost: a\r\n" + headers), 431);
  EXPECT_EQ(refusal("GET /hello HTTP/1.1\r\nHost: a\r\nX: " + std::string(17'000, 'a')), 431);
}

TEST_F(RefusalTest, MoreThanAHundredHeadersAre431) {
  start();
  std::string headers;
  for (int i = 0; i < 101; ++i) headers += "A: b\r\n";
  EXPECT_EQ(refusal("GET /hello HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n"), 431);
}

TEST_F(RefusalTest, ABodyOfDoubtfulLengthIs400) {
  start();
  const std::string post = "POST /echo HTTP/1.1\r\nHost: a\r\n";
  EXPECT_EQ(refusal(post + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), 400);
  EXPECT_EQ(refusal(post + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n"), 400);
  EXPECT_EQ(refusal(post + "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc"), 400);
  EXPECT_EQ(refusal(post + "Content-Length: 3, 3\r\n\r\nabc"), 400);
  EXPECT_EQ(refusal(post + "Content-Length: -3\r\n\r\nabc"), 400);
  EXPECT_EQ(refusal("POST /echo HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), 400);
}

TEST_F(RefusalTest, ATransferEncodingWeCannotUndoIs501) {
  start();
  const std::string post = "POST /echo HTTP/1.1\r\nHost: a\r\n";
  EXPECT_EQ(refusal(post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"), 501);
  EXPECT_EQ(refusal(post + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"), 501);
}

TEST_F(RefusalTest, ABrokenChunkIs400) {
  start();
  const std::string post = "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
  EXPECT_EQ(refusal(post + "zz\r\n"), 400);
  EXPECT_EQ(refusal(post + "3\r\nabcX\r\n0\r\n\r\n"), 400);
  EXPECT_EQ(refusal(post + "FFFFFFFFFFFFFFFFFF\r\nabc"), 400);
  EXPECT_EQ(refusal(post + "3;" + std::string(100'000, 'x')), 400);
}

TEST_F(RefusalTest, ABodyBeyondTheRoutesLimitIs413BeforeItIsSent) {
  start();
  EXPECT_EQ(refusal("POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 70000\r\n\r\n"), 413);
}

TEST_F(RefusalTest, ABodyBeyondTheRoutesLimitIs413EvenWithoutLength) {
  start();
  std::string body;
  for (int i = 0; i < 70; ++i) body += "3E8\r\n" + std::string(1000, 'x') + "\r\n";
  EXPECT_EQ(refusal("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + body), 413);
}

TEST_F(RefusalTest, TheAnswerArrivesAlthoughTheClientGoesOnSending) {
  start();
  RawClient client(port());
  client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 500000\r\n\r\n");
  EXPECT_EQ(client.ask(std::string(500'000, 'x')).status, 413);
}

TEST_F(RefusalTest, AFormThatIsNotTextIs400) {
  start();
  EXPECT_EQ(refusal("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                    "Content-Length: 5\r\n\r\na=%FF"),
            400);
}

TEST_F(RefusalTest, FilesForARouteWithoutUploadsAre415) {
  start();
  EXPECT_EQ(refusal("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=x\r\n"
                    "Content-Length: 5\r\n\r\n--x--"),
            415);
}

TEST_F(RefusalTest, AHeaderThatTakesTooLongIs408) {
  options_.header_timeout = std::chrono::seconds{1};
  start();
  EXPECT_EQ(refusal("GET /hello HTTP/1.1\r\nHo"), 408);
}

TEST_F(RefusalTest, ABodyThatStopsComingIs408) {
  options_.body_timeout = std::chrono::seconds{1};
  start();
  EXPECT_EQ(refusal("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc"), 408);
}

TEST_F(RefusalTest, ASilentConnectionIsClosedWithoutAWord) {
  options_.idle_timeout = std::chrono::seconds{1};
  start();
  RawClient client(port());
  EXPECT_TRUE(client.is_closed());
}

}  // namespace
}  // namespace hurtrock::http

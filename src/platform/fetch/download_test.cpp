#include "platform/fetch/download.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>

#include "platform/fetch/service_for_tests.hpp"

namespace hurtrock::fetch {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using testing::Peer;
using testing::Service;
using Why = NotDownloaded::Why;
using namespace std::chrono_literals;

std::string redirect_to(const std::string& url) {
  return fmt::format("HTTP/1.1 302 Found\r\nLocation: {}\r\nContent-Length: 5\r\nConnection: close\r\n\r\nthere", url);
}
std::string answer_with(std::string_view body) {
  return fmt::format("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{}", body.size(), body);
}

class DownloadTest : public ::testing::Test {
 protected:
  DownloadTest() {
    char pattern[] = "/tmp/hurtrock-download-XXXXXX";
    folder_ = ::mkdtemp(pattern);
  }
  ~DownloadTest() override { fs::remove_all(folder_); }

  /// Nothing: it came.
  std::optional<NotDownloaded> refusal(const std::string& url, DownloadLimits limits = {}) {
    const auto result = make_downloader(limits)->download(url, file());
    EXPECT_EQ(result.has_value(), fs::exists(file()));
    return result ? std::nullopt : std::optional{result.error()};
  }
  Why why(const std::string& url, DownloadLimits limits = {}) {
    const auto refused = refusal(url, limits);
    EXPECT_TRUE(refused) << url;
    return refused ? refused->why : Why::kUnreachable;
  }
  std::string downloaded() const {
    std::ifstream in(file(), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  [[nodiscard]] std::string file() const { return folder_ + "/file"; }

  std::string folder_;
};

TEST_F(DownloadTest, WhatIsThereIsInTheFile) {
  const Service service{[](Peer& peer, int) {
    peer.read_request();
    peer.write(answer_with("a photo"));
  }};
  EXPECT_FALSE(refusal(service.url(), {.open_port = service.port()}));
  EXPECT_EQ(downloaded(), "a photo");
}

TEST_F(DownloadTest, NothingPrivateIsConnectedTo) {
  std::atomic<int> connections{0};
  const Service service{[&](Peer&, int) { ++connections; }};
  for (const char* host : {"127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1", "0"})
    EXPECT_EQ(why(fmt::format("http://{}:{}/", host, service.port())), Why::kNotPublic) << host;
  EXPECT_EQ(connections, 0);
  for (const char* url : {"http://169.254.169.254/latest/meta-data/", "https://10.0.0.1/", "http://192.168.1.1/a.jpg",
                          "http://100.64.0.1/", "http://[fd00::1]/", "http://224.0.0.1/", "http://0.0.0.0/"})
    EXPECT_EQ(why(url), Why::kNotPublic) << url;
}

TEST_F(DownloadTest, OnlyTheOpenedPortOfThisMachineIsOpen) {
  std::atomic<int> connections{0};
  const Service service{[&](Peer&, int) { ++connections; }};
  const auto other = static_cast<std::uint16_t>(service.port() == 9 ? 10 : 9);
  EXPECT_EQ(why(service.url(), {.open_port = other}), Why::kNotPublic);
  EXPECT_EQ(why(fmt::format("http://127.0.0.2:{}/", service.port()), {.open_port = service.port()}), Why::kNotPublic);
  EXPECT_EQ(connections, 0);
}

TEST_F(DownloadTest, ARedirectReachesNothingThatIsPrivate) {
  std::atomic<int> reached{0};
  const Service inside{[&](Peer&, int) { ++reached; }};
  const Service service{[&](Peer& peer, int) {
    peer.read_request();
    peer.write(redirect_to(inside.url()));
  }};
  EXPECT_EQ(why(service.url(), {.open_port = service.port()}), Why::kNotPublic);
  EXPECT_EQ(reached, 0);
}

TEST_F(DownloadTest, ARedirectLeadsToNoOtherProtocol) {
  for (const char* url : {"file:///etc/hostname", "ftp://127.0.0.1/a", "gopher://127.0.0.1/"}) {
    const Service service{[&](Peer& peer, int) {
      peer.read_request();
      peer.write(redirect_to(url));
    }};
    EXPECT_EQ(why(service.url(), {.open_port = service.port()}), Why::kUnreachable) << url;
  }
}

TEST_F(DownloadTest, ThreeRedirectsAreFollowedAndTheirBodiesForgotten) {
  const Service service{[](Peer& peer, int connection) {
    peer.read_request();
    peer.write(connection < 3 ? redirect_to("/next") : answer_with("a photo"));
  }};
  EXPECT_FALSE(refusal(service.url(), {.open_port = service.port()}));
  EXPECT_EQ(downloaded(), "a photo");
}

TEST_F(DownloadTest, AFourthRedirectIsOneTooMany) {
  std::atomic<int> connections{0};
  const Service service{[&](Peer& peer, int) {
    ++connections;
    peer.read_request();
    peer.write(redirect_to("/next"));
  }};
  EXPECT_EQ(why(service.url(), {.open_port = service.port()}), Why::kRedirects);
  EXPECT_EQ(connections, 4);
}

TEST_F(DownloadTest, AnotherAnswerThanOkIsNoFile) {
  const Service service{[](Peer& peer, int) {
    peer.read_request();
    peer.write("HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\ngone");
  }};
  const auto refused = refusal(service.url(), {.open_port = service.port()});
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->why, Why::kStatus);
  EXPECT_EQ(refused->status, 404);
}

TEST_F(DownloadTest, AFileThatNeverEndsIsCutOff) {
  const Service service{[](Peer& peer, int) {
    peer.read_request();
    peer.write("HTTP/1.1 200 OK\r\n\r\n" + std::string(5'000, 'x'));
    peer.hang();
  }};
  EXPECT_EQ(why(service.url(), {.bytes = 1'000, .open_port = service.port()}), Why::kTooLarge);
}

TEST_F(DownloadTest, AServerThatHangsIsGivenUp) {
  const Service service{[](Peer& peer, int) {
    peer.read_request();
    peer.hang();
  }};
  EXPECT_EQ(why(service.url(), {.time = 100ms, .open_port = service.port()}), Why::kTooSlow);
}

TEST_F(DownloadTest, AFileThatIsCutOffIsNone) {
  const Service service{[](Peer& peer, int) {
    peer.read_request();
    peer.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
  }};
  EXPECT_EQ(why(service.url(), {.open_port = service.port()}), Why::kUnreachable);
}

TEST_F(DownloadTest, SpacesAndLettersOfOtherScriptsAreSentEncoded) {
  std::string seen;
  Service service{[&](Peer& peer, int) {
    seen = peer.read_request();
    peer.write(answer_with("x"));
  }};
  EXPECT_FALSE(refusal(fmt::format("http://127.0.0.1:{}/gitar é.jpg", service.port()), {.open_port = service.port()}));
  service.stop();
  EXPECT_THAT(seen, HasSubstr("GET /gitar%20%C3%A9.jpg HTTP/1.1\r\n"));
}

TEST(WebAddress, IsOfHttpOrHttpsAndNamesNobody) {
  for (const char* url : {"http://a.id/b.jpg", "https://a.id/b c.jpg?x=1", "HTTPS://A.id", "http://a.id:8080/"})
    EXPECT_TRUE(is_web_address(url)) << url;
  for (const char* url : {"", "b.jpg", "a.id/b.jpg", "//a.id/b.jpg", "ftp://a.id/b.jpg", "file:///b.jpg", "http://",
                          "http://ani@a.id/", "http://ani:rahasia@a.id/", "javascript:alert(1)", "http://a b/"})
    EXPECT_FALSE(is_web_address(url)) << url;
}

}  // namespace
}  // namespace hurtrock::fetch

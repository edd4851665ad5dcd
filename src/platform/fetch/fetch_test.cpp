#include "platform/fetch/fetch.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <mutex>
#include <thread>

#include "platform/fetch/service_for_tests.hpp"
#include "platform/log/log.hpp"

namespace hurtrock::fetch {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using testing::kOk;
using ::testing::Not;
using ::testing::Pair;
using testing::Peer;
using testing::Service;
using namespace std::chrono_literals;

std::string closed_port_url() {
  Service service{[](Peer&, int) {}};
  service.stop();
  std::string url = service.url();
  return url;  // the listener closes with `service`
}

TEST(FetchTest, AnAnswerComesWithItsStatusHeadersAndBody) {
  const Service service{[](Peer& peer, int) {
    if (!peer.read_request().empty())
      peer.write("HTTP/1.1 402 Payment Required\r\nRequest-Id: req_1\r\nContent-Length: 8\r\n\r\ndeclined");
  }};
  const Answer answer = make_client()->send({.url = service.url()});
  EXPECT_EQ(answer.outcome, Answer::Outcome::kAnswered);
  EXPECT_EQ(answer.status, 402);
  EXPECT_EQ(answer.body, "declined");
  EXPECT_THAT(answer.headers, Contains(Pair("request-id", "req_1")));
}

TEST(FetchTest, TheServiceSeesExactlyWhatWasAsked) {
  std::string seen;
  Service service{[&](Peer& peer, int) {
    seen = peer.read_request();
    peer.write(kOk);
  }};
  make_client()->send({.method = "POST",
                       .url = service.url(),
                       .headers = {{"Content-Type", "application/json"}, {"Idempotency-Key", "k1"}},
                       .authorization = Secret{"Bearer sk_test"},
                       .body = R"({"amount":1})"});
  service.stop();
  EXPECT_THAT(seen, HasSubstr("POST /v1/charges HTTP/1.1\r\n"));
  EXPECT_THAT(seen, HasSubstr("\r\nAuthorization: Bearer sk_test\r\n"));
  EXPECT_THAT(seen, HasSubstr("\r\nIdempotency-Key: k1\r\n"));
  EXPECT_THAT(seen, HasSubstr("\r\nContent-Type: application/json\r\n"));
  EXPECT_THAT(seen, HasSubstr("\r\n\r\n{\"amount\":1}"));
  EXPECT_THAT(seen, Not(HasSubstr("Expect:")));
}

TEST(FetchTest, OnlyAServiceOfOurOwnIsToldWhichRequestIsWorkedOn) {
  std::string seen;
  Service service{[&](Peer& peer, int) {
    for (std::string request; !(request = peer.read_request()).empty();) {
      seen += request;
      peer.write(kOk);
    }
  }};
  const auto client = make_client();
  {
    const log::RequestScope scope("request-17");
    client->send({.url = service.url() + "/own", .tells_request_id = true});
    client->send({.url = service.url() + "/theirs"});
  }
  client->send({.url = service.url() + "/none", .tells_request_id = true});
  service.stop();
  EXPECT_THAT(seen, HasSubstr("/own HTTP/1.1\r\n"));
  EXPECT_THAT(seen, HasSubstr("\r\nX-Request-Id: request-17\r\n"));
  EXPECT_EQ(seen.find("X-Request-Id"), seen.rfind("X-Request-Id")) << seen;
}

TEST(FetchTest, EveryMethodKeepsItsName) {
  std::mutex mutex;
  std::vector<std::string> seen;
  Service service{[&](Peer& peer, int) {
    for (std::string request; !(request = peer.read_request()).empty();) {
      const std::scoped_lock lock{mutex};
      seen.push_back(request.substr(0, request.find(' ')));
      peer.write(seen.back() == "HEAD" ? "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n" : kOk);
    }
  }};
  {
    const auto client = make_client();
    for (const char* method : {"GET", "HEAD", "PUT", "PATCH", "DELETE"}) {
      const bool with_body = std::string_view{method}.starts_with("P");
      EXPECT_EQ(client->send({.method = method, .url = service.url(), .body = with_body ? "b" : ""}).status, 200);
    }
  }
  service.stop();
  EXPECT_THAT(seen, ::testing::ElementsAre("GET", "HEAD", "PUT", "PATCH", "DELETE"));
}

TEST(FetchTest, ARefusedConnectionMeansNothingWasSent) {
  const Answer answer = make_client()->send({.method = "POST", .url = closed_port_url(), .body = "x"});
  EXPECT_EQ(answer.outcome, Answer::Outcome::kNotSent);
  EXPECT_FALSE(answer.error.empty());
}

TEST(FetchTest, AConnectionClosedWithoutAnAnswerIsUnknown) {
  const Service service{[](Peer& peer, int) { peer.read_request(); }};
  EXPECT_EQ(make_client()->send({.method = "POST", .url = service.url(), .body = "x"}).outcome,
            Answer::Outcome::kUnknown);
}

TEST(FetchTest, AnAnswerCutOffInTheMiddleIsUnknown) {
  const Service service{[](Peer& peer, int) {
    peer.read_request();
    peer.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
  }};
  const Answer answer = make_client()->send({.method = "POST", .url = service.url(), .body = "x"});
  EXPECT_EQ(answer.outcome, Answer::Outcome::kUnknown);
  EXPECT_EQ(answer.body, "");
}

TEST(FetchTest, AServiceThatHangsIsUnknownAfterTheTimeout) {
  const Service service{[](Peer& peer, int) {
    peer.read_request();
    peer.hang();
  }};
  const auto started = std::chrono::steady_clock::now();
  EXPECT_EQ(make_client()->send({.method = "POST", .url = service.url(), .body = "x", .timeout = 100ms}).outcome,
            Answer::Outcome::kUnknown);
  EXPECT_LT(std::chrono::steady_clock::now() - started, 3s);
}

TEST(FetchTest, AnAnswerThatNeverEndsIsCutOff) {
  const Service service{[](Peer& peer, int) {
    peer.read_request();
    peer.write("HTTP/1.1 200 OK\r\n\r\n");
    peer.write(std::string(5000, 'x'));
    peer.hang();
  }};
  const Answer answer = make_client()->send({.url = service.url(), .max_answer_bytes = 1000});
  EXPECT_EQ(answer.outcome, Answer::Outcome::kUnknown);
  EXPECT_THAT(answer.error, HasSubstr("larger than 1000 bytes"));
}

TEST(FetchTest, ARedirectIsAnAnswer) {
  const Service service{[](Peer& peer, int) {
    peer.read_request();
    peer.write("HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\nContent-Length: 0\r\n\r\n");
  }};
  EXPECT_EQ(make_client()->send({.url = service.url()}).status, 302);
}

TEST(FetchTest, OnlyHttpAndHttpsAreSpoken) {
  for (const char* url : {"file:///etc/hostname", "ftp://127.0.0.1/", "gopher://127.0.0.1/", "", "::"}) {
    const Answer answer = make_client()->send({.url = url});
    EXPECT_EQ(answer.outcome, Answer::Outcome::kNotSent) << url;
    EXPECT_EQ(answer.body, "") << url;
  }
}

TEST(FetchTest, AHeaderCannotSmuggleASecondOne) {
  EXPECT_EQ(make_client()->send({.url = closed_port_url(), .headers = {{"X-Note", "a\r\nX-Admin: 1"}}}).error,
            "malformed call");
  EXPECT_EQ(make_client()->send({.method = "GET /x HTTP/1.1\r\n", .url = closed_port_url()}).error, "malformed call");
}

TEST(FetchTest, AConnectionIsUsedAgain) {
  std::atomic<int> connections{0};
  const Service service{[&](Peer& peer, int) {
    ++connections;
    while (!peer.read_request().empty()) peer.write(kOk);
  }};
  const auto client = make_client();
  for (int i = 0; i < 5; ++i) EXPECT_EQ(client->send({.url = service.url()}).status, 200);
  EXPECT_EQ(connections, 1);
}

TEST(FetchTest, APostIsNeverSentTwiceByItself) {
  std::atomic<int> posts{0};
  // Keeps the first connection open after an answer, and drops it under the request that comes next.
  const Service service{[&](Peer& peer, int connection) {
    if (!peer.read_request().empty()) peer.write(kOk);
    while (!peer.read_request().empty()) {
      ++posts;
      if (connection == 0) return;
      peer.write(kOk);
    }
  }};
  const auto client = make_client();
  EXPECT_EQ(client->send({.url = service.url()}).status, 200);
  EXPECT_EQ(client->send({.method = "POST", .url = service.url(), .body = "amount=1"}).outcome,
            Answer::Outcome::kUnknown);
  EXPECT_EQ(posts, 1);
}

TEST(FetchTest, APostWithoutABodyHasAConnectionOfItsOwn) {
  std::atomic<int> connections{0};
  const Service service{[&](Peer& peer, int) {
    ++connections;
    if (!peer.read_request().empty()) peer.write("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok");
  }};
  const auto client = make_client();
  EXPECT_EQ(client->send({.method = "POST", .url = service.url()}).status, 200);
  EXPECT_EQ(client->send({.method = "POST", .url = service.url()}).status, 200);
  EXPECT_EQ(connections, 2);
}

TEST(FetchTest, ManyThreadsShareOneClient) {
  const Service service{[](Peer& peer, int) {
    if (!peer.read_request().empty()) peer.write("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok");
  }};
  const auto client = make_client();
  std::atomic<int> answered{0};
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i)
      threads.emplace_back([&] {
        for (int n = 0; n < 5; ++n) answered += client->send({.url = service.url()}).status == 200 ? 1 : 0;
      });
  }
  EXPECT_EQ(answered, 40);
}

}  // namespace
}  // namespace hurtrock::fetch

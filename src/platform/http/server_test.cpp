#include "platform/http/server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>
#include <system_error>

#include "platform/http/server_fixture.hpp"

namespace hurtrock::http {
namespace {

using testing::ElementsAre;

constexpr std::string_view kHello = "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n";
constexpr std::string_view kWorker = "GET /worker HTTP/1.1\r\nHost: a\r\n\r\n";

TEST_F(ServerTest, AConnectionServesRequestAfterRequest) {
  start();
  RawClient client(port());
  EXPECT_EQ(client.ask(kHello).body, "hello");
  EXPECT_EQ(client.ask(kWorker).body, "worked");
  EXPECT_EQ(client.ask("GET /immediate HTTP/1.1\r\nHost: a\r\n\r\n").body, "immediate");
  EXPECT_EQ(client.ask(kHello).body, "hello");
}

TEST_F(ServerTest, PipelinedRequestsAreAnsweredInOrder) {
  start();
  RawClient client(port());
  std::string burst;
  for (int i = 0; i < 5; ++i) burst.append(kWorker).append(kHello);
  client.send(burst);
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(client.receive().body, "worked");
    EXPECT_EQ(client.receive().body, "hello");
  }
}

TEST_F(ServerTest, ALongPipelineIsAnsweredToTheEnd) {
  start();
  RawClient client(port());
  std::string burst;
  for (int i = 0; i < 200; ++i) burst.append(kHello);
  client.send(burst);
  for (int i = 0; i < 200; ++i) EXPECT_EQ(client.receive().body, "hello");
}

TEST_F(ServerTest, ARequestMayArriveByteByByte) {
  route(Method::kPost, "/sum", RunsOn::kInline,
        [](const Request& request) { return html(200, std::string(request.form.value("a")) + request.body); });
  start();
  RawClient client(port());
  for (const char byte : std::string_view("POST /sum HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n"
                                          "Content-Type: application/x-www-form-urlencoded\r\n\r\na=7")) {
    client.send({&byte, 1});
  }
  EXPECT_EQ(client.receive().body, "7a=7");
}

TEST_F(ServerTest, EmptyLinesBetweenRequestsAreForgiven) {
  start();
  RawClient client(port());
  EXPECT_EQ(client.ask("\r\n\r\n" + std::string(kHello)).status, 200);
}

TEST_F(ServerTest, HeadIsAnsweredLikeGetButWithoutBody) {
  start();
  RawClient client(port());
  const Reply reply = client.ask("HEAD /hello HTTP/1.1\r\nHost: a\r\n\r\n", true);
  EXPECT_EQ(reply.header("content-length"), "5");
  EXPECT_EQ(client.ask(kHello).body, "hello");
}

TEST_F(ServerTest, AnOldClientIsDisconnectedUnlessItAsksToStay) {
  start();
  RawClient brief(port());
  EXPECT_EQ(brief.ask("GET /hello HTTP/1.0\r\n\r\n").header("connection"), "close");
  EXPECT_TRUE(brief.is_closed());
  RawClient staying(port());
  EXPECT_EQ(staying.ask("GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").header("connection"), "keep-alive");
  EXPECT_EQ(staying.ask(kHello).status, 200);
}

TEST_F(ServerTest, AClientThatWantsToLeaveIsLetGo) {
  start();
  RawClient client(port());
  EXPECT_EQ(client.ask("GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").header("connection"), "close");
  EXPECT_TRUE(client.is_closed());
}

TEST_F(ServerTest, AnUnknownPathIs404AndAWrongMethod405WithAllow) {
  start();
  RawClient client(port());
  EXPECT_EQ(client.ask("GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n").status, 404);
  const Reply reply = client.ask("DELETE /hello HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(reply.status, 405);
  EXPECT_EQ(reply.header("allow"), "GET, HEAD");
}

TEST_F(ServerTest, APlainRequestIdIsTakenOverAndAnyOtherReplaced) {
  start();
  RawClient client(port());
  EXPECT_EQ(client.ask("GET /hello HTTP/1.1\r\nHost: a\r\nX-Request-Id: abc-123_X.y\r\n\r\n").header("x-request-id"),
            "abc-123_X.y");
  EXPECT_EQ(
      client.ask("GET /hello HTTP/1.1\r\nHost: a\r\nX-Request-Id: <b>bold</b>\r\n\r\n").header("x-request-id").size(),
      16U);
}

TEST_F(ServerTest, AHandlerThatThrowsIs500AndTheConnectionGoesOn) {
  route(Method::kGet, "/broken", RunsOn::kWorker,
        [](const Request&) -> Response { throw std::runtime_error("no database"); });
  start();
  RawClient client(port());
  EXPECT_EQ(client.ask("GET /broken HTTP/1.1\r\nHost: a\r\n\r\n").body, "refused 500");
  EXPECT_EQ(client.ask(kHello).status, 200);
}

TEST_F(ServerTest, AnAnswerThatWouldSplitIs500) {
  route(Method::kGet, "/split", RunsOn::kInline,
        [](const Request& request) { return see_other(std::string(request.query.value("to"))); });
  start();
  const Reply reply = ask("GET /split?to=/%0D%0ASet-Cookie:a=b HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(reply.status, 500);
  EXPECT_EQ(reply.header("set-cookie"), "");
}

TEST_F(ServerTest, AFullQueueIs503WithRetryAfter) {
  options_.gateway_queue = 1;
  start();
  constexpr std::string_view kSlow = "GET /slow HTTP/1.1\r\nHost: a\r\n\r\n";
  RawClient running(port());
  running.send(kSlow);
  latch_.await_arrivals(1);
  RawClient second(port());
  RawClient third(port());
  second.send(kSlow);
  third.send(kSlow);
  // One of the two waits in the queue, the other finds it full; which one is up to the threads.
  gate_->finished_requests(1);
  latch_.open();
  const Reply a = second.receive();
  const Reply b = third.receive();
  const Reply& refused = a.status == 503 ? a : b;
  EXPECT_EQ(a.status + b.status, 703);
  EXPECT_EQ(refused.header("retry-after"), "1");
  EXPECT_EQ(running.receive().status, 200);
}

TEST_F(ServerTest, PicturesKeepNeitherProvidersNorTheDatabaseWaiting) {
  options_.picture_queue = 1;
  route(Method::kGet, "/picture", RunsOn::kPictures, [this](const Request&) {
    latch_.arrive_and_wait();
    return html(200, "made");
  });
  route(Method::kGet, "/paid", RunsOn::kGateway, [](const Request&) { return html(200, "paid"); });
  start();
  constexpr std::string_view kPicture = "GET /picture HTTP/1.1\r\nHost: a\r\n\r\n";
  RawClient running(port());
  running.send(kPicture);
  latch_.await_arrivals(1);
  RawClient second(port());
  RawClient third(port());
  second.send(kPicture);
  third.send(kPicture);
  // One of the two waits, the other finds the queue full: as many as there may be are there.
  gate_->finished_requests(1);
  EXPECT_EQ(ask("GET /paid HTTP/1.1\r\nHost: a\r\n\r\n").body, "paid");
  EXPECT_EQ(ask("GET /worker HTTP/1.1\r\nHost: a\r\n\r\n").body, "worked");
  latch_.open();
  EXPECT_EQ(second.receive().status + third.receive().status, 703);
  EXPECT_EQ(running.receive().body, "made");
}

TEST_F(ServerTest, AClientThatLeavesDuringItsRequestHarmsNobody) {
  start();
  {
    RawClient leaving(port());
    leaving.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
    latch_.await_arrivals(1);
    const RawClient halfway(port());
    halfway.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhalf");
  }
  latch_.open();
  EXPECT_EQ(ask(kHello).status, 200);
}

TEST_F(ServerTest, EveryAnswerIsReportedWithItsSize) {
  start();
  RawClient client(port());
  client.ask(kHello);
  client.ask("HEAD /hello HTTP/1.1\r\nHost: a\r\n\r\n", true);
  client.ask("GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_THAT(gate_->finished_requests(3), ElementsAre("/hello 200 5", "/hello 200 0", "/nothing 404 11"));
}

TEST_F(ServerTest, ATakenPortIsReportedAtOnce) {
  start();
  options_.port = port();
  EXPECT_THROW(Server(options_, *gate_), std::system_error);
}

TEST_F(ServerTest, AConnectionTooManyIs503) {
  options_.max_connections = 1;
  start();
  RawClient first(port());
  EXPECT_EQ(first.ask(kHello).status, 200);
  RawClient second(port());
  const Reply reply = second.receive();
  EXPECT_EQ(reply.status, 503);
  EXPECT_EQ(reply.header("x-shop-mark"), "");
}

TEST_F(ServerTest, AConnectionTooManyIsToldWhoseServerThisIs) {
  options_.max_connections = 0;
  options_.mark = "00ff-11ee";
  start();
  EXPECT_EQ(RawClient(port()).receive().header("x-shop-mark"), "00ff-11ee");
}

TEST_F(ServerTest, StoppingAnswersWhatIsInFlightAndClosesIdleConnections) {
  options_.gateway_threads = 4;
  start();
  RawClient idle(port());
  idle.ask(kHello);
  std::vector<std::unique_ptr<RawClient>> waiting;
  for (int i = 0; i < 8; ++i) {  // four run, four wait in the queue
    waiting.push_back(std::make_unique<RawClient>(port()));
    waiting.back()->send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
  }
  latch_.await_arrivals(4);
  server_->stop();
  EXPECT_TRUE(idle.is_closed());
  latch_.open();
  for (const auto& client : waiting) {
    const Reply reply = client->receive();
    EXPECT_EQ(reply.body, "slow");
    EXPECT_EQ(reply.header("connection"), "close");
    EXPECT_TRUE(client->is_closed());
  }
  runner_.join();
  EXPECT_EQ(server_->stats().connections, 0);
}

TEST_F(ServerTest, ADrainThatTakesTooLongIsCutShort) {
  options_.drain_timeout = std::chrono::seconds{0};
  start();
  RawClient client(port());
  client.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
  latch_.await_arrivals(1);
  server_->stop();
  EXPECT_TRUE(client.is_closed());
}

TEST_F(ServerTest, AServerStoppedBeforeItRunsReturnsAtOnce) {
  gate_ = std::make_unique<TestGate>(std::move(routes_));
  Server server(options_, *gate_);
  server.stop();
  server.run();
}

}  // namespace
}  // namespace hurtrock::http

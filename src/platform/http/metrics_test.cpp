#include "platform/http/metrics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/http/status.hpp"
#include "platform/http/traffic.hpp"

namespace hurtrock::http {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

TEST(Metrics, are_written_as_prometheus_reads_them) {
  Metrics metrics("shop_");
  metrics.gauge("sockets", "Open sockets", 7);
  metrics.begin("answers_total", "counter", "Answers");
  metrics.sample({{"status", "2xx"}, {"method", ""}}, 3);
  metrics.sample({{"status", "5xx"}, {"route", "/a"}}, 0);
  const Response response = std::move(metrics).response();
  EXPECT_EQ(response.body,
            "# HELP shop_sockets Open sockets\n"
            "# TYPE shop_sockets gauge\n"
            "shop_sockets 7\n"
            "# HELP shop_answers_total Answers\n"
            "# TYPE shop_answers_total counter\n"
            "shop_answers_total{status=\"2xx\"} 3\n"
            "shop_answers_total{status=\"5xx\",route=\"/a\"} 0\n");
  EXPECT_EQ(response.header("Content-Type"), "text/plain; version=0.0.4; charset=utf-8");
}

TEST(Metrics, keep_a_label_on_its_line_whatever_it_holds) {
  Metrics metrics("");
  metrics.begin("x", "gauge", "X");
  metrics.sample({{"what", "a\"b\\c\nd"}}, true);
  EXPECT_THAT(std::move(metrics).response().body, HasSubstr("x{what=\"a\\\"b\\\\c\\nd\"} 1\n"));
}

TEST(Metrics, tell_of_the_process_under_the_usual_names) {
  Metrics metrics("shop_");
  metrics.process();
  metrics.gauge("own", "Own", 1);
  const std::string text = std::move(metrics).response().body;
  for (const char* const name :
       {"\nprocess_resident_memory_bytes ", "\nprocess_cpu_seconds_total ", "\nprocess_open_fds ", "\nprocess_max_fds ",
        "\nprocess_start_time_seconds 1", "\nshop_own 1\n"})
    EXPECT_THAT(text, HasSubstr(name));
  EXPECT_THAT(text, Not(HasSubstr("resident_memory_bytes 0\n")));
}

class TrafficTest : public ::testing::Test {
 protected:
  [[nodiscard]] std::string text() const {
    Metrics metrics("");
    traffic_.add_to(metrics);
    return std::move(metrics).response().body;
  }

  const RouteTable table_{std::vector<Route>{{Method::kGet, "/product/:slug", Access::kAnyone, RunsOn::kWorker, {}},
                                             {Method::kPost, "/cart", Access::kAnyone, RunsOn::kWorker, {}}}};
  const Route* const product_ = table_.find(Method::kGet, "/product/gitar").route;
  Traffic traffic_{table_, {"(asset)", "(none)"}};
};

TEST_F(TrafficTest, counts_by_route_and_status) {
  for (const int status : {200, 200, 204, 404, 503, 299}) traffic_.count(product_, 0, status, 1ms);
  traffic_.count(nullptr, 1, 404, 1ms);
  const std::string told = text();
  const std::string own = R"(http_requests_total{method="GET",route="/product/:slug",status=")";
  EXPECT_THAT(told, HasSubstr(own + "200\"} 2\n"));
  EXPECT_THAT(told, HasSubstr(own + "204\"} 1\n"));
  EXPECT_THAT(told, HasSubstr(own + "404\"} 1\n"));
  EXPECT_THAT(told, HasSubstr(own + "503\"} 1\n"));
  EXPECT_THAT(told, HasSubstr(own + "other\"} 1\n"));
  EXPECT_THAT(told, Not(HasSubstr(own + "3")));
  EXPECT_THAT(told, HasSubstr("http_requests_total{route=\"(none)\",status=\"404\"} 1\n"));
}

TEST_F(TrafficTest, tells_every_status_that_has_a_name_by_its_number) {
  for (int status = 100; status < 600; ++status)
    if (!reason_phrase(status).empty()) traffic_.count(product_, 0, status, 1ms);
  EXPECT_THAT(text(), Not(HasSubstr("\"other\"")));
}

TEST_F(TrafficTest, says_nothing_of_what_nobody_asked_for) { EXPECT_THAT(text(), Not(HasSubstr("/cart"))); }

TEST_F(TrafficTest, tells_how_many_took_no_longer_than_each_bound) {
  for (const auto took : {500us, 1'000us, 1'001us, 80'000us, 9'000'000us}) traffic_.count(product_, 0, 200, took);
  const std::string told = text();
  const std::string own = R"(http_request_seconds_bucket{method="GET",route="/product/:slug",le=")";
  EXPECT_THAT(told, HasSubstr(own + "0.001\"} 2\n"));
  EXPECT_THAT(told, HasSubstr(own + "0.005\"} 3\n"));
  EXPECT_THAT(told, HasSubstr(own + "0.05\"} 3\n"));
  EXPECT_THAT(told, HasSubstr(own + "0.1\"} 4\n"));
  EXPECT_THAT(told, HasSubstr(own + "5\"} 4\n"));
  EXPECT_THAT(told, HasSubstr(own + "+Inf\"} 5\n"));
  EXPECT_THAT(told, HasSubstr("http_request_seconds_count{method=\"GET\",route=\"/product/:slug\"} 5\n"));
  EXPECT_THAT(told, HasSubstr("http_request_seconds_sum{method=\"GET\",route=\"/product/:slug\"} 9.08250"));
}

}  // namespace
}  // namespace hurtrock::http

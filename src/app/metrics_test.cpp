#include "app/metrics.hpp"

#include <gtest/gtest.h>

namespace hurtrock::app {
namespace {

http::Request from(std::string address) {
  http::Request request;
  request.remote_address = std::move(address);
  return request;
}

TEST(MonitoringTest, is_whoever_asks_from_this_machine_or_its_network) {
  for (const char* const address : {"127.0.0.1", "::1", "10.1.2.3", "192.168.0.9", "172.16.0.1", "fd00::1"})
    EXPECT_TRUE(is_monitoring(from(address))) << address;
  for (const char* const address : {"8.8.8.8", "103.28.12.1", "2404:6800:4003:c00::64", "", "somewhere"})
    EXPECT_FALSE(is_monitoring(from(address))) << address;
}

TEST(MonitoringTest, is_nobody_who_comes_through_a_proxy) {
  for (const char* const header : {"X-Forwarded-For", "Forwarded"}) {
    http::Request request = from("127.0.0.1");
    request.headers = {{header, "for=127.0.0.1"}};
    EXPECT_FALSE(is_monitoring(request)) << header;
  }
}

}  // namespace
}  // namespace hurtrock::app

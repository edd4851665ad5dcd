#include "platform/http/target.hpp"

#include <gtest/gtest.h>

namespace hurtrock::http {
namespace {

Request resolved(std::string target, Method method = Method::kGet) {
  Request request;
  request.method = method;
  request.target = std::move(target);
  EXPECT_TRUE(resolve_target(request)) << request.target;
  return request;
}

bool refused(std::string target) {
  Request request;
  request.target = std::move(target);
  return !resolve_target(request);
}

TEST(TargetTest, PathAndQueryAreDecoded) {
  const Request request = resolved("/produk/gitar%20%C3%A9lan?warna=merah+tua");
  EXPECT_EQ(request.path, "/produk/gitar \u00e9lan");
  EXPECT_EQ(request.query.value("warna"), "merah tua");
}

TEST(TargetTest, AnAbsoluteTargetIsCutDownToItsPath) {
  EXPECT_EQ(resolved("http://shop.test:80/a?b=c").target, "/a?b=c");
  EXPECT_EQ(resolved("HTTPS://shop.test").path, "/");
  EXPECT_EQ(resolved("http://shop.test?b=c").query.value("b"), "c");
}

TEST(TargetTest, AnAsteriskIsOnlyForOptions) {
  EXPECT_EQ(resolved("*", Method::kOptions).path, "/");
  EXPECT_TRUE(refused("*"));
}

TEST(TargetTest, PathsThatAnotherPathCouldNameAreRefused) {
  for (const char* target : {"//", "//a", "/a//b", "/a//", "/./a", "/a/..", "/a/../b", "/a/%2e%2E/b", "/a%2F%2Fb"}) {
    EXPECT_TRUE(refused(target)) << target;
  }
  EXPECT_EQ(resolved("/a/").path, "/a/");
  EXPECT_EQ(resolved("/...").path, "/...");
}

TEST(TargetTest, WhatIsNotTextIsRefused) {
  for (const char* target : {"/%", "/%4", "/%zz", "/%FF", "/a%00b", "/a%0Ab", "/a%7F", "/a#b", "a", "/x?q=%FF"}) {
    EXPECT_TRUE(refused(target)) << target;
  }
}

}  // namespace
}  // namespace hurtrock::http

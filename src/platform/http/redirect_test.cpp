#include "platform/http/redirect.hpp"

#include <gtest/gtest.h>

namespace hurtrock::http {
namespace {

constexpr std::string_view kHome = "/profile";

TEST(RedirectTest, APathOfThisSiteIsFollowed) {
  for (const std::string_view path :
       {"/", "/cart", "/products?q=gitar%20bass&page=2", "/orders/HRT-1#lines", "/a//b", "/a@b:c"})
    EXPECT_EQ(local_path(path, kHome), path);
}

TEST(RedirectTest, AnotherSitesAddressIsNot) {
  for (const std::string_view address :
       {"https://evil.example/", "http:/evil.example", "//evil.example", "///evil.example", "/\\evil.example",
        "\\\\evil.example", "/\\/evil.example", "evil.example", "javascript:alert(1)", "data:text/html,x",
        "@evil.example", "?x", ""})
    EXPECT_EQ(local_path(address, kHome), kHome) << address;
}

TEST(RedirectTest, WhatBrowsersStripCannotHideASecondSlash) {
  for (const std::string_view address : {"/\t/evil.example", "/\n/evil.example", "/\r/evil.example", "\t//evil.example",
                                         " //evil.example", "/ /evil.example", "/a\\..\\..\\evil"})
    EXPECT_EQ(local_path(address, kHome), kHome) << address;
  EXPECT_EQ(local_path(std::string_view("/\0/evil.example", 15), kHome), kHome);
}

TEST(RedirectTest, AHeaderCannotBeSmuggledIn) {
  EXPECT_EQ(local_path("/cart\r\nSet-Cookie: a=b", kHome), kHome);
  EXPECT_EQ(local_path("/cart\xE2\x80\xA8", kHome), kHome);
  EXPECT_EQ(local_path("/cart\x7f", kHome), kHome);
}

TEST(RedirectTest, APathThatIsTooLongIsNotFollowed) {
  EXPECT_EQ(local_path("/" + std::string(1999, 'a'), kHome).size(), 2000U);
  EXPECT_EQ(local_path("/" + std::string(2000, 'a'), kHome), kHome);
}

}  // namespace
}  // namespace hurtrock::http

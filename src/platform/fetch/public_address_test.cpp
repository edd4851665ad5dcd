#include "platform/fetch/public_address.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>

#include <string>

namespace hurtrock::fetch {
namespace {

bool is_public_text(const std::string& text) {
  sockaddr_storage storage{};
  auto* four = reinterpret_cast<sockaddr_in*>(&storage);
  auto* six = reinterpret_cast<sockaddr_in6*>(&storage);
  if (::inet_pton(AF_INET, text.c_str(), &four->sin_addr) == 1)
    storage.ss_family = AF_INET;
  else if (::inet_pton(AF_INET6, text.c_str(), &six->sin6_addr) == 1)
    storage.ss_family = AF_INET6;
  else
    ADD_FAILURE() << text << " is no address";
  return is_public(reinterpret_cast<const sockaddr&>(storage));
}

TEST(PublicAddress, WhatAnybodyReachesIsPublic) {
  for (const char* address : {"1.1.1.1",
                              "8.8.8.8",
                              "9.255.255.255",
                              "11.0.0.0",
                              "100.63.255.255",
                              "100.128.0.0",
                              "126.255.255.255",
                              "128.0.0.0",
                              "169.253.255.255",
                              "169.255.0.0",
                              "172.15.255.255",
                              "172.32.0.0",
                              "192.0.1.0",
                              "192.0.3.0",
                              "192.167.255.255",
                              "192.169.0.0",
                              "198.17.255.255",
                              "198.20.0.0",
                              "203.0.112.255",
                              "203.0.114.0",
                              "223.255.255.255",
                              "2001:200::1",
                              "2001:4860:4860::8888",
                              "2400:cb00::1",
                              "2606:4700:4700::1111",
                              "2a00::1",
                              "3ffe::1"})
    EXPECT_TRUE(is_public_text(address)) << address;
}

TEST(PublicAddress, WhatIsNearOrKeptForSpecialUsesIsNot) {
  for (const char* address :
       {"0.0.0.0",        "0.255.255.255",   "10.0.0.0",     "10.255.255.255",  "100.64.0.0",      "100.127.255.255",
        "127.0.0.1",      "127.255.255.255", "169.254.0.0",  "169.254.169.254", "169.254.255.255", "172.16.0.0",
        "172.31.255.255", "192.0.0.1",       "192.0.2.1",    "192.88.99.1",     "192.168.0.0",     "192.168.255.255",
        "198.18.0.0",     "198.19.255.255",  "198.51.100.1", "203.0.113.1",     "224.0.0.1",       "239.255.255.255",
        "240.0.0.1",      "255.255.255.255"})
    EXPECT_FALSE(is_public_text(address)) << address;
}

TEST(PublicAddress, OfIpv6NothingButGlobalUnicastIs) {
  for (const char* address :
       {"::", "::1", "::127.0.0.1", "::8.8.8.8", "64:ff9b::808:808", "64:ff9b:1::1", "100::1", "1fff::1", "4000::1",
        "5f00::1", "fc00::1", "fd00:ec2::254", "fdff::1", "fe80::1", "febf::1", "fec0::1", "ff02::1", "ffff::1"})
    EXPECT_FALSE(is_public_text(address)) << address;
}

TEST(PublicAddress, AnIpv4AddressIsNotReachedThroughAnIpv6One) {
  for (const char* address : {"::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:8.8.8.8", "::ffff:0:127.0.0.1",
                              "2002:7f00:1::1", "2002:808:808::1", "2001:0:4136:e378::1"})
    EXPECT_FALSE(is_public_text(address)) << address;
}

TEST(PublicAddress, ExamplesOfDocumentsAreNot) {
  for (const char* address : {"2001:db8::1", "2001:db8:ffff::1", "3fff::1", "3fff:fff::1", "2001:10::1", "2001:1ff::1"})
    EXPECT_FALSE(is_public_text(address)) << address;
}

TEST(PublicAddress, OtherFamiliesAreNot) {
  sockaddr local{};
  local.sa_family = AF_UNIX;
  EXPECT_FALSE(is_public(local));
}

}  // namespace
}  // namespace hurtrock::fetch

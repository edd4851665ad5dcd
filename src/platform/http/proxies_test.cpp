#include "platform/http/proxies.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace hurtrock::http {
namespace {

Request forwarded(std::string chain, std::string protocol = "https") {
  Request request;
  request.headers.emplace_back("X-Forwarded-For", std::move(chain));
  request.headers.emplace_back("X-Forwarded-Proto", std::move(protocol));
  return request;
}

std::string client_of(Request request, std::string_view peer) {
  TrustedProxies({"10.0.0.0/8", "fd00::/16", "127.0.0.1"}).resolve(request, peer);
  return request.remote_address + (request.secure ? " secure" : "");
}

TEST(TrustedProxiesTest, AStrangersForwardedHeadersAreIgnored) {
  EXPECT_EQ(client_of(forwarded("1.2.3.4"), "8.8.8.8"), "8.8.8.8");
}

TEST(TrustedProxiesTest, TheClientIsTheLastAddressThatNoTrustedProxyHas) {
  EXPECT_EQ(client_of(forwarded("6.6.6.6, 1.2.3.4, 10.1.2.3"), "127.0.0.1"), "1.2.3.4 secure");
  EXPECT_EQ(client_of(forwarded("10.9.9.9"), "10.0.0.1"), "10.9.9.9 secure");
  EXPECT_EQ(client_of(forwarded("2001:db8::7"), "fd00::1"), "2001:db8::7 secure");
}

TEST(TrustedProxiesTest, AddressesMayCarryPorts) {
  EXPECT_EQ(client_of(forwarded("1.2.3.4:5678"), "10.0.0.1"), "1.2.3.4 secure");
  EXPECT_EQ(client_of(forwarded("[2001:db8::7]:99"), "10.0.0.1"), "2001:db8::7 secure");
}

TEST(TrustedProxiesTest, NonsenseInTheChainEndsItAtTheLastKnownHop) {
  EXPECT_EQ(client_of(forwarded("1.2.3.4, unknown"), "10.0.0.1"), "10.0.0.1 secure");
}

TEST(TrustedProxiesTest, PlainHttpAtTheProxyIsNotSecure) {
  EXPECT_EQ(client_of(forwarded("1.2.3.4", "http"), "10.0.0.1"), "1.2.3.4");
}

TEST(TrustedProxiesTest, NetworksAreComparedBitByBit) {
  const TrustedProxies proxies({"192.168.4.0/22"});
  EXPECT_TRUE(proxies.trusts(*parse_address("192.168.7.255")));
  EXPECT_FALSE(proxies.trusts(*parse_address("192.168.8.0")));
  EXPECT_TRUE(proxies.trusts(*parse_address("::ffff:192.168.5.1")));
}

TEST(TrustedProxiesTest, AMistypedNetworkIsRefused) {
  for (const char* cidr : {"", "10.0.0.0/33", "10.0.0/8", "fd00::/129", "10.0.0.0/", "10.0.0.0/-1"}) {
    EXPECT_THROW(TrustedProxies({cidr}), std::invalid_argument) << cidr;
  }
}

TEST(ClientNetworkTest, AnIpv4AddressIsItsOwn) {
  EXPECT_EQ(client_network("203.0.113.7"), "203.0.113.7");
  EXPECT_EQ(client_network("::ffff:203.0.113.7"), "203.0.113.7");
}

TEST(ClientNetworkTest, AllAddressesOfASlash64AreOne) {
  EXPECT_EQ(client_network("2001:db8:1:2::1"), "2001:db8:1:2::/64");
  EXPECT_EQ(client_network("2001:db8:1:2:ffff:1:2:3"), client_network("2001:DB8:1:2::1"));
  EXPECT_NE(client_network("2001:db8:1:3::1"), client_network("2001:db8:1:2::1"));
}

TEST(ClientNetworkTest, WhatIsNoAddressIsAnsweredAsItIs) {
  for (const char* odd : {"", "unknown", "1.2.3", "fe80::1%eth0"}) EXPECT_EQ(client_network(odd), odd);
}

}  // namespace
}  // namespace hurtrock::http

#include "platform/fetch/public_address.hpp"

#include <netinet/in.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace hurtrock::fetch {
namespace {

/// The first `bits` of an address; IPv6 ones differ in their first half only.
struct Block {
  std::uint64_t first = 0;
  int bits = 0;

  [[nodiscard]] constexpr bool holds(std::uint64_t address, int size) const {
    return (address ^ first) >> (size - bits) == 0;
  }
};

constexpr std::uint64_t v4(unsigned a, unsigned b = 0, unsigned c = 0) {
  return std::uint64_t{a} << 24U | std::uint64_t{b} << 16U | std::uint64_t{c} << 8U;
}
constexpr std::uint64_t v6(unsigned a, unsigned b = 0) { return std::uint64_t{a} << 48U | std::uint64_t{b} << 32U; }

constexpr Block kNotPublic4[] = {
    {v4(0), 8},              // this network
    {v4(10), 8},             // private
    {v4(100, 64), 10},       // between a provider and its customers
    {v4(127), 8},            // this machine
    {v4(169, 254), 16},      // link-local, where clouds keep their machines' secrets
    {v4(172, 16), 12},       // private
    {v4(192, 0, 0), 24},     // protocols
    {v4(192, 0, 2), 24},     // documentation
    {v4(192, 88, 99), 24},   // 6to4 relays
    {v4(192, 168), 16},      // private
    {v4(198, 18), 15},       // measurements
    {v4(198, 51, 100), 24},  // documentation
    {v4(203, 0, 113), 24},   // documentation
    {v4(224), 4},            // groups
    {v4(240), 4},            // reserved, broadcast
};

/// Everything else but this is loopback, link-local, local, a group, an IPv4 address in another form, or not given out.
constexpr Block kGlobal6{v6(0x2000), 3};
constexpr Block kNotPublic6[] = {
    {v6(0x2001), 23},         // protocols; Teredo, which holds an IPv4 address
    {v6(0x2001, 0xDB8), 32},  // documentation
    {v6(0x2002), 16},         // 6to4, which holds an IPv4 address
    {v6(0x3FFF), 20},         // documentation
};

}  // namespace

bool is_public(const sockaddr& address) {
  if (address.sa_family == AF_INET) {
    sockaddr_in internet{};
    std::memcpy(&internet, &address, sizeof internet);
    const std::uint64_t number = ntohl(internet.sin_addr.s_addr);
    return std::ranges::none_of(kNotPublic4, [&](const Block& block) { return block.holds(number, 32); });
  }
  if (address.sa_family == AF_INET6) {
    sockaddr_in6 internet{};
    std::memcpy(&internet, &address, sizeof internet);
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < sizeof number; ++i) number = number << 8U | internet.sin6_addr.s6_addr[i];
    return kGlobal6.holds(number, 64) &&
           std::ranges::none_of(kNotPublic6, [&](const Block& block) { return block.holds(number, 64); });
  }
  return false;
}

}  // namespace hurtrock::fetch

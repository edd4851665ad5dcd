#include "platform/http/proxies.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <stdexcept>

#include "platform/core/text.hpp"

namespace hurtrock::http {
namespace {

constexpr unsigned kMappedBits = 96;  ///< ::ffff:0:0/96 holds the IPv4 addresses

bool same_network(const AddressBytes& a, const AddressBytes& b, unsigned bits) {
  const std::size_t whole = bits / 8;
  if (!std::equal(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(whole), b.begin())) return false;
  if (bits % 8 == 0) return true;
  return ((a[whole] ^ b[whole]) >> (8 - bits % 8)) == 0;
}

/// The entry as proxies write it: an address, perhaps in brackets, perhaps with a port.
std::string_view without_port(std::string_view entry) {
  entry = text::trim(entry);
  if (entry.starts_with('[')) return entry.substr(1, std::min(entry.find(']'), entry.size()) - 1);
  const bool one_colon = std::ranges::count(entry, ':') == 1;
  return one_colon ? entry.substr(0, entry.find(':')) : entry;
}

/// Everything that all headers of this name say, left to right.
std::vector<std::string_view> list_items(const Request& request, std::string_view name) {
  std::vector<std::string_view> items;
  for (const auto& [key, value] : request.headers) {
    if (!text::equals_ignoring_case(key, name)) continue;
    for (const std::string_view item : text::split(value, ',')) items.push_back(text::trim(item));
  }
  return items;
}

}  // namespace

std::optional<AddressBytes> parse_address(std::string_view text) {
  const std::string zero_terminated(text);
  AddressBytes bytes{};
  if (inet_pton(AF_INET6, zero_terminated.c_str(), bytes.data()) == 1) return bytes;
  bytes = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
  if (inet_pton(AF_INET, zero_terminated.c_str(), bytes.data() + 12) == 1) return bytes;
  return std::nullopt;
}

std::string client_network(std::string_view address) {
  auto bytes = parse_address(address);
  if (!bytes) return std::string(address);
  constexpr AddressBytes kMapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
  std::array<char, INET6_ADDRSTRLEN> written{};
  if (same_network(*bytes, kMapped, kMappedBits)) {
    inet_ntop(AF_INET, bytes->data() + kMappedBits / 8, written.data(), written.size());
    return written.data();
  }
  std::fill(bytes->begin() + 8, bytes->end(), std::uint8_t{0});
  inet_ntop(AF_INET6, bytes->data(), written.data(), written.size());
  return std::string(written.data()) + "/64";
}

TrustedProxies::TrustedProxies(const std::vector<std::string>& cidrs) {
  for (const std::string& cidr : cidrs) {
    const std::size_t slash = std::min(cidr.find('/'), cidr.size());
    const std::string_view host = std::string_view(cidr).substr(0, slash);
    const auto address = parse_address(host);
    const unsigned family_bits = host.contains(':') ? 128 : 32;
    const auto bits = slash == cidr.size()
                          ? std::optional<std::int64_t>(family_bits)
                          : text::parse_integer(std::string_view(cidr).substr(slash + 1), 0, family_bits);
    if (!address || !bits) throw std::invalid_argument("not an address or network: " + cidr);
    networks_.push_back({*address, static_cast<unsigned>(*bits) + (family_bits == 32 ? kMappedBits : 0)});
  }
}

bool TrustedProxies::trusts(const AddressBytes& address) const {
  return std::ranges::any_of(networks_, [&address](const Network& network) {
    return same_network(network.address, address, network.prefix_bits);
  });
}

void TrustedProxies::resolve(Request& request, std::string_view peer) const {
  request.remote_address = peer;
  request.secure = false;
  if (networks_.empty()) return;
  auto hop = parse_address(peer);
  if (!hop || !trusts(*hop)) return;

  const auto protocols = list_items(request, "X-Forwarded-Proto");
  request.secure = !protocols.empty() && text::equals_ignoring_case(protocols.back(), "https");

  const auto chain = list_items(request, "X-Forwarded-For");
  for (auto entry = chain.rbegin(); entry != chain.rend(); ++entry) {
    const std::string_view address = without_port(*entry);
    hop = parse_address(address);
    if (!hop) return;
    request.remote_address = address;
    if (!trusts(*hop)) return;
  }
}

}  // namespace hurtrock::http

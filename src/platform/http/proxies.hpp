#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/http/message.hpp"

namespace hurtrock::http {

/// An IPv6 address, or an IPv4 one mapped into IPv6, so that both compare alike.
using AddressBytes = std::array<std::uint8_t, 16>;
std::optional<AddressBytes> parse_address(std::string_view text);

/// What limits by address count: an IPv4 address as it is, of an IPv6 one the /64. Whoever rents a server or has a line
/// at home is given at least that much, and may come from another of its addresses every time. What is no address is
/// answered as it is.
std::string client_network(std::string_view address);

/// Which neighbours may speak for their clients.
class TrustedProxies {
 public:
  /// Throws std::invalid_argument for what is not an address or a CIDR ("10.0.0.0/8", "::1").
  explicit TrustedProxies(const std::vector<std::string>& cidrs);

  [[nodiscard]] bool trusts(const AddressBytes& address) const;
  [[nodiscard]] bool empty() const { return networks_.empty(); }

  /// Sets `remote_address` and `secure` of a request that came from `peer`. X-Forwarded-For is read from the right as
  /// long as each hop is trusted; X-Forwarded-Proto counts only from a trusted peer.
  void resolve(Request& request, std::string_view peer) const;

 private:
  struct Network {
    AddressBytes address;
    unsigned prefix_bits;
  };
  std::vector<Network> networks_;
};

}  // namespace hurtrock::http

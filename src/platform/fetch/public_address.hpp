#pragma once

#include <sys/socket.h>

namespace hurtrock::fetch {

/// Whether anybody in the internet would reach the same machine there: not this one, not its network, no group of many,
/// nothing that is kept for special uses or leads to an IPv4 address inside an IPv6 one. By IANA's registries of
/// special-purpose addresses (RFC 6890), as of 2025. Pure; any thread.
bool is_public(const sockaddr& address);

}  // namespace hurtrock::fetch

#pragma once

#include <cstdint>
#include <string>

namespace hurtrock::app {

/// Whether somebody takes connections at that port of ours; `host` as in Config. Waits for at most a second.
bool listens(const std::string& host, std::uint16_t port);

/// Why this process could not listen there now, as errno has it; 0 when it could.
int why_not_listen(const std::string& host, std::uint16_t port);

/// Whether a service of this program answers its /healthz there, and not somebody else. Waits for at most three
/// seconds.
bool is_one_of_ours(const std::string& url);

/// "127.0.0.1" for an address that stands for all of this machine's.
std::string reachable_host(const std::string& host);

}  // namespace hurtrock::app

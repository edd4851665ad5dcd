#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/config.hpp"

namespace hurtrock::app {

/// Where a part of the shop listens, and what sets it.
struct ServicePort {
  std::string_view part;            ///< the command that runs it: "shop"
  std::string_view variable, flag;  ///< "PORT", "--port"
  std::string host;                 ///< as in Config
  std::uint16_t number = 0;
};

ServicePort shop_port(const Config& config);
ServicePort chat_port(const Config& config);
ServicePort sandbox_port(const Config& config);
/// Of everything that `hurtrock serve` runs, in the order in which it is started.
std::vector<ServicePort> service_ports(const Config& config);

/// What the parts of a start are given by their environment. `config.host` is the address that HOST stands for, so that
/// no part looks it up again; what is shown to others keeps the name.
std::vector<std::pair<std::string_view, std::string>> settings_for_parts(const Config& config);

/// Whether a part of this very shop answers there, not of another copy. Waits for a second at most.
bool is_ours(const ServicePort& port, const Config& config);

/// Why nobody could begin to listen there now, who is in the way, and what to do: a sentence. Nothing when all is well.
/// Waits for a second at most.
std::optional<std::string> port_trouble(const ServicePort& port, const Config& config);

/// The same, unless it may pass by itself: an address that this machine does not have may come with its network.
std::optional<std::string> lasting_port_trouble(const ServicePort& port, const Config& config);

/// Throws std::runtime_error with port_trouble, if there is any. For a service that is about to begin.
void demand_port(const ServicePort& port, const Config& config);

/// That one of `ports` before this one is to be listened on at the same place: a sentence that names both settings.
std::optional<std::string> shared_port_trouble(const ServicePort& port, const std::vector<ServicePort>& ports);

/// Those of several that are to be listened on side by side.
std::vector<std::string> lasting_port_troubles(const std::vector<ServicePort>& ports, const Config& config);

}  // namespace hurtrock::app

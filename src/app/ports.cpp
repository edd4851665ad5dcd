#include "app/ports.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <stdexcept>

#include "app/listening.hpp"
#include "app/mark.hpp"
#include "app/port_holder.hpp"

namespace hurtrock::app {
namespace {

/// A service of ours answers in a millisecond; what is no web server at all may never.
constexpr std::chrono::milliseconds kPortPatience{1'000};

std::string who_holds(const ServicePort& port, const Config& config) {
  const std::string mark = ask_for_health(port.host, port.number, kPortPatience).mark;
  const std::string_view kind = is_of_this_shop(mark, config) ? "this shop, which is running already"
                                : mark.empty()                ? "another program"
                                                              : "another copy of the shop";
  const auto holder = holder_of_port(address_of(port.host).value_or(""), port.number);
  if (holder) return fmt::format("{}, {}", kind, to_text(launcher_of(*holder).value_or(*holder)));
  return fmt::format("{}, a process that this user may not see (sudo ss -ltnp 'sport = :{}' tells which)", kind,
                     port.number);
}

bool share_an_address(const ServicePort& one, const ServicePort& other) {
  const auto is_everywhere = [](const ServicePort& port) { return port.host == "0.0.0.0" || port.host == "::"; };
  // A name may stand for the address of the sandbox.
  return is_everywhere(one) || is_everywhere(other) || one.host == other.host ||
         address_of(one.host) == address_of(other.host);
}

}  // namespace

ServicePort shop_port(const Config& config) {
  return {.part = "shop", .variable = "PORT", .flag = "--port", .host = config.host, .number = config.port};
}

ServicePort chat_port(const Config& config) {
  return {
      .part = "chat", .variable = "CHAT_PORT", .flag = "--chat-port", .host = config.host, .number = config.chat_port};
}

ServicePort sandbox_port(const Config& config) {
  return {.part = "sandbox",
          .variable = "SANDBOX_PORT",
          .flag = "--sandbox-port",
          .host = "127.0.0.1",
          .number = config.sandbox_port};
}

std::vector<ServicePort> service_ports(const Config& config) {
  std::vector<ServicePort> ports;
  // The sandbox first: the shop may want to ask it about payments as soon as it runs.
  // In development always, whoever's keys are set: it costs little, and whoever looks for it finds it.
  if (config.development()) ports.push_back(sandbox_port(config));
  ports.push_back(shop_port(config));
  ports.push_back(chat_port(config));
  return ports;
}

std::vector<std::pair<std::string_view, std::string>> settings_for_parts(const Config& config) {
  return {{"HOST", config.host}, {"PUBLIC_URL", config.public_url}, {"CHAT_PUBLIC_URL", config.chat_public_url}};
}

bool is_ours(const ServicePort& port, const Config& config) {
  return is_of_this_shop(ask_for_health(port.host, port.number, kPortPatience).mark, config);
}

std::optional<std::string> port_trouble(const ServicePort& port, const Config& config) {
  const int error = why_not_listen(port.host, port.number);
  if (error == 0) return std::nullopt;
  if (error == EADDRINUSE)
    return fmt::format("port {} is taken by {}: stop it, or set {} ({}) to another port", port.number,
                       who_holds(port, config), port.variable, port.flag);
  if (error == EACCES)
    return fmt::format("this user may not listen on port {}: set {} ({}) to one above 1023", port.number, port.variable,
                       port.flag);
  if (error == EADDRNOTAVAIL || error == EINVAL)
    return fmt::format("HOST {} is not an address of this machine: 0.0.0.0 stands for all", port.host);
  return fmt::format("cannot listen on {}:{} ({}): set HOST and {} anew", port.host, port.number, std::strerror(error),
                     port.variable);
}

std::optional<std::string> lasting_port_trouble(const ServicePort& port, const Config& config) {
  const int error = why_not_listen(port.host, port.number);
  return error == EADDRINUSE || error == EACCES ? port_trouble(port, config) : std::nullopt;
}

void demand_port(const ServicePort& port, const Config& config) {
  if (const auto trouble = port_trouble(port, config)) throw std::runtime_error(*trouble);
}

std::optional<std::string> shared_port_trouble(const ServicePort& port, const std::vector<ServicePort>& ports) {
  for (const ServicePort& former : ports) {
    if (former.variable == port.variable) return std::nullopt;
    if (former.number == port.number && share_an_address(former, port))
      return fmt::format("{} and {} are both {}: set one of them to another port", former.variable, port.variable,
                         port.number);
  }
  return std::nullopt;
}

std::vector<std::string> lasting_port_troubles(const std::vector<ServicePort>& ports, const Config& config) {
  std::vector<std::string> troubles;
  for (const ServicePort& port : ports) {
    if (auto trouble = shared_port_trouble(port, ports)) troubles.push_back(*std::move(trouble));
    if (auto trouble = lasting_port_trouble(port, config)) troubles.push_back(*std::move(trouble));
  }
  return troubles;
}

}  // namespace hurtrock::app

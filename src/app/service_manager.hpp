#pragma once

#include <chrono>
#include <optional>
#include <string_view>

/// What systemd, or whatever else set NOTIFY_SOCKET, is told about this process (sd_notify(3)). Without that variable
/// nothing happens.
namespace hurtrock::app::service_manager {

/// Assignments such as "READY=1\nSTATUS=..."; a loss is nobody's concern: the next one comes.
void tell(std::string_view assignments);

/// How long the service manager waits for a "WATCHDOG=1" of this process before it ends it; nothing: for ever.
std::optional<std::chrono::microseconds> watchdog();

}  // namespace hurtrock::app::service_manager

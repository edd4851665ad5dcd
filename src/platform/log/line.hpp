#pragma once

#include <span>
#include <string>
#include <string_view>

#include "platform/core/clock.hpp"
#include "platform/log/log.hpp"

/// How one event looks as one line. Pure; used by log.cpp only.
namespace hurtrock::log {

struct Event {
  Time at;
  Level level;
  std::string_view process, name, request_id;
  std::span<const Field> fields;
};

/// Without the line break at its end, and never with one inside: whatever a field holds, it cannot forge a second
/// event. Values are cut after 2,000 bytes.
std::string as_text(const Event& event);
std::string as_json(const Event& event);

}  // namespace hurtrock::log

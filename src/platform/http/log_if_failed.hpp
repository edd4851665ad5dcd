#pragma once

#include <exception>
#include <string_view>

#include "platform/log/log.hpp"

namespace hurtrock::http {

/// Completion of a spawned coroutine: an exception that ended it becomes a log event. `event` is a literal.
inline auto log_if_failed(std::string_view event) {
  return [event](const std::exception_ptr& failure) {
    if (!failure) return;
    try {
      std::rethrow_exception(failure);
    } catch (const std::exception& error) {
      log::error(event, {{"what", error.what()}});
    } catch (...) {
      log::error(event);
    }
  };
}

}  // namespace hurtrock::http

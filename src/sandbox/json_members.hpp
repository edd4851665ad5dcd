#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <string_view>

#include "platform/core/clock.hpp"

/// Members of what the sandbox has written itself; they are there, and of that kind.
namespace hurtrock::sandbox {

inline std::string text_in(const boost::json::object& object, std::string_view name) {
  return std::string{object.at(name).as_string()};
}

/// In microseconds.
inline Time time_in(const boost::json::object& object, std::string_view name) {
  return from_micros(object.at(name).as_int64());
}

}  // namespace hurtrock::sandbox

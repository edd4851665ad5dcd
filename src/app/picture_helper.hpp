#pragma once

#include <string>

namespace hurtrock::app {

/// The program that reads pictures lies beside this one.
std::string picture_helper();

}  // namespace hurtrock::app

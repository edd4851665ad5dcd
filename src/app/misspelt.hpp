#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace hurtrock::app {

/// Which of `known` somebody meant who typed that, capitals or not. Nothing when none is near: one slip in a short
/// name, two in a longer one.
std::optional<std::string> probably_meant(std::string_view typed, const std::set<std::string>& known);

}  // namespace hurtrock::app

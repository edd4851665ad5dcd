#pragma once

#include <chrono>

#include "admin/routes.hpp"
#include "platform/http/input.hpp"

/// Whoever finds an admin's computer unlocked must not be able to make themself an admin: what decides who may do what
/// wants the password again when it has not been typed for a while (ASVS 7.5).
namespace hurtrock::admin {

constexpr std::chrono::minutes kPasswordCounts{30};

/// Whether the form has to ask for it.
bool asks_own_password(const http::Request& request, Services& shop);
/// Reads it from the field current_password, if it has to be asked for; refuses it there when it is wrong. What is
/// right counts for this session from now on.
void check_own_password(http::Input& input, const http::Request& request, Services& shop);

}  // namespace hurtrock::admin

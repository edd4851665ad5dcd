#pragma once

#include <string>

#include "accounts/ids.hpp"
#include "platform/core/clock.hpp"
#include "platform/http/message.hpp"

/// What the pages of one's own account share.
namespace hurtrock::accounts {

/// Whose page it is: these routes are for those who are logged in.
inline UserId user_of(const http::Request& request) { return UserId{request.visitor.user->id}; }

/// "22/11/2026, 17.15 WIB".
std::string date_and_time(Time time);

}  // namespace hurtrock::accounts

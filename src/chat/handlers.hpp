#pragma once

#include "chat/routes.hpp"

namespace hurtrock::chat {

// rooms_api.cpp
http::Response list_rooms(const http::Request& request, const Caller& caller, Services& chat);
http::Response set_status(const http::Request& request, const Caller& caller, Services& chat);
http::Response set_assignee(const http::Request& request, const Caller& caller, Services& chat);
// messages_api.cpp
http::Response list_messages(const http::Request& request, const Caller& caller, Services& chat);
http::Response post_message(const http::Request& request, const Caller& caller, Services& chat);
http::Response post_read(const http::Request& request, const Caller& caller, Services& chat);
// transcript.cpp
http::Response transcript(const http::Request& request, const Caller& caller, Services& chat);
// attachments_api.cpp
http::Response post_attachment(const http::Request& request, const Caller& caller, Services& chat);
http::Response get_attachment(const http::Request& request, const Caller& caller, Services& chat);
std::optional<http::Response> turn_away_from_attaching(const http::Request& request, const Caller& caller,
                                                       Services& chat);
// quick_replies_api.cpp
http::Response list_quick_replies(const http::Request& request, const Caller& caller, Services& chat);
http::Response create_quick_reply(const http::Request& request, const Caller& caller, Services& chat);
http::Response update_quick_reply(const http::Request& request, const Caller& caller, Services& chat);
http::Response delete_quick_reply(const http::Request& request, const Caller& caller, Services& chat);
// service_api.cpp: for the shop
http::Response count_waiting(const http::Request& request, Services& chat);

/// A finished answer for something that cannot be done.
http::Response refusal(Problem problem, const Caller& caller);
/// Of the path; 0 when it is none.
RoomId room_of(const http::Request& request);

}  // namespace hurtrock::chat

#pragma once

#include "chat/page_routes.hpp"

namespace hurtrock::chat {

// In the shop's process, for the chat service alone.
http::Response tell_hours(const http::Request& request, PageServices& shop);
/// Name and role of an active member of the staff.
http::Response tell_staff(const http::Request& request, PageServices& shop);
/// Puts a mail about an answer into the outbox, once for each answer.
http::Response mail_missed(const http::Request& request, PageServices& shop);

/// The answer for anybody else; nothing for the chat service.
std::optional<http::Response> unless_chat_service(const http::Request& request, PageServices& shop);

}  // namespace hurtrock::chat

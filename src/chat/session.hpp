#pragma once

#include <memory>
#include <string>

#include "chat/routes.hpp"
#include "platform/websocket/websocket.hpp"

namespace hurtrock::chat {

// Close codes of our own; docs/chat-protocol.md.
constexpr websocket::CloseCode kCloseUnauthorized = 4401;
constexpr websocket::CloseCode kCloseNoHello = 4408;
constexpr websocket::CloseCode kCloseTooMany = 4429;
constexpr websocket::CloseCode kClosePolicy = 1008;
constexpr websocket::CloseCode kCloseTryLater = 1013;

/// How long a new socket may take to say who it is.
constexpr std::chrono::seconds kHelloPatience{10};

/// Our end of one socket. `chat` outlives it; `place` is let go when the socket is over. `request_id` is that of the
/// request it was opened by, which names it in the logs.
std::shared_ptr<websocket::Listener> open_session(Services& chat, std::shared_ptr<websocket::Peer> peer,
                                                  std::shared_ptr<void> place, std::string request_id);

}  // namespace hurtrock::chat

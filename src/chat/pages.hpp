#pragma once

#include <string>

#include "layout/frame.hpp"

/// What the shop's pages about the chat show. The conversation itself is script's: web/js/chat.
namespace hurtrock::chat {

/// What script puts on the screen, in the visitor's language.
struct Conversation {
  html::SafeJson texts;
};

Conversation conversation_in(const layout::Shop& shop, const i18n::Texts& texts);

/// GET /chat/panel: the widget's inside.
struct Panel {
  Conversation conversation;
};

/// GET /chat
struct ChatPage {
  layout::Frame frame;
  Conversation conversation;
};

}  // namespace hurtrock::chat

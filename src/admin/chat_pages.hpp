#pragma once

#include <string>
#include <vector>

#include "admin/pages.hpp"
#include "chat/pages.hpp"

namespace hurtrock::admin {

/// GET /admin/chat. Rooms and messages are the chat service's; script brings them (web/js/behaviours/chat_desk.js).
struct ChatDeskPage {
  Frame frame;
  chat::Conversation conversation;
  html::SafeJson texts;       ///< what script shows besides the conversation
  std::vector<Choice> staff;  ///< who can look after a room
};

struct ChatOrder {
  std::string number, state, state_text, payment_state, placed_at, first_item;  ///< state: a word of orders::State
  std::int64_t more_pieces = 0;
  Money total;
};
struct ChatCartLine {
  std::string name, option, url;
  std::int64_t quantity = 0;
  Money price;
  bool sellable = true;
};

/// GET /admin/chat/customers/:id: who somebody is at the shop, beside their conversation.
struct ChatCustomer {
  std::string name, email, phone, orders_url;
  bool verified = false, active = true;
  std::int64_t order_count = 0;
  std::vector<ChatOrder> orders;  ///< the newest
  std::vector<ChatCartLine> cart;
  Money subtotal;
};

}  // namespace hurtrock::admin

#include <boost/json.hpp>

#include "chat/handlers.hpp"

namespace hurtrock::chat {

http::Response count_waiting(const http::Request&, Services& chat) {
  const auto waiting = chat.db.read([](db::Tx& tx) { return rooms_waiting(tx); });
  return http::json(200, boost::json::serialize(boost::json::object{{"rooms", waiting}}));
}

}  // namespace hurtrock::chat

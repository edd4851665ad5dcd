#include <fmt/format.h>

#include "chat/handlers.hpp"

namespace hurtrock::chat {
namespace {

/// More than anybody reads; the rest is there page by page.
constexpr std::size_t kMostMessages = 10'000;

void append(std::string& text, const Message& message, const i18n::Texts& texts) {
  text += fmt::format("[{} WIB] {}: {}", wib_timestamp(message.sent_at), message.sender.name, message.body);
  if (!message.product_slug.empty()) {
    if (!message.body.empty()) text += ' ';
    text += texts("chat.transcript.product", {{"slug", message.product_slug}});
  }
  if (message.attachment) text += ' ' + texts("chat.transcript.attachment", {{"name", message.attachment->name}});
  text += '\n';
}

}  // namespace

/// The whole conversation as plain text.
http::Response transcript(const http::Request& request, const Caller& caller, Services& chat) {
  const RoomId room = room_of(request);
  const auto text = chat.db.read([&](db::Tx& tx) -> std::optional<std::string> {
    const auto view = find_room(tx, caller.person, room);
    if (!view) return std::nullopt;
    std::string lines =
        caller.texts()("chat.transcript.title", {{"room", room.value()}, {"name", view->room.owner.name}}) + "\n\n";
    std::int64_t after = 0;
    for (std::size_t count = 0; count < kMostMessages; count += kMostPerPage) {
      const auto piece = messages(tx, room, {.before = std::nullopt, .after = after});
      for (const Message& message : piece) append(lines, message, caller.texts());
      if (piece.size() < kMostPerPage) break;
      after = piece.back().seq;
    }
    return lines;
  });
  if (!text) return refusal(Problem::kUnknownRoom, caller);
  return http::document(*text, "text/plain; charset=utf-8", fmt::format("chat-{}.txt", room.value()));
}

}  // namespace hurtrock::chat

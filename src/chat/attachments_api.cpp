#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <filesystem>

#include "chat/handlers.hpp"
#include "platform/http/problem.hpp"
#include "platform/log/log.hpp"

namespace hurtrock::chat {
namespace {

http::Response invalid_file(std::string_view code, const std::string& text, const Caller& caller) {
  return http::problem(422, "validation", text, caller.texts(), {{"file", std::string(code), text}});
}

http::Response not_attached(Refusal why, const Caller& caller) {
  if (why == Refusal::kUnknownRoom) return refusal(Problem::kUnknownRoom, caller);
  return invalid_file("too_many", std::string(caller.texts()("chat.error.too_many_unsent")), caller);
}

/// Of one room one upload is made into something at a time: a decoder's time is dear.
http::Response upload_in_hand(const Caller& caller) {
  auto response =
      http::problem(429, "upload_in_progress", caller.texts()("chat.error.upload_in_progress"), caller.texts());
  response.set("Retry-After", "2");
  return response;
}

std::string claim_name(RoomId room) { return std::to_string(room.value()); }

}  // namespace

std::optional<http::Response> turn_away_from_attaching(const http::Request& request, const Caller& caller,
                                                       Services& chat) {
  const RoomId room = room_of(request);
  const auto allowed = chat.db.read([&](db::Tx& tx) { return may_attach(tx, caller.person, room); });
  if (!allowed) return not_attached(allowed.error(), caller);
  return chat.uploads.is_taken(claim_name(room)) ? std::optional{upload_in_hand(caller)} : std::nullopt;
}

http::Response post_attachment(const http::Request& request, const Caller& caller, Services& chat) {
  const auto upload = std::ranges::find_if(request.uploads, [](const http::Upload& each) { return each.size > 0; });
  if (upload == request.uploads.end())
    return invalid_file("required", std::string(caller.texts()("chat.error.no_file")), caller);
  const RoomId room = room_of(request);
  const auto in_hand = chat.uploads.take(claim_name(room));
  if (!in_hand) return upload_in_hand(caller);
  // Asked once more, while nobody else can add to the room: what is beyond the limit is not even decoded.
  if (const auto allowed = chat.db.read([&](db::Tx& tx) { return may_attach(tx, caller.person, room); }); !allowed)
    return not_attached(allowed.error(), caller);
  const auto kept = chat.files.keep(*upload, room);
  if (!kept) {
    const std::string_view code = images::word(kept.error());
    log::info("chat.attachment.refused", {{"reason", code}});
    return invalid_file(code, std::string(caller.texts()(fmt::format("chat.file.{}", code))), caller);
  }
  std::expected<void, Refusal> outcome = std::unexpected(Refusal::kUnknownRoom);
  const bool committed = chat.writer.run(
      [&](db::Tx& tx, Change) { outcome = add_attachment(tx, caller.person, *kept, chat.clock.now()); });
  if (committed && outcome) return http::json(201, boost::json::serialize(to_json(kept->attachment)));
  chat.files.remove(kept->attachment.id);
  return committed ? not_attached(outcome.error(), caller) : refusal(Problem::kUnavailable, caller);
}

/// `small`: as it is shown among the messages.
http::Response get_attachment(const http::Request& request, const Caller& caller, Services& chat) {
  const RoomId room = room_of(request);
  const auto found = chat.db.read([&](db::Tx& tx) -> std::optional<StoredAttachment> {
    if (!owner_if_allowed(tx, caller.person, room)) return std::nullopt;
    auto attachment = find_attachment(tx, request.param("attachment"));
    return attachment && attachment->room == room ? attachment : std::nullopt;
  });
  const std::string path = found ? chat.files.path_of(*found, request.query.value("small") == "1") : "";
  if (!found || !std::filesystem::exists(path))
    return http::problem(404, "unknown_attachment", text_of(Problem::kUnknownAttachment, caller.texts()),
                         caller.texts());
  const bool picture = found->attachment.kind == AttachmentKind::kPicture;
  http::Response response;
  response.file = path;
  response.set("Content-Type", picture ? "image/webp" : "application/pdf");
  response.set("Content-Disposition",
               fmt::format("attachment; filename=\"chat-{}.{}\"", found->attachment.id, picture ? "webp" : "pdf"));
  return response;
}

}  // namespace hurtrock::chat

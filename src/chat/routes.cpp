#include "chat/routes.hpp"

#include "chat/handlers.hpp"
#include "platform/core/text.hpp"
#include "platform/http/problem.hpp"

namespace hurtrock::chat {
namespace {

using ApiHandler = http::Response (*)(const http::Request&, const Caller&, Services&);
enum class For : std::uint8_t { kEverybody, kStaff };
/// Boundaries and headers of the form in which a file comes.
constexpr std::size_t kAroundFile = 16UZ * 1024;

http::Response unauthorized(Problem problem, i18n::Language language) {
  auto response = refusal(problem, {.person = {}, .language = language});
  response.set("WWW-Authenticate", "Bearer");
  return response;
}

std::expected<Caller, http::Response> caller_of(const http::Request& request, Services& chat) {
  constexpr std::string_view kScheme = "Bearer ";
  const std::string_view header = request.header("Authorization");
  const bool bears =
      header.size() > kScheme.size() && text::equals_ignoring_case(header.substr(0, kScheme.size()), kScheme);
  const auto language = i18n::Language::kIndonesian;
  if (!bears) return std::unexpected(unauthorized(Problem::kUnauthorized, language));
  const auto token =
      accounts::read_chat_token(chat.session_secret, text::trim(header.substr(kScheme.size())), chat.clock.now());
  if (!token) {
    ++chat.counts.refused_tokens;
    const bool expired = token.error() == accounts::TokenRefusal::kExpired;
    return std::unexpected(unauthorized(expired ? Problem::kTokenExpired : Problem::kUnauthorized, language));
  }
  auto person = admit(chat, introduction(*token));
  if (!person) return std::unexpected(unauthorized(Problem::kUnauthorized, token->language));
  return Caller{.person = *std::move(person), .language = token->language};
}

http::Handler api(ApiHandler handler, Services& chat, For whom = For::kEverybody) {
  return [handler, &chat, whom](const http::Request& given) {
    const auto caller = caller_of(given, chat);
    if (!caller) return caller.error();
    if (whom == For::kStaff && !is_staff(caller->person.role))
      return http::problem(403, "staff_only", caller->texts()("chat.error.staff_only"), caller->texts());
    http::Request request = given;
    request.visitor.language = caller->language;
    return handler(request, *caller, chat);
  };
}

/// Before a file is read.
std::function<std::optional<http::Response>(const http::Request&)> turns_away_from_attaching(Services& chat) {
  return [&chat](const http::Request& request) -> std::optional<http::Response> {
    const auto caller = caller_of(request, chat);
    return caller ? turn_away_from_attaching(request, *caller, chat) : std::optional{caller.error()};
  };
}

/// For the shop alone.
http::Handler for_service(http::Response (*handler)(const http::Request&, Services&), Services& chat) {
  return [handler, &chat](const http::Request& request) {
    if (!accounts::is_service(chat.session_secret, request.header("Authorization"), chat.clock.now()))
      return unauthorized(Problem::kUnauthorized, i18n::Language::kIndonesian);
    return handler(request, chat);
  };
}

}  // namespace

std::vector<http::Route> routes(Services& chat) {
  using enum http::Method;
  using http::Access;
  using http::RunsOn;
  return {
      {kGet, "/api/rooms", Access::kAnyone, RunsOn::kWorker, api(list_rooms, chat)},
      {kGet, "/api/rooms/:id/messages", Access::kAnyone, RunsOn::kWorker, api(list_messages, chat)},
      {kPost, "/api/rooms/:id/messages", Access::kAnyone, RunsOn::kWorker, api(post_message, chat)},
      {kPost, "/api/rooms/:id/read", Access::kAnyone, RunsOn::kWorker, api(post_read, chat)},
      {kPost, "/api/rooms/:id/status", Access::kAnyone, RunsOn::kWorker, api(set_status, chat, For::kStaff)},
      {kPost, "/api/rooms/:id/assignee", Access::kAnyone, RunsOn::kWorker, api(set_assignee, chat, For::kStaff)},
      {kGet, "/api/rooms/:id/transcript", Access::kAnyone, RunsOn::kWorker, api(transcript, chat)},
      {kPost, "/api/rooms/:id/attachments", Access::kAnyone, RunsOn::kPictures, api(post_attachment, chat),
       http::Cached::kNo, static_cast<std::size_t>(kMostAttachmentBytes) + kAroundFile, true,
       turns_away_from_attaching(chat)},
      {kGet, "/api/rooms/:id/attachments/:attachment", Access::kAnyone, RunsOn::kWorker, api(get_attachment, chat)},
      {kGet, "/api/quick-replies", Access::kAnyone, RunsOn::kWorker, api(list_quick_replies, chat, For::kStaff)},
      {kPost, "/api/quick-replies", Access::kAnyone, RunsOn::kWorker, api(create_quick_reply, chat, For::kStaff)},
      {kPost, "/api/quick-replies/:id", Access::kAnyone, RunsOn::kWorker, api(update_quick_reply, chat, For::kStaff)},
      {kPost, "/api/quick-replies/:id/removal", Access::kAnyone, RunsOn::kWorker,
       api(delete_quick_reply, chat, For::kStaff)},
      {kGet, "/internal/waiting", Access::kAnyone, RunsOn::kWorker, for_service(count_waiting, chat)},
  };
}

http::Response refusal(Problem problem, const Caller& caller) {
  int status = 422;
  switch (problem) {
    case Problem::kUnauthorized:
    case Problem::kTokenExpired:
      status = 401;
      break;
    case Problem::kUnknownRoom:
      status = 404;
      break;
    case Problem::kRateLimited:
    case Problem::kTooManySockets:
      status = 429;
      break;
    case Problem::kUnavailable:
      status = 503;
      break;
    case Problem::kBadFrame:
    case Problem::kInvalid:
    case Problem::kEmpty:
    case Problem::kTooLong:
    case Problem::kUnknownProduct:
    case Problem::kUnknownAttachment:
      break;
  }
  auto response = http::problem(status, code_of(problem), text_of(problem, caller.texts()), caller.texts());
  if (status == 503) response.set("Retry-After", "1");
  return response;
}

RoomId room_of(const http::Request& request) {
  return RoomId{text::parse_integer(request.param("id"), 1, INT64_MAX).value_or(0)};
}

}  // namespace hurtrock::chat

#include <boost/json.hpp>

#include "chat/handlers.hpp"
#include "chat/quick_replies.hpp"
#include "platform/core/text.hpp"
#include "platform/http/input.hpp"

namespace hurtrock::chat {
namespace {

namespace json = boost::json;
using Outcome = std::expected<QuickReply, ReplyRefusal>;

json::object as_json(const QuickReply& reply) {
  return {{"id", reply.id.value()},
          {"title", reply.title},
          {"body", reply.body},
          {"updated_at", rfc3339(reply.updated_at)}};
}

QuickReplyId reply_of(const http::Request& request) {
  return QuickReplyId{text::parse_integer(request.param("id"), 1, INT64_MAX).value_or(0)};
}

http::Response unknown_reply(const Caller& caller) {
  return http::problem(404, "unknown_quick_reply", caller.texts()("chat.error.unknown_quick_reply"), caller.texts());
}

http::Response refused(ReplyRefusal refusal, const Caller& caller) {
  if (refusal == ReplyRefusal::kUnknown) return unknown_reply(caller);
  const bool taken = refusal == ReplyRefusal::kTitleTaken;
  const std::string text(caller.texts()(taken ? "chat.error.title_taken" : "chat.error.too_many_replies"));
  return http::problem(422, "validation", text, caller.texts(), {{"title", taken ? "taken" : "too_many", text}});
}

http::Response written(const http::Request& request, const Caller& caller, Services& chat, int status,
                       const std::function<Outcome(db::Tx&, const std::string&, const std::string&)>& write) {
  auto input = http::Input::of_json(request);
  if (!input) return std::move(input.error());
  const std::string title = input->line("title", kLongestReplyTitle);
  const std::string body = input->text("body", kLongestReply);
  if (!input->ok()) return http::invalid(*input);
  Outcome outcome = std::unexpected(ReplyRefusal::kUnknown);
  const bool committed = chat.writer.run([&](db::Tx& tx, Change) { outcome = write(tx, title, body); });
  if (!committed) return refusal(Problem::kUnavailable, caller);
  if (!outcome) return refused(outcome.error(), caller);
  return http::json(status, json::serialize(as_json(*outcome)));
}

}  // namespace

http::Response list_quick_replies(const http::Request&, const Caller&, Services& chat) {
  json::array items;
  for (const QuickReply& reply : chat.db.read([](db::Tx& tx) { return quick_replies(tx); }))
    items.push_back(as_json(reply));
  return http::json(200, json::serialize(json::object{{"items", std::move(items)}}));
}

http::Response create_quick_reply(const http::Request& request, const Caller& caller, Services& chat) {
  return written(request, caller, chat, 201, [&](db::Tx& tx, const std::string& title, const std::string& body) {
    return add_quick_reply(tx, title, body, chat.clock.now());
  });
}

http::Response update_quick_reply(const http::Request& request, const Caller& caller, Services& chat) {
  const QuickReplyId id = reply_of(request);
  return written(request, caller, chat, 200, [&](db::Tx& tx, const std::string& title, const std::string& body) {
    return change_quick_reply(tx, id, title, body, chat.clock.now());
  });
}

http::Response delete_quick_reply(const http::Request& request, const Caller& caller, Services& chat) {
  bool found = false;
  const bool committed =
      chat.writer.run([&](db::Tx& tx, Change) { found = remove_quick_reply(tx, reply_of(request)); });
  if (!committed) return refusal(Problem::kUnavailable, caller);
  return found ? http::Response{.status = 204} : unknown_reply(caller);
}

}  // namespace hurtrock::chat

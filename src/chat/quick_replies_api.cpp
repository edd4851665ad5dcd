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
          {"updated_at", rfc3339(reply.updated_at)},
          {"version", reply.version}};
}

QuickReplyId reply_of(const http::Request& request) {
  return QuickReplyId{text::parse_integer(request.param("id"), 1, INT64_MAX).value_or(0)};
}

http::Response unknown_reply(const Caller& caller) {
  return http::problem(404, "unknown_quick_reply", caller.texts()("chat.error.unknown_quick_reply"), caller.texts());
}

/// `stored`: the reply as it is now, for whoever has seen another.
http::Response refused(ReplyRefusal refusal, const std::optional<QuickReply>& stored, const Caller& caller) {
  if (refusal == ReplyRefusal::kUnknown) return unknown_reply(caller);
  if (refusal == ReplyRefusal::kChanged)
    return http::problem(409, "quick_reply_changed", caller.texts()("chat.error.quick_reply_changed"), caller.texts(),
                         {}, R"("stored":)" + json::serialize(as_json(stored.value())));
  const bool taken = refusal == ReplyRefusal::kTitleTaken;
  const std::string text(caller.texts()(taken ? "chat.error.title_taken" : "chat.error.too_many_replies"));
  return http::problem(422, "validation", text, caller.texts(), {{"title", taken ? "taken" : "too_many", text}});
}

/// What somebody has typed.
struct TypedReply {
  std::string title, body;
  std::int64_t seen = 0;  ///< the version, of one that is there
};

http::Response written(const http::Request& request, const Caller& caller, Services& chat, int status,
                       const std::function<Outcome(db::Tx&, const TypedReply&)>& write) {
  auto input = http::Input::of_json(request);
  if (!input) return std::move(input.error());
  TypedReply typed{.title = input->line("title", kLongestReplyTitle), .body = input->text("body", kLongestReply)};
  if (!request.param("id").empty()) typed.seen = input->integer("version", 1, INT64_MAX).value_or(0);
  if (!input->ok()) return http::invalid(*input);
  Outcome outcome = std::unexpected(ReplyRefusal::kUnknown);
  std::optional<QuickReply> stored;
  const bool committed = chat.writer.run([&](db::Tx& tx, Change) {
    outcome = write(tx, typed);
    stored = find_quick_reply(tx, reply_of(request));
  });
  if (!committed) return refusal(Problem::kUnavailable, caller);
  if (!outcome) return refused(outcome.error(), stored, caller);
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
  return written(request, caller, chat, 201, [&](db::Tx& tx, const TypedReply& typed) {
    return add_quick_reply(tx, typed.title, typed.body, chat.clock.now());
  });
}

http::Response update_quick_reply(const http::Request& request, const Caller& caller, Services& chat) {
  const QuickReplyId id = reply_of(request);
  return written(request, caller, chat, 200, [&](db::Tx& tx, const TypedReply& typed) {
    return change_quick_reply(tx, id, typed.seen, typed.title, typed.body, chat.clock.now());
  });
}

http::Response delete_quick_reply(const http::Request& request, const Caller& caller, Services& chat) {
  auto input = http::Input::of_json(request);
  if (!input) return std::move(input.error());
  const std::int64_t seen = input->integer("version", 1, INT64_MAX).value_or(0);
  if (!input->ok()) return http::invalid(*input);
  const QuickReplyId id = reply_of(request);
  std::expected<void, ReplyRefusal> outcome = std::unexpected(ReplyRefusal::kUnknown);
  std::optional<QuickReply> stored;
  const bool committed = chat.writer.run([&](db::Tx& tx, Change) {
    outcome = remove_quick_reply(tx, id, seen);
    stored = find_quick_reply(tx, id);
  });
  if (!committed) return refusal(Problem::kUnavailable, caller);
  return outcome ? http::Response{.status = 204} : refused(outcome.error(), stored, caller);
}

}  // namespace hurtrock::chat

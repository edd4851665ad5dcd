#include "chat/quick_replies.hpp"

namespace hurtrock::chat {

std::vector<QuickReply> quick_replies(db::Tx& tx) {
  std::vector<QuickReply> replies;
  for (auto& [id, title, body, updated_at] : tx.all<QuickReplyId, std::string, std::string, Time>(
           "SELECT id, title, body, updated_at FROM quick_replies ORDER BY lower(title), id"))
    replies.push_back({.id = id, .title = std::move(title), .body = std::move(body), .updated_at = updated_at});
  return replies;
}

std::expected<QuickReply, ReplyRefusal> add_quick_reply(db::Tx& tx, std::string_view title, std::string_view body,
                                                        Time now) {
  if (tx.one<std::int64_t>("SELECT COUNT(*) FROM quick_replies") >= kMostQuickReplies)
    return std::unexpected(ReplyRefusal::kTooMany);
  const auto id = tx.maybe_value<QuickReplyId>(
      "INSERT INTO quick_replies (title, body, updated_at) VALUES ($1, $2, $3) ON CONFLICT (title) DO NOTHING "
      "RETURNING id",
      title, body, now);
  if (!id) return std::unexpected(ReplyRefusal::kTitleTaken);
  return QuickReply{.id = *id, .title = std::string(title), .body = std::string(body), .updated_at = now};
}

std::expected<QuickReply, ReplyRefusal> change_quick_reply(db::Tx& tx, QuickReplyId id, std::string_view title,
                                                           std::string_view body, Time now) {
  const auto taken = tx.maybe_value<QuickReplyId>("SELECT id FROM quick_replies WHERE title = $1", title);
  if (taken && *taken != id) return std::unexpected(ReplyRefusal::kTitleTaken);
  const auto changed =
      tx.execute("UPDATE quick_replies SET title = $1, body = $2, updated_at = $3 WHERE id = $4", title, body, now, id);
  if (changed == 0) return std::unexpected(ReplyRefusal::kUnknown);
  return QuickReply{.id = id, .title = std::string(title), .body = std::string(body), .updated_at = now};
}

bool remove_quick_reply(db::Tx& tx, QuickReplyId id) {
  return tx.execute("DELETE FROM quick_replies WHERE id = $1", id) > 0;
}

}  // namespace hurtrock::chat

#include "chat/quick_replies.hpp"

namespace hurtrock::chat {
namespace {

/// That it is there, and still as it was seen: locked, so that of two who change it at once, in whatever processes, the
/// second finds what the first has made of it.
std::expected<void, ReplyRefusal> check_seen(db::Tx& tx, QuickReplyId id, std::int64_t seen) {
  const auto version = tx.maybe_value<std::int64_t>("SELECT version FROM quick_replies WHERE id = $1 FOR UPDATE", id);
  if (!version) return std::unexpected(ReplyRefusal::kUnknown);
  if (*version != seen) return std::unexpected(ReplyRefusal::kChanged);
  return {};
}

}  // namespace

std::vector<QuickReply> quick_replies(db::Tx& tx) {
  std::vector<QuickReply> replies;
  for (auto& [id, title, body, updated_at, version] :
       tx.all<QuickReplyId, std::string, std::string, Time, std::int64_t>(
           "SELECT id, title, body, updated_at, version FROM quick_replies ORDER BY lower(title), id"))
    replies.push_back({id, std::move(title), std::move(body), updated_at, version});
  return replies;
}

std::optional<QuickReply> find_quick_reply(db::Tx& tx, QuickReplyId id) {
  auto row = tx.maybe<std::string, std::string, Time, std::int64_t>(
      "SELECT title, body, updated_at, version FROM quick_replies WHERE id = $1", id);
  if (!row) return std::nullopt;
  auto& [title, body, updated_at, version] = *row;
  return QuickReply{id, std::move(title), std::move(body), updated_at, version};
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

std::expected<QuickReply, ReplyRefusal> change_quick_reply(db::Tx& tx, QuickReplyId id, std::int64_t seen,
                                                           std::string_view title, std::string_view body, Time now) {
  if (const auto is_seen = check_seen(tx, id, seen); !is_seen) return std::unexpected(is_seen.error());
  const auto taken = tx.maybe_value<QuickReplyId>("SELECT id FROM quick_replies WHERE title = $1", title);
  if (taken && *taken != id) return std::unexpected(ReplyRefusal::kTitleTaken);
  const std::int64_t version = seen + 1;
  tx.execute("UPDATE quick_replies SET title = $1, body = $2, updated_at = $3, version = $4 WHERE id = $5", title, body,
             now, version, id);
  return QuickReply{id, std::string(title), std::string(body), now, version};
}

std::expected<void, ReplyRefusal> remove_quick_reply(db::Tx& tx, QuickReplyId id, std::int64_t seen) {
  if (const auto is_seen = check_seen(tx, id, seen); !is_seen) return is_seen;
  tx.execute("DELETE FROM quick_replies WHERE id = $1", id);
  return {};
}

}  // namespace hurtrock::chat

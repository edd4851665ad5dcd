#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chat/chat.hpp"

/// What the staff say often, under a title of its own.
namespace hurtrock::chat {

constexpr std::size_t kLongestReplyTitle = 60, kLongestReply = 2'000;  ///< characters
constexpr std::int64_t kMostQuickReplies = 200;

struct QuickReply {
  QuickReplyId id;
  std::string title, body;
  Time updated_at;
  std::int64_t version = 1;
};

/// kChanged: it is of another version than was seen.
enum class ReplyRefusal : std::uint8_t { kUnknown, kChanged, kTitleTaken, kTooMany };

/// By title.
std::vector<QuickReply> quick_replies(db::Tx& tx);
std::optional<QuickReply> find_quick_reply(db::Tx& tx, QuickReplyId id);
/// The caller has begun a change: no two of these run at once.
std::expected<QuickReply, ReplyRefusal> add_quick_reply(db::Tx& tx, std::string_view title, std::string_view body,
                                                        Time now);
/// `seen`: the version that somebody has looked at, here and below.
std::expected<QuickReply, ReplyRefusal> change_quick_reply(db::Tx& tx, QuickReplyId id, std::int64_t seen,
                                                           std::string_view title, std::string_view body, Time now);
std::expected<void, ReplyRefusal> remove_quick_reply(db::Tx& tx, QuickReplyId id, std::int64_t seen);

}  // namespace hurtrock::chat

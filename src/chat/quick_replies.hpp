#pragma once

#include <cstddef>
#include <expected>
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
};

enum class ReplyRefusal : std::uint8_t { kUnknown, kTitleTaken, kTooMany };

/// By title.
std::vector<QuickReply> quick_replies(db::Tx& tx);
/// The caller has begun a change: no two of these run at once.
std::expected<QuickReply, ReplyRefusal> add_quick_reply(db::Tx& tx, std::string_view title, std::string_view body,
                                                        Time now);
std::expected<QuickReply, ReplyRefusal> change_quick_reply(db::Tx& tx, QuickReplyId id, std::string_view title,
                                                           std::string_view body, Time now);
/// False when it is gone already.
bool remove_quick_reply(db::Tx& tx, QuickReplyId id);

}  // namespace hurtrock::chat

#pragma once

#include "platform/core/id.hpp"

namespace hurtrock {
/// An account's number at the shop; of a guest a negative number that the chat service gives out.
using PersonId = Id<struct PersonTag>;
using RoomId = Id<struct RoomTag>;
using QuickReplyId = Id<struct QuickReplyTag>;
}  // namespace hurtrock

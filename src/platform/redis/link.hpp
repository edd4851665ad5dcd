#pragma once

#include <hiredis/hiredis.h>

#include <chrono>
#include <expected>
#include <memory>
#include <string>
#include <vector>

#include "platform/redis/redis.hpp"

/// One connection to the server. For the parts of this folder only.
namespace hurtrock::redis {

struct FreeContext {
  void operator()(redisContext* context) const { ::redisFree(context); }
};
struct FreeReply {
  void operator()(redisReply* reply) const { ::freeReplyObject(reply); }
};
using Context = std::unique_ptr<redisContext, FreeContext>;
using Reply = std::unique_ptr<redisReply, FreeReply>;

struct Patience {
  std::chrono::milliseconds connection{1'000};  ///< beside the time that looking the name up takes
  std::chrono::milliseconds answer{2'000};
};

/// Connected, and let in.
std::expected<Context, Trouble> connect(const Address& address, Patience patience = {});

/// Nothing when the connection is of no use any more: an answer that comes late would be taken for that to the next
/// question.
Reply ask(redisContext& context, const std::vector<std::string>& words);

/// Whether somebody there answers; waits as long as for any answer.
std::expected<void, Trouble> ping(redisContext& context);

}  // namespace hurtrock::redis

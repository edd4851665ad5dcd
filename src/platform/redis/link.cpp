#include "platform/redis/link.hpp"

namespace hurtrock::redis {
namespace {

using Kind = Trouble::Kind;

timeval to_timeval(std::chrono::milliseconds time) {
  return {.tv_sec = time.count() / 1'000, .tv_usec = time.count() % 1'000 * 1'000};
}

/// Of a connection that has failed.
Trouble trouble_of(const redisContext& context) {
  const bool speaks_otherwise = context.err == REDIS_ERR_PROTOCOL || context.err == REDIS_ERR_EOF;
  return {speaks_otherwise ? Kind::kNotRedis : Kind::kUnreachable, std::string(std::begin(context.errstr))};
}

std::string text_of(const redisReply& reply) { return reply.str == nullptr ? "" : std::string(reply.str, reply.len); }

}  // namespace

Reply ask(redisContext& context, const std::vector<std::string>& words) {
  std::vector<const char*> texts;
  std::vector<std::size_t> sizes;
  for (const std::string& word : words) {
    texts.push_back(word.data());
    sizes.push_back(word.size());
  }
  return Reply(static_cast<redisReply*>(
      ::redisCommandArgv(&context, static_cast<int>(words.size()), texts.data(), sizes.data())));
}

std::expected<Context, Trouble> connect(const Address& address, Patience patience) {
  Context context(::redisConnectWithTimeout(address.host.c_str(), address.port, to_timeval(patience.connection)));
  if (!context) return std::unexpected(Trouble{Kind::kUnreachable, "out of memory"});
  if (context->err != 0) return std::unexpected(Trouble{Kind::kUnreachable, std::string(std::begin(context->errstr))});
  ::redisSetTimeout(context.get(), to_timeval(patience.answer));
  if (address.password.empty()) return context;
  std::vector<std::string> words{"AUTH"};
  if (!address.user.empty()) words.push_back(address.user);
  words.push_back(address.password.reveal());
  const Reply reply = ask(*context, words);
  if (!reply) return std::unexpected(trouble_of(*context));
  if (reply->type == REDIS_REPLY_ERROR) return std::unexpected(Trouble{Kind::kRefusesPassword, text_of(*reply)});
  return context;
}

std::expected<void, Trouble> ping(redisContext& context) {
  const Reply reply = ask(context, {"PING"});
  if (!reply) return std::unexpected(trouble_of(context));
  const std::string said = text_of(*reply);
  if (reply->type == REDIS_REPLY_ERROR)
    return std::unexpected(Trouble{said.starts_with("NOAUTH") ? Kind::kWantsPassword : Kind::kRefuses, said});
  if (said != "PONG") return std::unexpected(Trouble{Kind::kNotRedis, said});
  return {};
}

}  // namespace hurtrock::redis

#pragma once

#include <string>

#include "chat/writer.hpp"
#include "platform/core/secret.hpp"
#include "platform/fetch/fetch.hpp"

namespace hurtrock::chat {

/// Has the shop mail customers about answers that they have not read for a while: once, until they have been here.
class MissedMails {
 public:
  MissedMails(db::Database& db, Writer& writer, fetch::Client& client, const Clock& clock, std::string shop_url,
              Secret session_secret);

  /// Waits for the shop for at most some seconds. Dying anywhere in between costs nothing: the shop knows what it has
  /// mailed about.
  void run();

 private:
  enum class Told : std::uint8_t { kYes, kNo, kRefused };
  Told tell(const Missed& missed) const;

  db::Database& db_;
  Writer& writer_;
  fetch::Client& client_;
  const Clock& clock_;
  const std::string shop_url_;
  const Secret session_secret_;
};

}  // namespace hurtrock::chat

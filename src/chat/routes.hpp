#pragma once

#include <atomic>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "accounts/chat_token.hpp"
#include "chat/attachment_files.hpp"
#include "chat/chat.hpp"
#include "chat/frames.hpp"
#include "chat/hub.hpp"
#include "chat/product_cards.hpp"
#include "chat/send_limit.hpp"
#include "chat/shop_hours.hpp"
#include "chat/staff_directory.hpp"
#include "chat/writer.hpp"
#include "platform/core/claims.hpp"
#include "platform/http/route.hpp"
#include "platform/http/thread_pool.hpp"

namespace hurtrock::chat {

/// Since the start, for /metrics.
struct Counts {
  std::atomic<std::int64_t> messages = 0, repeated = 0, rate_limited = 0, greeted = 0, refused_tokens = 0;
  std::atomic<std::int64_t> answers_2xx = 0, answers_4xx = 0, answers_5xx = 0;
};

struct Services {
  db::Database& db;
  const Clock& clock;
  Secret session_secret;
  Writer& writer;
  Hub& hub;
  Notifier& notifier;
  ProductCards& cards;
  SendLimit& sends;
  ShopHours& hours;
  const StaffDirectory& staff;
  AttachmentFiles& files;
  Claims& uploads;         ///< rooms to which a file is being added
  http::ThreadPool& pool;  ///< where sockets have the database asked
  Counts& counts;
};

/// Whoever showed a good token.
struct Caller {
  Person person;
  i18n::Language language = i18n::Language::kIndonesian;
  [[nodiscard]] const i18n::Texts& texts() const { return i18n::Texts::of(language); }
};

Introduction introduction(const accounts::ChatIdentity& identity);
/// Finds or writes down who it is. Nothing for a guest who has become an account. Throws when the database cannot be
/// reached. May wait.
std::optional<Person> admit(Services& chat, const Introduction& who);

/// Writes a message down. Whoever begins to wait while the shop is closed and nobody of the staff is here is told when
/// there will be an answer, in the same transaction.
class Sending {
 public:
  /// Does not wait.
  Sending(Services& chat, Person sender, Draft draft, const i18n::Texts& texts);
  void operator()(db::Tx& tx, Change change);
  [[nodiscard]] const Draft& draft() const { return draft_; }
  [[nodiscard]] const std::expected<Receipt, Refusal>& outcome() const { return outcome_; }

 private:
  Services& chat_;
  Person sender_;
  Draft draft_;
  std::optional<ShopHours::Answer> automatic_;
  std::expected<Receipt, Refusal> outcome_ = std::unexpected(Refusal::kUnknownRoom);
};

/// The REST interface.
std::vector<http::Route> routes(Services& chat);

}  // namespace hurtrock::chat

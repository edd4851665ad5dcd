#include "chat/missed_mails.hpp"

#include <boost/json.hpp>

#include "accounts/chat_token.hpp"
#include "platform/core/text.hpp"
#include "platform/log/log.hpp"

namespace hurtrock::chat {
namespace {

using namespace std::chrono_literals;
namespace json = boost::json;

/// Whoever has not read it by then is not looking.
constexpr auto kPatience = 3min;
constexpr std::size_t kMostMailsAtOnce = 20;
constexpr std::size_t kExcerpt = 500;

}  // namespace

MissedMails::MissedMails(db::Database& db, Writer& writer, fetch::Client& client, const Clock& clock,
                         std::string shop_url, Secret session_secret)
    : db_(db),
      writer_(writer),
      client_(client),
      clock_(clock),
      shop_url_(std::move(shop_url)),
      session_secret_(std::move(session_secret)) {}

void MissedMails::run() {
  const auto due = db_.read([&](db::Tx& tx) { return missed_answers(tx, clock_.now() - kPatience, kMostMailsAtOnce); });
  for (const Missed& missed : due) {
    const Told told = missed.count > 0 ? tell(missed) : Told::kYes;
    // The shop is away: later, then. Nothing is lost by waiting.
    if (told == Told::kNo) return;
    // What the shop does not take as it is it will not take later, and must not keep others waiting.
    if (told == Told::kRefused) log::error("chat.missed_mail.refused", {{"room", missed.room.value()}});
    writer_.run([&](db::Tx& tx, Change) { settle_missed(tx, missed); });
  }
}

MissedMails::Told MissedMails::tell(const Missed& missed) const {
  const json::object body{{"account", missed.owner.value()},
                          {"room", missed.room.value()},
                          {"seq", missed.first.seq},
                          {"language", i18n::code(missed.language)},
                          {"sender", missed.first.sender.name},
                          {"body", text::shorten(missed.first.body, kExcerpt)},
                          {"count", missed.count}};
  const auto answer = client_.send({.method = "POST",
                                    .url = shop_url_ + "/internal/chat/missed",
                                    .headers = {{"Content-Type", "application/json"}},
                                    .authorization = accounts::service_authorization(session_secret_, clock_.now()),
                                    .body = json::serialize(body),
                                    .connect_timeout = 500ms,
                                    .timeout = 5000ms});
  if (answer.outcome != fetch::Answer::Outcome::kAnswered || answer.status >= 500 || answer.status == 401)
    return Told::kNo;
  return answer.status < 300 ? Told::kYes : Told::kRefused;
}

}  // namespace hurtrock::chat

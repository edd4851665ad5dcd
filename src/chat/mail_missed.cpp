#include <fmt/format.h>

#include "accounts/accounts.hpp"
#include "chat/asked_of_shop.hpp"
#include "layout/letter.hpp"
#include "platform/http/input.hpp"
#include "platform/mail/outbox.hpp"

namespace hurtrock::chat {
namespace {

constexpr std::size_t kLongestSender = 200, kLongestExcerpt = 600;

struct MissedAnswer {
  UserId account;
  std::int64_t room = 0, seq = 0, count = 0;
  i18n::Language language = i18n::Language::kIndonesian;
  std::string sender, body;
};

mail::OutboxMail mail_about(const MissedAnswer& missed, const accounts::User& user, const PageServices& shop) {
  const auto& texts = i18n::Texts::of(missed.language);
  const std::string& name = shop.shop_name;
  layout::Letter letter{.shop_name = name,
                        .heading = texts("chat.mail.heading", {{"shop", name}}),
                        .paragraphs = {texts("chat.mail.greeting", {{"name", user.name}}),
                                       texts("chat.mail.answered", {{"name", missed.sender}})},
                        .button = std::string(texts("chat.mail.button")),
                        .button_url = shop.public_url + "/chat",
                        .closing = texts("chat.mail.closing", {{"shop", name}})};
  if (!missed.body.empty()) letter.paragraphs.push_back(missed.body);
  if (missed.count > 1) letter.paragraphs.push_back(texts("chat.mail.more", {{"n", missed.count - 1}}));
  return {.kind = "chat_missed",
          .event_key = fmt::format("chat_missed:{}:{}", missed.room, missed.seq),
          .order_id = std::nullopt,
          .to_address = user.email,
          .to_name = user.name,
          .language = std::string(i18n::code(missed.language)),
          .subject = letter.heading,
          .html = layout::as_html(letter, texts),
          .text = layout::as_plain_text(letter)};
}

}  // namespace

http::Response mail_missed(const http::Request& request, PageServices& shop) {
  if (auto refused = unless_chat_service(request, shop)) return *std::move(refused);
  auto input = http::Input::of_json(request);
  if (!input) return std::move(input.error());
  MissedAnswer missed;
  missed.account = UserId{input->integer("account", 1, INT64_MAX).value_or(0)};
  missed.room = input->integer("room", 1, INT64_MAX).value_or(0);
  missed.seq = input->integer("seq", 1, INT64_MAX).value_or(0);
  missed.count = input->integer("count", 1, INT64_MAX).value_or(0);
  if (input->word("language", {"id", "en"}) == "en") missed.language = i18n::Language::kEnglish;
  missed.sender = input->line("sender", kLongestSender);
  missed.body = input->text("body", kLongestExcerpt, http::Need::kOptional);
  if (!input->ok()) return http::invalid(*input);

  const bool added = shop.db.write([&](db::Tx& tx) {
    const auto user = accounts::find_user(tx, missed.account);
    // A mailbox that nobody has proved to be theirs hears nothing of what is said.
    if (!user || !user->active || !user->verified_at) return false;
    return mail::enqueue_mail(tx, mail_about(missed, *user, shop), shop.clock.now());
  });
  if (added) shop.wake_jobs();
  return {.status = 204};
}

}  // namespace hurtrock::chat

#include "accounts/letters.hpp"

#include <fmt/format.h>

#include "layout/letter.hpp"
#include "platform/mail/outbox.hpp"

namespace hurtrock::accounts {

void send_letter(db::Tx& tx, const Letterhead& head, std::string_view kind, std::string event_key,
                 std::string_view email, std::string_view name, i18n::Language language, std::string url,
                 std::initializer_list<i18n::Arg> args) {
  const auto& texts = i18n::Texts::of(language);
  const layout::Letter letter{.shop_name = head.shop_name,
                              .heading = std::string(texts(fmt::format("accounts.mail.{}_heading", kind))),
                              .paragraphs = {texts("accounts.mail.greeting", {{"name", name}}),
                                             texts(fmt::format("accounts.mail.{}_text", kind), args)},
                              .button = std::string(texts(fmt::format("accounts.mail.{}_button", kind))),
                              .button_url = std::move(url),
                              .closing = texts("accounts.mail.closing", {{"shop", head.shop_name}})};
  mail::enqueue_mail(tx,
                     {.kind = "account_" + std::string(kind),
                      .event_key = std::move(event_key),
                      .to_address = std::string(email),
                      .to_name = std::string(name),
                      .language = std::string(i18n::code(language)),
                      .subject = letter.heading,
                      .html = layout::as_html(letter, texts),
                      .text = layout::as_plain_text(letter)},
                     head.now);
}

}  // namespace hurtrock::accounts

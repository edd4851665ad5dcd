#include "back_in_stock/mails.hpp"

#include <fmt/format.h>

#include "layout/language_address.hpp"
#include "layout/letter.hpp"

namespace hurtrock::back_in_stock {

mail::OutboxMail mail_about(const Mails& mails, const store::Waiter& waiter, const catalog::Offer& offer) {
  const auto& texts = i18n::Texts::of(waiter.language);
  const std::string name = full_name(offer);
  layout::Letter letter;
  letter.shop_name = mails.shop_name;
  letter.heading = texts("back_in_stock.mail.heading", {{"name", name}});
  letter.paragraphs = {texts("back_in_stock.mail.text", {{"name", name}, {"price", format_rupiah(offer.price)}}),
                       std::string(texts("back_in_stock.mail.queue"))};
  letter.button = texts("back_in_stock.mail.button");
  // In the language of the mail, on whatever device it is read.
  letter.button_url = layout::address_in(
      fmt::format("{}/product/{}?variant={}", mails.public_url, offer.slug, offer.variant.value()), waiter.language);
  letter.closing = texts("back_in_stock.mail.closing", {{"shop", mails.shop_name}});
  letter.leave = texts("back_in_stock.mail.leave");
  letter.leave_url = layout::address_in(link_of(mails, waiter.email), waiter.language);
  return {.kind = std::string(kMailKind),
          .event_key = fmt::format("{}:{}", kMailKind, waiter.id.value()),
          .order_id = std::nullopt,
          .to_address = waiter.email,
          .to_name = {},
          .language = std::string(i18n::code(waiter.language)),
          .subject = letter.heading,
          .html = layout::as_html(letter, texts),
          .text = layout::as_plain_text(letter)};
}

}  // namespace hurtrock::back_in_stock

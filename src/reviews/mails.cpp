#include <fmt/format.h>

#include "layout/letter.hpp"
#include "platform/mail/outbox.hpp"
#include "reviews/reviews.hpp"

namespace hurtrock::reviews {

void send_rejection(db::Tx& tx, const Mails& mails, ReviewId id, Time now) {
  const auto [email, name, code, product, slug, reason, version] =
      tx.one<std::string, std::string, std::string, std::string, std::string, std::string, std::int64_t>(
          "SELECT u.email, u.name, u.language, p.name, p.slug, r.rejection_reason, r.version FROM reviews r "
          "JOIN users u ON u.id = r.user_id JOIN products p ON p.id = r.product_id WHERE r.id = $1",
          id);
  // The account has been deleted: nobody waits for this.
  if (name.empty()) return;
  const auto& texts = i18n::Texts::of(code == "en" ? i18n::Language::kEnglish : i18n::Language::kIndonesian);
  layout::Letter letter;
  letter.shop_name = mails.shop_name;
  letter.heading = texts("reviews.mail.heading", {{"product", product}});
  letter.paragraphs = {texts("reviews.mail.greeting", {{"name", name}}),
                       texts("reviews.mail.text", {{"product", product}}),
                       texts("reviews.mail.reason", {{"reason", reason}}), std::string(texts("reviews.mail.again"))};
  letter.button = texts("reviews.mail.button");
  letter.button_url = fmt::format("{}/product/{}/review", mails.public_url, slug);
  letter.closing = texts("reviews.mail.closing", {{"shop", mails.shop_name}});
  mail::enqueue_mail(tx,
                     {.kind = "review_rejected",
                      .event_key = fmt::format("review:{}:rejected:{}", id.value(), version),
                      .order_id = std::nullopt,
                      .to_address = email,
                      .to_name = name,
                      .language = code,
                      .subject = letter.heading,
                      .html = layout::as_html(letter, texts),
                      .text = layout::as_plain_text(letter)},
                     now);
}

}  // namespace hurtrock::reviews

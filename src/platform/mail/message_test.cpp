#include "platform/mail/message.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/core/crypto.hpp"
#include "platform/core/text.hpp"

namespace hurtrock::mail {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const Mailbox kSender{.address = "toko@hurtrock.example", .name = "Hurtrock Music Store"};

Mail letter() {
  return {.to = {.address = "budi@example.com", .name = "Budi Santoso"},
          .subject = "Pesanan HRT-2026-000123",
          .html = "<p>Terima kasih, pembayaran &euro; diterima.</p>",
          .text = "Terima kasih.\nSampai jumpa.",
          .language = "id",
          .stable_id = "outbox-17",
          .written_at = from_micros(1'795'342'500'000'000)};
}

std::string rendered(const Mail& mail) { return render_message(mail, kSender).value_or("(refused)"); }

TEST(MessageTest, AMailSaysWhoItIsFromAndFor) {
  const std::string message = rendered(letter());
  EXPECT_THAT(message, HasSubstr("\r\nFrom: \"Hurtrock Music Store\" <toko@hurtrock.example>\r\n"));
  EXPECT_THAT(message, HasSubstr("\r\nTo: \"Budi Santoso\" <budi@example.com>\r\n"));
  EXPECT_THAT(message, HasSubstr("\r\nSubject: Pesanan HRT-2026-000123\r\n"));
  EXPECT_THAT(message, HasSubstr("\r\nMessage-ID: <outbox-17@hurtrock.example>\r\n"));
  EXPECT_TRUE(message.starts_with("Date: Sun, 22 Nov 2026 10:15:00 +0000\r\n")) << message.substr(0, 60);
}

TEST(MessageTest, TheSecondTryIsTheSameMessage) { EXPECT_EQ(rendered(letter()), rendered(letter())); }

TEST(MessageTest, NoHeaderCanBeSmuggledIn) {
  for (const auto& spoil : std::vector<void (*)(Mail&)>{
           [](Mail& mail) { mail.subject = "Halo\r\nBcc: semua@example.com"; },
           [](Mail& mail) { mail.subject = "Halo\nBcc: semua@example.com"; },
           [](Mail& mail) { mail.to.name = "Budi\r\nBcc: semua@example.com"; },
           [](Mail& mail) { mail.to.address = "budi@example.com>\r\nRCPT TO:<semua@example.com"; },
           [](Mail& mail) { mail.to.address = "budi@example.com, semua@example.com"; },
           [](Mail& mail) { mail.reply_to = Mailbox{.address = "a@b\n", .name = ""}; },
           [](Mail& mail) { mail.stable_id = "x>\r\nBcc: y"; },
           [](Mail& mail) { mail.attachments = {{.file_name = "a\"\r\nX: y", .content_type = "a/b", .bytes = ""}}; },
       }) {
    Mail mail = letter();
    spoil(mail);
    EXPECT_FALSE(render_message(mail, kSender));
  }
}

TEST(MessageTest, EveryLineIsShortAsciiEndingInCrlf) {
  Mail mail = letter();
  mail.subject = "Gitar \u00e9lectrique \U0001F3B8 " + std::string(150, 'x');
  mail.to.name = "\"Si\\Budi\" \u00e9";
  mail.text = std::string(5000, 'x') + "\u00e9\r\nbaris \n";
  mail.attachments = {{.file_name = "INV-1.pdf", .content_type = "application/pdf", .bytes = std::string(1000, '\0')}};
  const std::string message = rendered(mail);
  for (std::string_view line : text::split(message, '\n')) {
    if (line.empty()) continue;
    EXPECT_TRUE(line.ends_with('\r')) << line;
    EXPECT_LE(line.size(), 200U) << line;
    for (const char c : line) EXPECT_TRUE(c == '\r' || (c >= ' ' && c <= '~')) << line;
  }
  EXPECT_THAT(message, HasSubstr("Content-Type: multipart/mixed;"));
  EXPECT_THAT(message, HasSubstr("Content-Disposition: attachment; filename=\"INV-1.pdf\""));
}

TEST(MessageTest, AnEncodedWordIsShortAndCutBetweenCharacters) {
  std::string subject;
  for (int i = 0; i < 60; ++i) subject += "\u00e9";
  const std::string encoded = encode_header_text(subject);
  std::string decoded;
  for (std::string_view word : text::split(encoded, '\n')) {
    word = text::trim(word);
    EXPECT_LE(word.size(), 75U);
    ASSERT_TRUE(word.starts_with("=?UTF-8?B?") && word.ends_with("?="));
    EXPECT_EQ((word.size() - 12) % 4, 0U);
  }
  EXPECT_EQ(encode_header_text("Pesanan 7"), "Pesanan 7");
  EXPECT_EQ(encode_header_text("\u00e9"), "=?UTF-8?B?w6k=?=");
  EXPECT_THAT(encode_header_text("=?UTF-8?B?eA==?="), Not(HasSubstr("?eA==?")));
}

TEST(MessageTest, TextSurvivesQuotedPrintable) {
  EXPECT_EQ(quoted_printable("a=b"), "a=3Db");
  EXPECT_EQ(quoted_printable("\u00e9"), "=C3=A9");
  EXPECT_EQ(quoted_printable("satu\ndua\r\ntiga"), "satu\r\ndua\r\ntiga");
  EXPECT_EQ(quoted_printable("blank at end "), "blank at end=20");
  EXPECT_EQ(quoted_printable(std::string(80, 'x')), std::string(75, 'x') + "=\r\n" + "xxxxx");
  EXPECT_EQ(quoted_printable("\nx"), "\r\nx");
}

TEST(MessageTest, AddressesThatSmtpCouldMisreadAreRefused) {
  for (const char* good : {"budi@example.com", "a.b+c@sub.example.co.id", "x@localhost"}) EXPECT_TRUE(is_address(good));
  for (const char* bad : {"", "@", "a@", "@b", "a b@c.d", "a@b@c", "a@b>", "<a@b>", "a..b@c.d", ".a@b.c", "a@b\r\n",
                          "b\u00fcdi@example.com", "a@b,c@d"})
    EXPECT_FALSE(is_address(bad)) << bad;
  EXPECT_FALSE(is_address(std::string(250, 'a') + "@b.cd"));
}

TEST(MessageTest, TheSendersAddressMayCarryAName) {
  EXPECT_EQ(parse_mailbox("toko@example.com")->name, "");
  const auto box = parse_mailbox(" \"Hurtrock Music Store\" <toko@example.com> ");
  ASSERT_TRUE(box);
  EXPECT_EQ(box->name, "Hurtrock Music Store");
  EXPECT_EQ(box->address, "toko@example.com");
  EXPECT_FALSE(parse_mailbox("Hurtrock"));
  EXPECT_FALSE(parse_mailbox("x <y"));
}

}  // namespace
}  // namespace hurtrock::mail

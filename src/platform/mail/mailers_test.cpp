#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <thread>

#include "platform/core/crypto.hpp"
#include "platform/mail/mail.hpp"
#include "platform/mail/message.hpp"
#include "platform/mail/smtp_sink.hpp"

namespace hurtrock::mail {
namespace {

namespace fs = std::filesystem;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::SmtpSink;
using ::testing::StartsWith;

const Mailbox kShop{.address = "toko@hurtrock.example", .name = "Hurtrock"};

Mail sample() {
  return {.to = {.address = "budi@example.com", .name = "Budi"},
          .subject = "Pesanan Anda",
          .html = "<p>Halo</p>",
          .text = ".satu titik\n..dua titik",
          .language = "id",
          .stable_id = "outbox-1",
          .written_at = from_micros(0)};
}

TEST(SmtpMailerTest, TheServerGetsTheMessageUnchanged) {
  SmtpSink sink;
  EXPECT_EQ(make_smtp_mailer(sink.url(), kShop)->send(sample()).result, Delivery::Result::kAccepted);
  ASSERT_EQ(sink.received().size(), 1U);
  EXPECT_EQ(sink.received()[0].message, *render_message(sample(), kShop));
  EXPECT_THAT(sink.received()[0].commands, Contains("MAIL FROM:<toko@hurtrock.example>"));
  EXPECT_THAT(sink.received()[0].commands, Contains("RCPT TO:<budi@example.com>"));
}

TEST(SmtpMailerTest, OneConnectionCarriesManyMails) {
  SmtpSink sink;
  const auto mailer = make_smtp_mailer(sink.url(), kShop);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(mailer->send(sample()).result, Delivery::Result::kAccepted);
  ASSERT_EQ(sink.received().size(), 3U);
  EXPECT_EQ(std::ranges::count_if(sink.received()[2].commands, [](auto& c) { return c.starts_with("EHLO"); }), 1);
}

TEST(SmtpMailerTest, TheAddressMayCarryUserAndPassword) {
  SmtpSink sink;
  const std::string url = "smtp://toko:p%40ss@" + sink.url().substr(7);
  EXPECT_EQ(make_smtp_mailer(url, kShop)->send(sample()).result, Delivery::Result::kAccepted);
  const std::string credentials = crypto::base64(std::string_view{"\0toko\0p@ss", 10});
  EXPECT_THAT(sink.received().at(0).commands, Contains(HasSubstr(credentials)));
}

TEST(SmtpMailerTest, AMailboxThatDoesNotExistIsNotTriedAgain) {
  SmtpSink sink{"550 no such user"};
  EXPECT_EQ(make_smtp_mailer(sink.url(), kShop)->send(sample()).result, Delivery::Result::kRefused);
}

TEST(SmtpMailerTest, ABusyServerIsTriedAgain) {
  SmtpSink greylisting{"451 later"};
  EXPECT_EQ(make_smtp_mailer(greylisting.url(), kShop)->send(sample()).result, Delivery::Result::kFailed);
  SmtpSink full{"250 ok", "452 disk full"};
  EXPECT_EQ(make_smtp_mailer(full.url(), kShop)->send(sample()).result, Delivery::Result::kFailed);
}

TEST(SmtpMailerTest, AServerThatIsDownIsTriedAgain) {
  SmtpSink sink;
  sink.stop();
  const Delivery delivery = make_smtp_mailer(sink.url(), kShop)->send(sample());
  EXPECT_EQ(delivery.result, Delivery::Result::kFailed);
  EXPECT_FALSE(delivery.error.empty());
}

TEST(SmtpMailerTest, AMalformedMailNeverReachesTheServer) {
  SmtpSink sink;
  Mail mail = sample();
  mail.to.address = "budi@example.com>\r\nRCPT TO:<semua@example.com";
  EXPECT_EQ(make_smtp_mailer(sink.url(), kShop)->send(mail).result, Delivery::Result::kRefused);
  EXPECT_TRUE(sink.received().empty());
}

TEST(SmtpMailerTest, AnAddressOfAServerMayNameUserPasswordAndPort) {
  for (const char* url : {"smtp://host", "smtps://toko:p%40ss@mail.example.com:465", "smtp://127.0.0.1:25"})
    EXPECT_TRUE(is_server_url(url)) << url;
}

TEST(SmtpMailerTest, AWrongAddressOfTheServerIsRefusedWithoutRepeatingIt) {
  for (const char* url : {"http://user:secret@host", "smtp://", "host:25", ""}) {
    EXPECT_FALSE(is_server_url(url)) << url;
    try {
      make_smtp_mailer(url, kShop);
      ADD_FAILURE() << url;
    } catch (const std::invalid_argument& refusal) {
      EXPECT_THAT(refusal.what(), Not(HasSubstr("secret")));
    }
  }
}

class FileMailerTest : public ::testing::Test {
 protected:
  FileMailerTest() { crypto::start(); }
  ~FileMailerTest() override { fs::remove_all(folder_); }
  std::set<std::string> names() const {
    std::set<std::string> list;
    for (const auto& entry : fs::directory_iterator{folder_}) list.insert(entry.path().filename().string());
    return list;
  }
  fs::path folder_ = fs::temp_directory_path() / ("hurtrock-mail-" + crypto::random_token(9));
};

TEST_F(FileMailerTest, MailsAreNumberedAndNamedByTheirSubject) {
  const auto mailer = make_file_mailer(folder_, kShop);
  for (int i = 0; i < 2; ++i) EXPECT_EQ(mailer->send(sample()).result, Delivery::Result::kAccepted);
  EXPECT_EQ(names(), (std::set<std::string>{"000001-pesanan-anda.eml", "000002-pesanan-anda.eml"}));
  std::ifstream file{folder_ / "000001-pesanan-anda.eml"};
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>{file}, {}), *render_message(sample(), kShop));
}

TEST_F(FileMailerTest, ManyWritersLoseNothing) {
  {
    std::vector<std::jthread> writers;
    for (int i = 0; i < 4; ++i)
      writers.emplace_back([&] {
        const auto mailer = make_file_mailer(folder_, kShop);
        for (int n = 0; n < 5; ++n) EXPECT_EQ(mailer->send(sample()).result, Delivery::Result::kAccepted);
      });
  }
  EXPECT_EQ(names().size(), 20U);
}

TEST_F(FileMailerTest, AFolderThatCannotBeWrittenIsTriedAgain) {
  std::ofstream{folder_} << "a file where the folder should be";
  EXPECT_EQ(make_file_mailer(folder_, kShop)->send(sample()).result, Delivery::Result::kFailed);
}

}  // namespace
}  // namespace hurtrock::mail

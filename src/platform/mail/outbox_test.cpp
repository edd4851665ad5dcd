#include "platform/mail/outbox.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <stdexcept>

#include "platform/core/crypto.hpp"
#include "platform/db/testing/testing.hpp"

namespace hurtrock::mail {
namespace {

using namespace std::chrono_literals;

class FakeMailer final : public Mailer {
 public:
  Delivery send(const Mail& mail) override {
    sent.push_back(mail);
    if (during_send) during_send();
    return next;
  }
  Delivery next{Delivery::Result::kAccepted};
  std::function<void()> during_send;
  std::vector<Mail> sent;
};

class OutboxTest : public ::testing::TestWithParam<db::Dialect> {
 protected:
  static void SetUpTestSuite() { crypto::start(); }

  bool add(const std::string& event_key = "order_placed:1") {
    return database_->write([&](db::Tx& tx) { return enqueue_mail(tx, mail(event_key), clock_.now()); });
  }
  static OutboxMail mail(const std::string& event_key) {
    return {.kind = "order_placed",
            .event_key = event_key,
            .order_id = std::nullopt,
            .to_address = "budi@example.com",
            .to_name = "Budi",
            .language = "id",
            .subject = "Pesanan",
            .html = "<p>Halo</p>",
            .text = "Halo"};
  }
  std::string state() {
    return database_->read([](db::Tx& tx) { return tx.one<std::string>("SELECT state FROM outbox_mails"); });
  }

  std::unique_ptr<db::Database> database_ = db::testing::migrated_database(GetParam());
  FakeClock clock_{from_micros(1'795'342'500'000'000)};
  FakeMailer mailer_;
  OutboxSender sender_{*database_, clock_, mailer_};
};

TEST_P(OutboxTest, AMailIsSentOnce) {
  add();
  EXPECT_EQ(sender_.send_due(), 1);
  EXPECT_EQ(sender_.send_due(), 0);
  ASSERT_EQ(mailer_.sent.size(), 1U);
  EXPECT_EQ(mailer_.sent[0].to.address, "budi@example.com");
  EXPECT_EQ(mailer_.sent[0].html, "<p>Halo</p>");
  EXPECT_EQ(state(), "sent");
}

TEST_P(OutboxTest, AnEventHasOneMailHoweverOftenItIsAskedFor) {
  EXPECT_TRUE(add());
  EXPECT_FALSE(add());
  EXPECT_EQ(sender_.send_due(), 1);
  EXPECT_FALSE(add());
  EXPECT_EQ(sender_.send_due(), 0);
}

TEST_P(OutboxTest, AMailOfARolledBackOrderIsNotSent) {
  database_->write([&](db::Tx& tx) {
    enqueue_mail(tx, mail("order_placed:1"), clock_.now());
    tx.abandon();
  });
  EXPECT_EQ(sender_.send_due(), 0);
}

TEST_P(OutboxTest, AServerThatIsDownDelaysTheMail) {
  mailer_.next = {Delivery::Result::kFailed, "connection refused"};
  add();
  EXPECT_EQ(sender_.send_due(), 0);
  EXPECT_EQ(state(), "waiting");
  sender_.send_due();
  EXPECT_EQ(mailer_.sent.size(), 1U);
  clock_.advance(2s);
  mailer_.next = {Delivery::Result::kAccepted};
  EXPECT_EQ(sender_.send_due(), 1);
  EXPECT_EQ(mailer_.sent[0].stable_id, mailer_.sent[1].stable_id);
  EXPECT_EQ(state(), "sent");
}

TEST_P(OutboxTest, AMailDiesAfterTenTries) {
  mailer_.next = {Delivery::Result::kFailed, "connection refused"};
  add();
  for (int i = 0; i < 20; ++i, clock_.advance(1h)) sender_.send_due();
  EXPECT_EQ(mailer_.sent.size(), 10U);
  EXPECT_EQ(state(), "dead");
}

TEST_P(OutboxTest, ARefusedMailIsNotTriedAgain) {
  mailer_.next = {Delivery::Result::kRefused, "malformed recipient"};
  add();
  sender_.send_due();
  clock_.advance(24h);
  sender_.send_due();
  EXPECT_EQ(mailer_.sent.size(), 1U);
  EXPECT_EQ(state(), "dead");
  EXPECT_EQ(database_->read([](db::Tx& tx) { return count_outbox(tx).dead; }), 1);
}

TEST_P(OutboxTest, StaffCanSendAMailAgain) {
  add();
  sender_.send_due();
  const auto id = database_->read([](db::Tx& tx) { return tx.one<std::int64_t>("SELECT id FROM outbox_mails"); });
  const auto resend = [&](std::int64_t mail, std::optional<Time> sent_at) {
    return database_->write([&](db::Tx& tx) { return resend_mail(tx, mail, sent_at, clock_.now()); });
  };
  const Time sent_at = clock_.now();
  clock_.advance(1min);
  EXPECT_TRUE(resend(id, sent_at));
  EXPECT_FALSE(resend(id, sent_at)) << "it waits already";
  EXPECT_EQ(sender_.send_due(), 1);
  EXPECT_FALSE(resend(id, sent_at)) << "it was sent since";
  EXPECT_FALSE(resend(id + 1, std::nullopt));
  EXPECT_EQ(sender_.send_due(), 0);
}

TEST_P(OutboxTest, ADeadMailIsGivenItsTriesBackOnce) {
  mailer_.next = {Delivery::Result::kRefused, "no such mailbox"};
  add();
  sender_.send_due();
  ASSERT_EQ(state(), "dead");
  const auto id = database_->read([](db::Tx& tx) { return tx.one<std::int64_t>("SELECT id FROM outbox_mails"); });
  const auto resend = [&] {
    return database_->write([&](db::Tx& tx) { return resend_mail(tx, id, std::nullopt, clock_.now()); });
  };
  EXPECT_TRUE(resend());
  EXPECT_FALSE(resend());
  mailer_.next = {Delivery::Result::kAccepted};
  EXPECT_EQ(sender_.send_due(), 1);
  EXPECT_EQ(mailer_.sent[0].stable_id, mailer_.sent[1].stable_id);
}

TEST_P(OutboxTest, MailsAreFoundByStateMailboxAndOrderAScreenfulAtATime) {
  for (const auto* event : {"order_placed:1", "order_placed:2", "order_placed:3"}) add(event);
  const auto found = [&](const Wanted& wanted, std::int64_t limit = 10) {
    std::vector<std::string> events;
    for (const auto& stored : database_->read([&](db::Tx& tx) { return find_mails(tx, wanted, limit); }))
      events.push_back(stored.mail.event_key);
    return events;
  };
  using Events = std::vector<std::string>;
  EXPECT_EQ(found({}, 2), (Events{"order_placed:3", "order_placed:2"}));
  const auto newest = database_->read([](db::Tx& tx) { return find_mails(tx, {}, 2); });
  EXPECT_EQ(found({.before = newest.back().id}), Events{"order_placed:1"});
  EXPECT_EQ(found({.state = State::kDead}), Events{});
  EXPECT_EQ(found({.state = State::kWaiting}).size(), 3U);
  EXPECT_EQ(found({.to_address = "budi@example.com"}).size(), 3U);
  EXPECT_EQ(found({.to_address = "b"}), Events{});
  EXPECT_EQ(found({.order_id = 7}), Events{});
}

TEST_P(OutboxTest, TwoSendersDoNotSendTheSameMail) {
  FakeMailer other_mailer;
  OutboxSender other{*database_, clock_, other_mailer};
  mailer_.during_send = [&] { other.send_due(); };
  add();
  EXPECT_EQ(sender_.send_due(), 1);
  EXPECT_TRUE(other_mailer.sent.empty());
}

TEST_P(OutboxTest, AMailWhoseSenderDiedIsTakenOver) {
  FakeMailer other_mailer;
  OutboxSender other{*database_, clock_, other_mailer};
  mailer_.during_send = [&] {
    clock_.advance(301s);
    EXPECT_EQ(other.send_due(), 1);
  };
  mailer_.next = {Delivery::Result::kFailed, "too late to say so"};
  add();
  sender_.send_due();
  EXPECT_EQ(state(), "sent");
  EXPECT_EQ(other_mailer.sent.at(0).stable_id, mailer_.sent.at(0).stable_id);
}

TEST_P(OutboxTest, AnInvoiceIsMadeWhenItsMailIsSent) {
  OutboxSender sender{*database_, clock_, mailer_, {}, [](const OutboxMail& mail) {
                        return std::vector<Attachment>{{mail.kind + ".pdf", "application/pdf", "%PDF"}};
                      }};
  add();
  sender.send_due();
  ASSERT_EQ(mailer_.sent.at(0).attachments.size(), 1U);
  EXPECT_EQ(mailer_.sent[0].attachments[0].file_name, "order_placed.pdf");
}

TEST_P(OutboxTest, AnInvoiceThatCannotBeMadeDelaysTheMail) {
  OutboxSender sender{*database_, clock_, mailer_, {}, [](const OutboxMail&) -> std::vector<Attachment> {
                        throw std::runtime_error("no fonts");
                      }};
  add();
  EXPECT_EQ(sender.send_due(), 0);
  EXPECT_EQ(state(), "waiting");
  EXPECT_TRUE(mailer_.sent.empty());
}

TEST_P(OutboxTest, TheNewestMailsComeFirstAndNoMoreThanAskedFor) {
  for (const auto* event : {"order_placed:1", "order_placed:2", "order_placed:3"}) {
    add(event);
    clock_.advance(1min);
  }
  const auto mails = database_->read([](db::Tx& tx) { return newest_mails(tx, 2); });
  ASSERT_EQ(mails.size(), 2U);
  EXPECT_EQ(mails[0].mail.event_key, "order_placed:3");
  EXPECT_EQ(mails[1].mail.event_key, "order_placed:2");
  EXPECT_EQ(mails[0].state, "waiting");
  EXPECT_TRUE(mails[0].mail.html.empty());
}

TEST_P(OutboxTest, AMailIsFoundWithItsBodiesAndWhatBecameOfIt) {
  add();
  sender_.send_due();
  const auto id = database_->read([](db::Tx& tx) { return newest_mails(tx, 1).at(0).id; });
  const auto found = database_->read([&](db::Tx& tx) { return find_mail(tx, id); });
  ASSERT_TRUE(found);
  EXPECT_EQ(found->state, "sent");
  EXPECT_EQ(found->sent_at, clock_.now());
  EXPECT_EQ(found->mail.html, "<p>Halo</p>");
  EXPECT_EQ(found->mail.text, "Halo");
  EXPECT_FALSE(database_->read([&](db::Tx& tx) { return find_mail(tx, id + 1); }));
}

INSTANTIATE_TEST_SUITE_P(EachDatabase, OutboxTest, ::testing::ValuesIn(db::testing::all_dialects()),
                         [](const auto& dialect) { return db::testing::dialect_name(dialect.param); });

}  // namespace
}  // namespace hurtrock::mail

#include "payments/settings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <support/shop_fixture.hpp>

#include "payments/payments.hpp"
#include "platform/core/crypto.hpp"
#include "platform/db/testing/every_dialect.hpp"

namespace hurtrock::payments {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const Secret kSession{"0123456789abcdef0123456789abcdef"};
constexpr Time kNoon = fixture::kNoon;

Keys some_keys() {
  return {.secret = {Secret{"sk_test_something_secret"}, kNoon},
          .client = {Secret{"pk_test_something"}, kNoon},
          .webhook = {Secret{"whsec_something_new"}, kNoon},
          .former_webhook = Secret{"whsec_something_old"},
          .former_webhook_until = kNoon + std::chrono::hours{24}};
}

class SealedKeys : public testing::Test {
 protected:
  static void SetUpTestSuite() { crypto::start(); }
};

TEST_F(SealedKeys, open_as_they_were_sealed) {
  const auto keys = open_keys(kSession, "stripe", seal_keys(kSession, "stripe", some_keys()));
  ASSERT_TRUE(keys);
  EXPECT_EQ(keys->secret.value.reveal(), "sk_test_something_secret");
  EXPECT_EQ(keys->secret.since, kNoon);
  EXPECT_EQ(keys->client.value.reveal(), "pk_test_something");
  EXPECT_EQ(keys->webhook.value.reveal(), "whsec_something_new");
  EXPECT_EQ(keys->former_webhook.reveal(), "whsec_something_old");
  EXPECT_EQ(keys->former_webhook_until, kNoon + std::chrono::hours{24});
}

TEST_F(SealedKeys, show_nothing_of_themselves) {
  const std::string box = seal_keys(kSession, "stripe", some_keys());
  EXPECT_THAT(box, Not(HasSubstr("sk_test")));
  EXPECT_NE(box, seal_keys(kSession, "stripe", some_keys())) << "the same keys look different every time";
}

TEST_F(SealedKeys, open_for_their_own_provider_only) {
  EXPECT_FALSE(open_keys(kSession, "midtrans", seal_keys(kSession, "stripe", some_keys())));
}

TEST_F(SealedKeys, do_not_open_with_another_session_secret) {
  EXPECT_FALSE(
      open_keys(Secret{"another secret of thirty-two byte"}, "stripe", seal_keys(kSession, "stripe", some_keys())));
}

TEST_F(SealedKeys, do_not_open_once_the_box_was_altered) {
  std::string box = seal_keys(kSession, "stripe", some_keys());
  box[box.size() / 2] = box[box.size() / 2] == 'A' ? 'B' : 'A';
  EXPECT_FALSE(open_keys(kSession, "stripe", box));
  EXPECT_FALSE(open_keys(kSession, "stripe", ""));
}

TEST(KeyEnding, four_characters_of_a_long_key_and_none_of_a_short_one_are_shown) {
  EXPECT_EQ((Key{Secret{"sk_test_something_abcd"}, kNoon}.ending()), "abcd");
  EXPECT_EQ((Key{Secret{"sk_abcd"}, kNoon}.ending()), "");
  EXPECT_EQ(Key{}.ending(), "");
}

struct Judged {
  std::string_view provider;
  KeyKind kind;
  std::string_view key;
  Environment environment;
  std::optional<KeyFault> fault;
};

TEST(KeyForm, every_key_is_judged_by_how_it_begins) {
  using enum KeyKind;
  using enum Environment;
  const Judged judged[] = {
      {"stripe", kSecret, "sk_test_0123456789", kSandbox, std::nullopt},
      {"stripe", kSecret, "rk_live_0123456789", kProduction, std::nullopt},
      {"stripe", kSecret, "sk_test_0123456789", kProduction, KeyFault::kSandbox},
      {"stripe", kSecret, "sk_live_0123456789", kSandbox, KeyFault::kProduction},
      {"stripe", kSecret, "pk_test_0123456789", kSandbox, KeyFault::kMalformed},
      {"stripe", kSecret, "sk_test_", kSandbox, KeyFault::kMalformed},
      {"stripe", kSecret, "sk_test_0123 456789", kSandbox, KeyFault::kMalformed},
      {"stripe", kClient, "pk_live_0123456789", kProduction, std::nullopt},
      {"stripe", kClient, "pk_test_0123456789", kProduction, KeyFault::kSandbox},
      {"stripe", kWebhook, "whsec_0123456789", kProduction, std::nullopt},
      {"stripe", kWebhook, "sk_test_0123456789", kSandbox, KeyFault::kMalformed},
      {"midtrans", kSecret, "SB-Mid-server-0123", kSandbox, std::nullopt},
      {"midtrans", kSecret, "Mid-server-0123456", kProduction, std::nullopt},
      {"midtrans", kSecret, "Mid-server-0123456", kSandbox, std::nullopt},
      {"midtrans", kSecret, "SB-Mid-server-0123", kProduction, KeyFault::kSandbox},
      {"midtrans", kSecret, "SB-Mid-client-0123", kSandbox, KeyFault::kMalformed},
      {"midtrans", kClient, "SB-Mid-client-0123", kSandbox, std::nullopt},
      {"midtrans", kClient, "SB-Mid-client-0123", kProduction, KeyFault::kSandbox},
      {"midtrans", kSecret, "sk_test_0123456789", kSandbox, KeyFault::kMalformed},
  };
  for (const Judged& each : judged)
    EXPECT_EQ(fault_of(each.provider, each.kind, each.key, each.environment), each.fault)
        << each.provider << ' ' << each.key << ' ' << word(each.environment);
}

class PaymentSettings : public testing::TestWithParam<db::Dialect> {
 protected:
  template <class Body>
  auto in_tx(Body&& body) {
    return shop_.db().write(body);
  }
  Settings found(std::string_view provider) {
    return in_tx([&](db::Tx& tx) { return *find_settings(tx, provider); });
  }
  bool save(const Settings& settings) {
    return in_tx([&](db::Tx& tx) { return save_settings(tx, settings, shop_.now()); });
  }
  fixture::Shop shop_{GetParam()};
};

TEST_P(PaymentSettings, are_read_as_they_were_saved) {
  Settings settings = found("stripe");
  settings.enabled = false;
  settings.environment = Environment::kProduction;
  settings.minimum_total = Money{50'000};
  settings.maximum_total = Money{5'000'000};
  settings.box = "box";
  ASSERT_TRUE(save(settings));
  const Settings now = found("stripe");
  EXPECT_FALSE(now.enabled);
  EXPECT_EQ(now.environment, Environment::kProduction);
  EXPECT_EQ(now.minimum_total, Money{50'000});
  EXPECT_EQ(now.maximum_total, Money{5'000'000});
  EXPECT_EQ(now.box, "box");
  EXPECT_EQ(now.version, settings.version + 1);
  EXPECT_EQ(now.updated_at, shop_.now());
}

TEST_P(PaymentSettings, of_two_who_saw_the_same_only_the_first_saves) {
  Settings first = found("cod"), second = found("cod");
  first.maximum_total = Money{1'000'000};
  second.maximum_total = Money{2'000'000};
  EXPECT_TRUE(save(first));
  EXPECT_FALSE(save(second));
  EXPECT_EQ(found("cod").maximum_total, Money{1'000'000});
}

TEST_P(PaymentSettings, a_box_and_a_maximum_can_be_taken_away) {
  Settings settings = found("cod");
  settings.box = "box";
  ASSERT_TRUE(save(settings));
  settings = found("cod");
  settings.box.clear();
  settings.maximum_total.reset();
  ASSERT_TRUE(save(settings));
  EXPECT_EQ(found("cod").box, "");
  EXPECT_FALSE(found("cod").maximum_total);
}

TEST_P(PaymentSettings, every_way_to_pay_has_some) {
  const auto all = in_tx([](db::Tx& tx) { return all_settings(tx); });
  ASSERT_EQ(all.size(), 4U);
  EXPECT_EQ(all.front().provider, "midtrans");
  EXPECT_EQ(all.back().provider, "cod");
  EXPECT_FALSE(in_tx([](db::Tx& tx) { return find_settings(tx, "nothing"); }));
}

TEST_P(PaymentSettings, a_task_of_the_staff_is_resolved_once) {
  const UserId staff = shop_.add_user();
  in_tx([&](db::Tx& tx) { ask_staff(tx, "a", "chargeback", std::nullopt, std::nullopt, "", shop_.now()); });
  const auto tasks = in_tx([](db::Tx& tx) { return open_staff_tasks(tx, 10); });
  ASSERT_EQ(tasks.size(), 1U);
  const auto resolve = [&] {
    return in_tx([&](db::Tx& tx) { return resolve_staff_task(tx, tasks[0].id, staff, shop_.now()); });
  };
  EXPECT_TRUE(resolve());
  EXPECT_FALSE(resolve());
  EXPECT_TRUE(in_tx([](db::Tx& tx) { return open_staff_tasks(tx, 10); }).empty());
}

INSTANTIATE_TEST_SUITE_P(, PaymentSettings, db::testing::every_dialect(), db::testing::name_of);

}  // namespace
}  // namespace hurtrock::payments

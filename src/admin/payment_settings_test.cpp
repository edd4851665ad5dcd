#include "admin/payment_settings.hpp"

#include <gmock/gmock.h>

#include "admin/handlers.hpp"
#include "admin/shop_fixture.hpp"
#include "admin/store.hpp"
#include "platform/core/crypto.hpp"

namespace hurtrock::admin {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kSecretKey = "sk_test_first_0001";
constexpr const char* kWebhookSecret = "whsec_first_0002";

class PaymentSettingsTest : public testing::ShopTest {
 protected:
  PaymentSettingsTest() {
    crypto::start();
    shop_.providers = {.check = [](std::string_view) { return payments::KeyCheck::kWorks; },
                       .has_environment_keys = [](std::string_view) { return false; },
                       .settings_changed = [this] { ++told_; }};
  }
  payments::Settings settings(std::string_view provider) {
    return db_->read([&](db::Tx& tx) { return *payments::find_settings(tx, provider); });
  }
  payments::Keys keys(std::string_view provider) {
    return payments::open_keys(mails_.session_secret, provider, settings(provider).box).value();
  }
  PaymentChange change(std::string provider) {
    const auto now = settings(provider);
    return {.provider = std::move(provider),
            .version = now.version,
            .enabled = now.enabled,
            .minimum_total = now.minimum_total,
            .maximum_total = now.maximum_total,
            .environment = now.environment,
            .keys = {}};
  }
  std::expected<void, NotSaved> save_stripe(const char* secret, const char* webhook) {
    PaymentChange wanted = change("stripe");
    wanted.keys = {.secret = Secret{secret}, .client = {}, .webhook = Secret{webhook}};
    return save_payment_settings(shop_, ani_, wanted);
  }
  /// As the form sends it.
  http::Response post(const std::string& provider, std::vector<std::pair<std::string, std::string>> fields) {
    http::Request request;
    request.method = http::Method::kPost;
    request.params = {{"provider", provider}};
    fields.emplace_back("version", std::to_string(settings(provider).version));
    request.form = http::Fields(std::move(fields));
    request.visitor.user = http::Visitor::User{.id = 7, .name = "Ani", .role = http::Role::kAdmin};
    request.visitor.language = i18n::Language::kEnglish;
    return create_payment_settings(request, shop_);
  }

  int told_ = 0;
};
INSTANTIATE_TEST_SUITE_P(, PaymentSettingsTest, db::testing::every_dialect(), db::testing::name_of);

TEST_P(PaymentSettingsTest, keys_are_stored_sealed) {
  ASSERT_TRUE(save_stripe(kSecretKey, kWebhookSecret));
  EXPECT_EQ(keys("stripe").secret.value.reveal(), kSecretKey);
  EXPECT_EQ(keys("stripe").secret.since, clock_.now());
  EXPECT_THAT(settings("stripe").box, Not(HasSubstr("sk_test")));
  EXPECT_EQ(told_, 1);
}

TEST_P(PaymentSettingsTest, a_key_left_empty_stays) {
  ASSERT_TRUE(save_stripe(kSecretKey, kWebhookSecret));
  clock_.advance(std::chrono::hours{1});
  ASSERT_TRUE(save_stripe("", "whsec_second_0003"));
  EXPECT_EQ(keys("stripe").secret.value.reveal(), kSecretKey);
  EXPECT_EQ(keys("stripe").secret.since, clock_.now() - std::chrono::hours{1});
  EXPECT_EQ(keys("stripe").webhook.value.reveal(), "whsec_second_0003");
}

TEST_P(PaymentSettingsTest, the_signing_secret_that_was_replaced_counts_for_a_day_more) {
  ASSERT_TRUE(save_stripe(kSecretKey, kWebhookSecret));
  EXPECT_TRUE(keys("stripe").former_webhook.empty());
  ASSERT_TRUE(save_stripe("", "whsec_second_0003"));
  EXPECT_EQ(keys("stripe").former_webhook.reveal(), kWebhookSecret);
  EXPECT_EQ(keys("stripe").former_webhook_until, clock_.now() + std::chrono::hours{24});
}

TEST_P(PaymentSettingsTest, new_keys_have_notifications_taken_up_that_waited) {
  db_->write([](db::Tx& tx) {
    tx.run_script(
        "INSERT INTO payment_events (provider, event_identity, reference, payload, state, received_at, take_ups) "
        "VALUES "
        "('stripe', 'given-up', 'HRT-1', '{}', 'received', 1, 61), ('stripe', 'done', 'HRT-2', '{}', 'processed', 1, "
        "0)");
  });
  const auto due = [&] {
    return one<std::int64_t>("SELECT COUNT(*) FROM payment_events WHERE take_up_at IS NOT NULL");
  };
  PaymentChange limits = change("stripe");
  limits.minimum_total = Money{50'000};
  ASSERT_TRUE(save_payment_settings(shop_, ani_, limits));
  EXPECT_EQ(due(), 0);
  ASSERT_TRUE(save_stripe(kSecretKey, kWebhookSecret));
  EXPECT_EQ(due(), 1);
  EXPECT_GT(woken_, 0);
}

TEST_P(PaymentSettingsTest, of_two_admins_the_second_is_told_and_changes_nothing) {
  PaymentChange first = change("cod"), second = change("cod");
  first.maximum_total = Money{1'000'000};
  second.maximum_total = Money{2'000'000};
  ASSERT_TRUE(save_payment_settings(shop_, ani_, first));
  EXPECT_EQ(save_payment_settings(shop_, ani_, second).error(), NotSaved::kChanged);
  EXPECT_EQ(settings("cod").maximum_total, Money{1'000'000});
  EXPECT_EQ(one<std::int64_t>("SELECT COUNT(*) FROM audit_log"), 1);
}

TEST_P(PaymentSettingsTest, keys_can_be_removed) {
  ASSERT_TRUE(save_stripe(kSecretKey, kWebhookSecret));
  ASSERT_TRUE(remove_keys(shop_, ani_, "stripe", settings("stripe").version));
  EXPECT_EQ(settings("stripe").box, "");
  EXPECT_EQ(remove_keys(shop_, ani_, "nothing", 1).error(), NotSaved::kNoSuchProvider);
}

TEST_P(PaymentSettingsTest, the_audit_log_says_who_changed_what_without_the_keys) {
  ASSERT_TRUE(save_stripe(kSecretKey, kWebhookSecret));
  const auto [who, subject, before, after] = db_->read([](db::Tx& tx) {
    return tx.one<std::string, std::string, std::string, std::string>(
        "SELECT actor_name, subject_id, before_json, after_json FROM audit_log");
  });
  EXPECT_EQ(who, "Ani");
  EXPECT_EQ(subject, "stripe");
  EXPECT_THAT(before, HasSubstr(R"("keys":{})"));
  EXPECT_THAT(after, HasSubstr("…0001"));
  EXPECT_THAT(after, Not(HasSubstr("sk_test_first")));
  EXPECT_THAT(after, Not(HasSubstr("whsec_first")));
}

TEST_P(PaymentSettingsTest, a_form_that_is_right_is_saved) {
  const auto answer = post("cod", {{"enabled", "1"}, {"minimum_total", "25.000"}, {"maximum_total", "Rp 4.000.000"}});
  EXPECT_EQ(answer.status, 303);
  EXPECT_EQ(settings("cod").minimum_total, Money{25'000});
  EXPECT_EQ(settings("cod").maximum_total, Money{4'000'000});
}

TEST_P(PaymentSettingsTest, a_form_that_is_wrong_changes_nothing_and_shows_no_key_again) {
  const std::vector<std::pair<std::string, std::string>> good{{"minimum_total", "1"},
                                                              {"environment", "sandbox"},
                                                              {"secret_key", kSecretKey},
                                                              {"webhook_secret", kWebhookSecret}};
  const std::vector<std::pair<std::string, std::string>> wrong{
      {"minimum_total", "0"},  {"minimum_total", "1,5"},      {"maximum_total", "99.999.999.999.999"},
      {"environment", "moon"}, {"environment", "production"}, {"secret_key", "pk_test_0123456789"},
      {"secret_key", ""},      {"webhook_secret", ""},        {"client_key", "pk_live_0123456789"}};
  for (const auto& [field, value] : wrong) {
    auto fields = good;
    std::erase_if(fields, [&](const auto& pair) { return pair.first == field; });
    fields.emplace_back(field, value);
    const auto answer = post("stripe", fields);
    EXPECT_EQ(answer.status, 422) << field << '=' << value;
    EXPECT_THAT(answer.body, HasSubstr("stripe-" + field)) << "the error stands at its field";
    EXPECT_THAT(answer.body, Not(HasSubstr(kSecretKey)));
    EXPECT_THAT(answer.body, Not(HasSubstr(kWebhookSecret)));
  }
  EXPECT_EQ(settings("stripe").version, 1);
}

TEST_P(PaymentSettingsTest, a_shop_that_takes_real_money_refuses_the_keys_of_a_sandbox) {
  shop_.providers.takes_real_money = true;
  EXPECT_EQ(post("midtrans", {{"minimum_total", "1"}, {"environment", "sandbox"}}).status, 422);
  EXPECT_EQ(
      post("midtrans", {{"minimum_total", "1"}, {"environment", "production"}, {"secret_key", "SB-Mid-server-0123"}})
          .status,
      422);
  EXPECT_EQ(
      post("midtrans", {{"minimum_total", "1"}, {"environment", "production"}, {"secret_key", "Mid-server-0123456"}})
          .status,
      303);
}

TEST_P(PaymentSettingsTest, keys_that_are_kept_must_belong_to_the_environment_that_is_chosen) {
  ASSERT_TRUE(save_stripe(kSecretKey, kWebhookSecret));
  const auto answer = post("stripe", {{"minimum_total", "1"}, {"environment", "production"}});
  EXPECT_EQ(answer.status, 422);
  EXPECT_THAT(answer.body, HasSubstr("#field-stripe-environment"));
}

TEST_P(PaymentSettingsTest, the_list_of_payments_is_filtered_and_goes_on_from_its_last) {
  for (int i = 0; i < 3; ++i) {
    place("midtrans");
    clock_.advance(std::chrono::hours{1});
  }
  place("cod");
  const auto list = [&](const PaymentFilter& filter, std::int64_t limit = 10) {
    return db_->read([&](db::Tx& tx) { return store::payments_matching(tx, filter, limit); });
  };
  EXPECT_EQ(list({}).size(), 4U);
  EXPECT_EQ(list({.provider = "cod"}).size(), 1U);
  EXPECT_EQ(list({.state = payments::AttemptState::kOpening}).size(), 3U);
  EXPECT_EQ(list({.from = "2026-11-23"}).size(), 0U);
  EXPECT_EQ(list({.from = "2026-11-22", .to = "2026-11-22"}).size(), 4U);
  const auto first = list({}, 2);
  EXPECT_EQ(first.front().provider, "cod") << "the newest comes first";
  EXPECT_EQ(list({.older_than = first.back().place}).size(), 2U);
}

}  // namespace
}  // namespace hurtrock::admin

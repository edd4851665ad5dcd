#include "app/gateways.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "payments/stripe/signed_event_for_tests.hpp"
#include "payments/wire/fake_client_for_tests.hpp"
#include "platform/core/crypto.hpp"
#include "platform/db/testing/every_dialect.hpp"

namespace hurtrock::app {
namespace {

using payments::KeyCheck;
using ::testing::Contains;
using ::testing::Not;

Config config() {
  Config config;
  config.session_secret = Secret{"0123456789abcdef0123456789abcdef"};
  config.midtrans_server_key = Secret{"SB-Mid-server-of-environment"};
  config.midtrans_snap_base = "https://app.sandbox.midtrans.com";
  config.midtrans_api_base = "https://api.sandbox.midtrans.com";
  config.stripe_api_base = "https://api.stripe.com";
  return config;
}

payments::Settings sealed(const Config& config, std::string provider, std::string secret) {
  return {.provider = provider,
          .box = payments::seal_keys(config.session_secret, provider,
                                     {.secret = {Secret{std::move(secret)}, {}},
                                      .client = {},
                                      .webhook = {Secret{"whsec_of_settings_new"}, {}},
                                      .former_webhook = {}}),
          .options = "{}"};
}

class ProviderAccess : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { crypto::start(); }
  Config config_ = config();
};

TEST_F(ProviderAccess, without_settings_the_environment_counts) {
  const auto access = midtrans_access(config_, {.provider = "midtrans"});
  EXPECT_EQ(access.source, KeySource::kEnvironment);
  EXPECT_EQ(access.config.server_key.reveal(), "SB-Mid-server-of-environment");
}

TEST_F(ProviderAccess, settings_take_precedence_with_all_their_keys) {
  config_.stripe_secret_key = Secret{"sk_test_of_environment"};
  config_.stripe_webhook_secret = Secret{"whsec_of_environment"};
  const auto access = stripe_access(config_, sealed(config_, "stripe", "sk_test_of_settings"));
  EXPECT_EQ(access.source, KeySource::kSettings);
  EXPECT_EQ(access.config.secret_key.reveal(), "sk_test_of_settings");
  EXPECT_EQ(access.config.webhook_secret.reveal(), "whsec_of_settings_new");
}

TEST_F(ProviderAccess, keys_that_do_not_open_are_not_replaced_by_others) {
  const auto settings = sealed(config_, "midtrans", "SB-Mid-server-of-settings");
  config_.session_secret = Secret{"another secret of thirty-two byte"};
  const auto access = midtrans_access(config_, settings);
  EXPECT_EQ(access.source, KeySource::kSealed);
  EXPECT_TRUE(access.config.server_key.empty());
}

TEST_F(ProviderAccess, the_environment_that_is_set_decides_about_midtrans_hosts) {
  auto settings = sealed(config_, "midtrans", "Mid-server-of-settings");
  EXPECT_EQ(midtrans_access(config_, settings).config.api_base, "https://api.sandbox.midtrans.com");
  settings.environment = payments::Environment::kProduction;
  EXPECT_EQ(midtrans_access(config_, settings).config.api_base, "https://api.midtrans.com");
  EXPECT_EQ(midtrans_access(config_, settings).config.snap_base, "https://app.midtrans.com");
}

TEST_F(ProviderAccess, an_address_that_is_set_outright_counts_for_every_key) {
  config_.given_midtrans_api_base = "http://127.0.0.1:7";
  EXPECT_EQ(midtrans_access(config_, sealed(config_, "midtrans", "Mid-server-of-settings")).config.api_base,
            "http://127.0.0.1:7");
}

TEST_F(ProviderAccess, the_local_sandboxs_key_leads_to_the_local_sandbox) {
  EXPECT_EQ(midtrans_access(config_, sealed(config_, "midtrans", "SB-Mid-server-hurtrock-local")).config.api_base,
            config_.sandbox_url());
}

TEST_F(ProviderAccess, a_key_of_the_other_environment_is_told_from_a_wrong_one) {
  payments::FakeClient client;
  const auto access = midtrans_access(config_, sealed(config_, "midtrans", "Mid-server-of-settings"));
  client.answer(401, R"({"status_code":"401"})");
  client.answer(404, R"({"status_code":"404"})");
  EXPECT_EQ(check_keys(access, client), KeyCheck::kWrongEnvironment);
  client.answer(401, R"({"status_code":"401"})");
  client.answer(401, R"({"status_code":"401"})");
  EXPECT_EQ(check_keys(access, client), KeyCheck::kWrongKey);
}

TEST_F(ProviderAccess, what_stripe_answers_to_a_check_is_told_apart) {
  payments::FakeClient client;
  const auto access = stripe_access(config_, sealed(config_, "stripe", "sk_test_of_settings"));
  for (const auto& [status, found] : {std::pair{200, KeyCheck::kWorks},
                                      {401, KeyCheck::kWrongKey},
                                      {403, KeyCheck::kForbidden},
                                      {500, KeyCheck::kUnclear}}) {
    client.answer(status, "{}");
    EXPECT_EQ(check_keys(access, client), found) << status;
  }
  client.fail(fetch::Answer::Outcome::kNotSent);
  EXPECT_EQ(check_keys(access, client), KeyCheck::kUnreachable);
  EXPECT_EQ(check_keys(StripeAccess{}, client), KeyCheck::kNoKeys);
}

class GatewaysTest : public ::testing::TestWithParam<db::Dialect> {
 protected:
  static void SetUpTestSuite() { crypto::start(); }
  void save(payments::Settings settings) {
    db_->write([&](db::Tx& tx) {
      settings.version = payments::find_settings(tx, settings.provider)->version;
      return payments::save_settings(tx, settings, clock_.now());
    });
  }
  std::unique_ptr<db::Database> db_ = db::testing::migrated_database(GetParam());
  FakeClock clock_{from_micros(1'795'323'600'000'000)};
  payments::FakeClient client_;
  Config config_ = config();
  Gateways gateways_{*db_, config_, client_, clock_};
};
INSTANTIATE_TEST_SUITE_P(, GatewaysTest, db::testing::every_dialect(), db::testing::name_of);

TEST_P(GatewaysTest, a_provider_is_there_once_it_has_keys) {
  EXPECT_EQ(gateways_.find("stripe"), nullptr);
  EXPECT_THAT(gateways_.ready(), Not(Contains("stripe")));
  save(sealed(config_, "stripe", "sk_test_of_settings"));
  EXPECT_TRUE(gateways_.refresh());
  EXPECT_NE(gateways_.find("stripe"), nullptr);
  EXPECT_THAT(gateways_.ready(), Contains("stripe"));
}

TEST_P(GatewaysTest, a_change_that_is_not_about_keys_keeps_the_gateway) {
  const auto before = gateways_.find("midtrans");
  payments::Settings settings = db_->read([](db::Tx& tx) { return *payments::find_settings(tx, "midtrans"); });
  settings.enabled = false;
  save(settings);
  EXPECT_FALSE(gateways_.refresh());
  EXPECT_EQ(gateways_.find("midtrans"), before);
}

TEST_P(GatewaysTest, a_call_under_way_keeps_the_keys_it_began_with) {
  const auto before = gateways_.find("midtrans");
  save(sealed(config_, "midtrans", "SB-Mid-server-of-settings"));
  ASSERT_TRUE(gateways_.refresh());
  const auto authorization = [&](const payments::GatewayPointer& gateway) {
    client_.answer(404, R"({"status_code":"404"})");
    (void)gateway->status({.reference = "HRT-1-1"});
    return client_.calls.back().authorization.reveal();
  };
  EXPECT_EQ(authorization(before), "Basic " + crypto::base64("SB-Mid-server-of-environment:"));
  EXPECT_EQ(authorization(gateways_.find("midtrans")), "Basic " + crypto::base64("SB-Mid-server-of-settings:"));
}

TEST_P(GatewaysTest, keys_that_do_not_open_switch_the_provider_off) {
  Config other = config_;
  other.session_secret = Secret{"another secret of thirty-two byte"};
  save(sealed(other, "midtrans", "SB-Mid-server-of-settings"));
  EXPECT_TRUE(gateways_.refresh());
  EXPECT_EQ(gateways_.find("midtrans"), nullptr);
  EXPECT_EQ(gateways_.check("midtrans"), KeyCheck::kSealed);
}

TEST(PaymentPages, forms_may_lead_to_the_pages_of_every_key_that_staff_could_set) {
  const auto pages = payment_pages(config());
  EXPECT_THAT(pages, Contains("https://app.midtrans.com"));
  EXPECT_THAT(pages, Contains("https://app.sandbox.midtrans.com"));
  EXPECT_THAT(pages, Contains("https://checkout.stripe.com"));
}

}  // namespace
}  // namespace hurtrock::app

#include "app/config.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>

#include "platform/core/crypto.hpp"

namespace hurtrock::app {
namespace {

namespace fs = std::filesystem;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

using Variables = std::map<std::string, std::string>;

constexpr const char* kGoodSecret = "0123456789abcdef0123456789abcdef";

/// A working folder of its own: `.env` and the data folder are looked for there.
class ConfigTest : public ::testing::Test {
 protected:
  void SetUp() override {
    crypto::start();
    folder_ = fs::temp_directory_path() / ("hurtrock-config-" + crypto::random_token(6));
    before_ = fs::current_path();
    fs::create_directories(folder_);
    fs::current_path(folder_);
  }
  void TearDown() override {
    fs::current_path(before_);
    fs::remove_all(folder_);
  }

  static std::expected<Config, std::vector<std::string>> read(const Variables& variables) {
    return read_config([&](const std::string& name) -> std::optional<std::string> {
      const auto found = variables.find(name);
      return found == variables.end() ? std::nullopt : std::optional{found->second};
    });
  }
  static std::vector<std::string> mistakes(const Variables& variables) {
    const auto config = read(variables);
    return config ? std::vector<std::string>{} : config.error();
  }

  fs::path folder_, before_;
};

/// Everything a shop in production must have.
Variables production() {
  return {{"HURTROCK_ENV", "production"},
          {"PUBLIC_URL", "https://toko.example"},
          {"CHAT_PUBLIC_URL", "https://chat.toko.example"},
          {"SESSION_SECRET", kGoodSecret},
          {"MIDTRANS_SERVER_KEY", "Mid-server-real"},
          {"SMTP_URL", "smtps://mail.example"}};
}

Variables production_with(const std::string& name, const std::string& value) {
  Variables variables = production();
  variables[name] = value;
  return variables;
}

TEST_F(ConfigTest, nothing_needs_to_be_set_in_development) {
  const auto config = read({});
  ASSERT_TRUE(config) << config.error().front();
  EXPECT_TRUE(config->development());
  EXPECT_EQ(config->port, 5000);
  EXPECT_EQ(config->public_url, "http://localhost:5000");
  EXPECT_EQ(config->database_url, "sqlite:data/hurtrock.db");
  EXPECT_TRUE(config->uses_sandbox);
  EXPECT_EQ(config->midtrans_snap_base, "http://127.0.0.1:5055");
  EXPECT_EQ(config->rate_limits, RateLimits::kRelaxed);
  EXPECT_FALSE(config->secure_cookies());
}

TEST_F(ConfigTest, every_wrong_variable_is_reported_at_once) {
  const Variables wrong{{"HURTROCK_ENV", "staging"},
                        {"PORT", "0"},
                        {"CHAT_PORT", "65536"},
                        {"SANDBOX_PORT", "five"},
                        {"PUBLIC_URL", "toko.example"},
                        {"CHAT_PUBLIC_URL", "ftp://chat"},
                        {"DATABASE_URL", "mysql://x"},
                        {"CHAT_DATABASE_URL", "chat.db"},
                        {"SESSION_SECRET", "short"},
                        {"MIDTRANS_ENVIRONMENT", "live"},
                        {"MIDTRANS_SNAP_BASE", "app"},
                        {"MIDTRANS_API_BASE", "http://a b"},
                        {"STRIPE_SECRET_KEY", "pk_test_swapped"},
                        {"STRIPE_PUBLISHABLE_KEY", "sk_test_swapped"},
                        {"STRIPE_WEBHOOK_SECRET", "we_1"},
                        {"STRIPE_API_BASE", "api.stripe.com"},
                        {"SMTP_URL", "mail.example"},
                        {"MAIL_FROM", "Toko kami"},
                        {"TRUSTED_PROXIES", "10.0.0.0/8, everyone"},
                        {"WORKERS", "-1"},
                        {"RATE_LIMITS", "off"},
                        {"SLOW_QUERY_MS", "slow"},
                        {"LOG_LEVEL", "loud"},
                        {"LOG_FORMAT", "xml"}};
  const auto found = mistakes(wrong);
  EXPECT_EQ(found.size(), wrong.size());
  for (const auto& [name, value] : wrong) EXPECT_THAT(found, Contains(StartsWith(name + " "))) << name;
}

TEST_F(ConfigTest, a_mistake_does_not_repeat_the_secret) {
  for (const auto& mistake : mistakes({{"SESSION_SECRET", "hunter2hunter2"}}))
    EXPECT_THAT(mistake, Not(HasSubstr("hunter2")));
}

TEST_F(ConfigTest, an_empty_variable_is_as_one_that_is_not_set) {
  EXPECT_EQ(read({{"PORT", ""}, {"DATA_DIR", ""}})->database_url, "sqlite:data/hurtrock.db");
}

TEST_F(ConfigTest, an_address_loses_its_trailing_slashes) {
  EXPECT_EQ(read({{"PUBLIC_URL", "https://toko.example//"}})->public_url, "https://toko.example");
}

TEST_F(ConfigTest, pages_of_the_shop_and_of_listed_origins_may_use_the_chat) {
  const auto config = read({{"PUBLIC_URL", "https://toko.example/id/"},
                            {"CORS_ORIGINS", "https://www.toko.example, https://app.toko.example"}});
  EXPECT_THAT(config->chat_origins,
              testing::ElementsAre("https://toko.example", "https://www.toko.example", "https://app.toko.example"));
  EXPECT_THAT(read({{"PORT", "5001"}})->chat_origins, Contains("http://127.0.0.1:5001"));
  EXPECT_THAT(mistakes({{"CORS_ORIGINS", "https://www.toko.example/page"}}), Contains(HasSubstr("CORS_ORIGINS")));
}

TEST_F(ConfigTest, shop_and_chat_find_each_other_on_one_machine_without_being_told) {
  const auto config = read({{"PORT", "5001"}, {"CHAT_PORT", "8001"}});
  EXPECT_EQ(config->shop_url, "http://127.0.0.1:5001");
  EXPECT_EQ(config->chat_url, "http://127.0.0.1:8001");
  const auto apart = read({{"SHOP_URL", "http://shop.internal:80/"}, {"CHAT_URL", "http://chat.internal:81"}});
  EXPECT_EQ(apart->shop_url, "http://shop.internal:80");
  EXPECT_EQ(apart->chat_url, "http://chat.internal:81");
}

TEST_F(ConfigTest, an_address_of_ipv6_stands_in_brackets_on_the_web) {
  const auto config = read({{"HOST", "::1"}});
  EXPECT_EQ(config->host, "::1");
  EXPECT_EQ(config->public_url, "http://[::1]:5000");
  EXPECT_EQ(config->chat_url, "http://[::1]:8000");
}

TEST_F(ConfigTest, shop_and_chat_do_not_share_a_database) {
  EXPECT_THAT(mistakes({{"DATABASE_URL", "sqlite:one.db"}, {"CHAT_DATABASE_URL", "sqlite:one.db"}}),
              Contains(HasSubstr("CHAT_DATABASE_URL")));
}

TEST_F(ConfigTest, a_development_shop_keeps_its_secret_to_itself) {
  const std::string secret = read({})->session_secret.reveal();
  EXPECT_GE(secret.size(), 32U);
  EXPECT_EQ(read({})->session_secret.reveal(), secret);
  struct stat info{};
  ASSERT_EQ(::stat("data/session-secret", &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0600U);
}

TEST_F(ConfigTest, whoever_wants_no_first_secret_touches_nothing_and_finds_one_that_is_there) {
  const auto read_only = [] {
    return read_config([](const std::string&) { return std::nullopt; }, FirstSecret::kLeftOut)->session_secret.reveal();
  };
  EXPECT_EQ(read_only(), "");
  EXPECT_FALSE(fs::exists("data"));
  EXPECT_EQ(read({})->session_secret.reveal(), read_only());
}

TEST_F(ConfigTest, a_complete_production_shop_starts) {
  const auto config = read(production());
  ASSERT_TRUE(config) << config.error().front();
  EXPECT_FALSE(config->uses_sandbox);
  EXPECT_TRUE(config->secure_cookies());
  EXPECT_EQ(config->rate_limits, RateLimits::kOn);
  EXPECT_EQ(config->log_format, log::Format::kJson);
}

TEST_F(ConfigTest, production_refuses_what_development_forgives) {
  const std::pair<const char*, const char*> refused[] = {{"SESSION_SECRET", ""},
                                                         {"SESSION_SECRET", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"},
                                                         {"PUBLIC_URL", "http://toko.example"},
                                                         {"MIDTRANS_SERVER_KEY", "SB-Mid-server-hurtrock-local"},
                                                         {"MIDTRANS_SNAP_BASE", "http://127.0.0.1:5055"},
                                                         {"MIDTRANS_API_BASE", "http://127.0.0.1:5055"},
                                                         {"STRIPE_API_BASE", "http://127.0.0.1:5055"},
                                                         {"STRIPE_WEBHOOK_SECRET", "whsec_hurtrock_local"},
                                                         {"PICTURE_TEST_PORT", "8080"}};
  for (const auto& [name, value] : refused) {
    const auto found = mistakes(production_with(name, value));
    ASSERT_EQ(found.size(), 1U) << name << "=" << value;
    EXPECT_THAT(found[0], StartsWith(std::string(name) + " "));
  }
}

TEST_F(ConfigTest, production_makes_no_secret_of_its_own) {
  mistakes(production_with("SESSION_SECRET", ""));
  EXPECT_FALSE(fs::exists("data/session-secret"));
}

TEST_F(ConfigTest, the_live_environment_asks_midtrans_live_hosts) {
  EXPECT_EQ(read(production())->midtrans_api_base, "https://api.sandbox.midtrans.com");
  EXPECT_EQ(read(production_with("MIDTRANS_ENVIRONMENT", "production"))->midtrans_api_base, "https://api.midtrans.com");
}

TEST_F(ConfigTest, development_takes_cards_at_the_sandbox_and_production_at_stripe_once_it_has_keys) {
  EXPECT_EQ(read({})->stripe_api_base, "http://127.0.0.1:5055");
  EXPECT_FALSE(read({})->stripe_secret_key.empty());
  EXPECT_TRUE(read(production())->stripe_secret_key.empty());
  Variables variables = production_with("STRIPE_SECRET_KEY", "sk_live_1");
  variables["STRIPE_WEBHOOK_SECRET"] = "whsec_1";
  EXPECT_EQ(read(variables)->stripe_api_base, "https://api.stripe.com");
}

TEST_F(ConfigTest, what_a_developer_sets_counts_beside_the_sandboxs_keys) {
  const auto config = read({{"STRIPE_WEBHOOK_SECRET", "whsec_own"},
                            {"STRIPE_PUBLISHABLE_KEY", "pk_live_own"},
                            {"MIDTRANS_CLIENT_KEY", "SB-Mid-client-own"}});
  ASSERT_TRUE(config) << config.error().front();
  EXPECT_EQ(config->stripe_webhook_secret.reveal(), "whsec_own");
  EXPECT_EQ(config->stripe_publishable_key, "pk_live_own");
  EXPECT_EQ(config->midtrans_client_key, "SB-Mid-client-own");
  EXPECT_TRUE(is_local_sandbox_key(config->stripe_secret_key));
  EXPECT_TRUE(is_local_sandbox_key(config->midtrans_server_key));
}

TEST_F(ConfigTest, a_developer_may_leave_the_webhooks_secret_out_and_is_told_what_that_means) {
  const auto config = read({{"STRIPE_SECRET_KEY", "sk_test_1"}});
  ASSERT_TRUE(config) << config.error().front();
  EXPECT_TRUE(config->stripe_webhook_secret.empty());
  EXPECT_THAT(config->warnings, ElementsAre(StartsWith("STRIPE_WEBHOOK_SECRET ")));
  EXPECT_THAT(read({})->warnings, IsEmpty());
}

TEST_F(ConfigTest, production_without_a_mail_server_starts_with_a_warning) {
  const auto config = read(production_with("SMTP_URL", ""));
  ASSERT_TRUE(config) << config.error().front();
  EXPECT_THAT(config->warnings, ElementsAre(StartsWith("SMTP_URL ")));
  EXPECT_THAT(read(production())->warnings, IsEmpty());
}

TEST_F(ConfigTest, production_without_a_chat_that_browsers_reach_starts_with_a_warning) {
  for (const char* const url : {"", "http://toko.example/chat-service"}) {
    const auto config = read(production_with("CHAT_PUBLIC_URL", url));
    ASSERT_TRUE(config) << config.error().front();
    EXPECT_THAT(config->warnings, ElementsAre(StartsWith("CHAT_PUBLIC_URL "))) << url;
  }
}

TEST_F(ConfigTest, a_chat_that_stays_in_a_file_beside_a_server_is_told_of_unless_it_is_meant) {
  const std::string server = "postgresql://hurtrock@db.example/toko";
  EXPECT_THAT(read({{"DATABASE_URL", server}})->warnings, ElementsAre(StartsWith("CHAT_DATABASE_URL is not set")));
  for (const char* meant : {"sqlite:data/chat.db", "postgresql://hurtrock@db.example/chat"})
    EXPECT_THAT(read({{"DATABASE_URL", server}, {"CHAT_DATABASE_URL", meant}})->warnings, IsEmpty()) << meant;
  EXPECT_THAT(read({{"DATABASE_URL", "sqlite:toko.db"}})->warnings, IsEmpty());
}

TEST_F(ConfigTest, the_address_of_the_mail_server_must_be_whole) {
  for (const char* url : {"smtp://", "smtps://host:99999"})
    EXPECT_THAT(mistakes({{"SMTP_URL", url}}), ElementsAre(StartsWith("SMTP_URL "))) << url;
}

TEST_F(ConfigTest, a_wrong_host_is_told_of_once) {
  for (const char* host : {"not a host", "toko.example/", "http://127.0.0.1", "[::1]", "a\"b"})
    EXPECT_THAT(mistakes({{"HOST", host}}), ElementsAre(StartsWith("HOST "))) << host;
  for (const char* host : {"localhost", "127.0.0.1", "::", "fe80::1%eth0", "my-host_1.example"})
    EXPECT_THAT(mistakes({{"HOST", host}}), IsEmpty()) << host;
}

TEST_F(ConfigTest, stripes_keys_go_together) {
  EXPECT_THAT(mistakes(production_with("STRIPE_SECRET_KEY", "sk_live_1")),
              ElementsAre(StartsWith("STRIPE_WEBHOOK_SECRET ")));
  Variables mixed = production_with("STRIPE_SECRET_KEY", "sk_live_1");
  mixed["STRIPE_WEBHOOK_SECRET"] = "whsec_1";
  mixed["STRIPE_PUBLISHABLE_KEY"] = "pk_test_1";
  EXPECT_THAT(mistakes(mixed), ElementsAre(StartsWith("STRIPE_PUBLISHABLE_KEY ")));
}

class EnvironmentTest : public ConfigTest {
 protected:
  void TearDown() override {
    ::unsetenv("HURTROCK_TEST_VALUE");
    ConfigTest::TearDown();
  }
  static void write_file(const std::string& content) { std::ofstream(".env") << content; }
};

TEST_F(EnvironmentTest, a_file_completes_the_environment) {
  write_file(
      "# the shop's settings\n\n  HURTROCK_TEST_VALUE = plain text \nexport HURTROCK_TEST_B=\"quoted = # text\"\r\n"
      "HURTROCK_TEST_C='single'\nHURTROCK_TEST_D=\"open\nnonsense\nHURTROCK_TEST_E=\n");
  const Lookup lookup = environment();
  EXPECT_EQ(lookup("HURTROCK_TEST_VALUE"), "plain text");
  EXPECT_EQ(lookup("HURTROCK_TEST_B"), "quoted = # text");
  EXPECT_EQ(lookup("HURTROCK_TEST_C"), "single");
  EXPECT_EQ(lookup("HURTROCK_TEST_D"), "\"open");
  EXPECT_EQ(lookup("HURTROCK_TEST_E"), "");
  EXPECT_EQ(lookup("nonsense"), std::nullopt);
}

TEST_F(EnvironmentTest, the_environment_wins_over_the_file_and_flags_over_both) {
  write_file("HURTROCK_TEST_VALUE=file\n");
  EXPECT_EQ(environment()("HURTROCK_TEST_VALUE"), "file");
  ::setenv("HURTROCK_TEST_VALUE", "environment", 1);
  EXPECT_EQ(environment()("HURTROCK_TEST_VALUE"), "environment");
  EXPECT_EQ(environment({{"HURTROCK_TEST_VALUE", "flag"}})("HURTROCK_TEST_VALUE"), "flag");
}

TEST_F(EnvironmentTest, lines_of_the_file_are_known_by_their_numbers) {
  write_file("# comment\n\nexport PORT=5001\nnonsense\n");
  const auto file = read_settings_file();
  EXPECT_EQ(file.path, ".env");
  ASSERT_TRUE(file.is_there);
  ASSERT_EQ(file.lines.size(), 2U);
  EXPECT_EQ(file.lines[0].number, 3U);
  EXPECT_EQ(file.lines[0].name, "PORT");
  EXPECT_EQ(file.lines[1].number, 4U);
  EXPECT_EQ(file.lines[1].name, "");
}

TEST_F(EnvironmentTest, there_need_not_be_a_file) { EXPECT_EQ(environment()("HURTROCK_TEST_VALUE"), std::nullopt); }

}  // namespace
}  // namespace hurtrock::app

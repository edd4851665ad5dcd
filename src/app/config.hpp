#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/core/secret.hpp"
#include "platform/log/log.hpp"
#include "platform/mail/mail.hpp"

namespace hurtrock::app {

enum class Environment : std::uint8_t { kDevelopment, kProduction };
/// Limits per address are lifted when relaxed; those per account stay.
enum class RateLimits : std::uint8_t { kOn, kRelaxed };

/// Everything that is set from outside, as CONTRACT section 3 lists it. Read once, in main.
struct Config {
  Environment environment = Environment::kDevelopment;
  std::string host;
  std::uint16_t port = 5000, chat_port = 8000, sandbox_port = 5055;
  std::string public_url, chat_public_url;  ///< without trailing slash
  std::string shop_url;                     ///< how the chat service reaches the shop
  std::string chat_url;                     ///< and the shop the chat service
  std::vector<std::string> chat_origins;    ///< of pages that may talk to the chat service
  std::string database_url, chat_database_url;
  std::string redis_url;  ///< empty: none
  Secret session_secret;
  std::string data_dir;
  Secret midtrans_server_key;
  std::string midtrans_client_key, midtrans_snap_base, midtrans_api_base;
  Secret stripe_secret_key;  ///< empty: cards are not offered
  std::string stripe_publishable_key;
  Secret stripe_webhook_secret;
  std::string stripe_api_base;
  /// Addresses that are set outright: they count whoever's keys are used. Empty: not set.
  std::string given_midtrans_snap_base, given_midtrans_api_base, given_stripe_api_base;
  bool uses_sandbox = false;  ///< calls to Midtrans or Stripe go to our own sandbox
  std::string smtp_url;       ///< empty: mails are written to data/outbox
  mail::Mailbox mail_from;
  std::vector<std::string> trusted_proxies;
  unsigned workers = 2;
  /// Of 127.0.0.1, where imports may fetch pictures although it is private; 0: none. Always 0 in production.
  std::uint16_t picture_test_port = 0;
  RateLimits rate_limits = RateLimits::kOn;
  std::chrono::milliseconds slow_query{500};  ///< statements that take longer are logged; 0: none
  log::Level log_level = log::Level::kInfo;
  log::Format log_format = log::Format::kText;
  std::vector<std::string> warnings;  ///< what the shop starts with and should not have: a sentence each, as mistakes

  [[nodiscard]] std::string sandbox_url() const;
  [[nodiscard]] bool development() const { return environment == Environment::kDevelopment; }
  [[nodiscard]] bool secure_cookies() const { return public_url.starts_with("https://"); }
};

// Sentences of Config::warnings.
constexpr std::string_view kNoMails =
    "SMTP_URL is not set: nobody gets a mail, they are only written to DATA_DIR/outbox; set it to your mail server";
constexpr std::string_view kChatInFile =
    "CHAT_DATABASE_URL is not set: the chat's messages are in a SQLite file of DATA_DIR, though DATABASE_URL names a "
    "server; set it to another database there (or to sqlite:PATH, if a file is meant)";
constexpr std::string_view kUnverifiedStripe =
    "STRIPE_WEBHOOK_SECRET is not set: Stripe's events are refused, so payments are heard of by asking, minutes later; "
    "set it to the secret of the endpoint";

/// Of a production shop, whose pages have TLS, when CHAT_PUBLIC_URL has none or is this machine's own.
std::string no_chat_for_browsers(const Config& config);

/// Whether it is a key that only the sandbox of our own knows.
bool is_local_sandbox_key(const Secret& key);

/// A name's value, or nothing when it is not set.
using Lookup = std::function<std::optional<std::string>(const std::string& name)>;

/// What becomes of a development shop without SESSION_SECRET that has kept none so far.
enum class FirstSecret : std::uint8_t {
  kMade,     ///< and kept in the data folder, which is created
  kLeftOut,  ///< it stays empty, and nothing is touched
};

/// All mistakes at once, one sentence each: what is wrong, and what to do.
std::expected<Config, std::vector<std::string>> read_config(const Lookup& lookup,
                                                            FirstSecret first_secret = FirstSecret::kMade);

/// A line of the file of settings, other than comments and empty ones.
struct SettingsLine {
  std::size_t number = 0;  ///< from 1
  std::string name;        ///< empty: it has no `=`, and sets nothing
  std::string value;
};
struct SettingsFile {
  std::string path;
  bool is_there = false;
  std::vector<SettingsLine> lines;
};
/// The one that HURTROCK_CONFIG names (throws if it cannot be read), or `.env`.
SettingsFile read_settings_file();

/// Of every variable of the environment.
std::vector<std::string> environment_names();

/// The environment, then that file; `set` wins over both.
Lookup environment(std::vector<std::pair<std::string, std::string>> set = {});

}  // namespace hurtrock::app

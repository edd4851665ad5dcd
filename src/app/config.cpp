#include "app/config.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <thread>

#include "app/addresses.hpp"
#include "platform/core/crypto.hpp"
#include "platform/core/text.hpp"
#include "platform/http/proxies.hpp"
#include "platform/mail/mail.hpp"
#include "platform/redis/redis.hpp"

namespace hurtrock::app {
namespace {

/// What the sandbox of our own expects; of no use anywhere else.
constexpr std::string_view kSandboxServerKey = "SB-Mid-server-hurtrock-local";
constexpr std::string_view kSandboxClientKey = "SB-Mid-client-hurtrock-local";

constexpr std::string_view kSandboxStripeKey = "sk_test_hurtrock_local";
constexpr std::string_view kSandboxStripePublishableKey = "pk_test_hurtrock_local";
constexpr std::string_view kSandboxStripeWebhookSecret = "whsec_hurtrock_local";

class Reader {
 public:
  explicit Reader(const Lookup& lookup) : lookup_(lookup) {}

  std::string text(const std::string& name, std::string fallback = {}) const {
    const auto value = lookup_(name);
    return value && !value->empty() ? *value : std::move(fallback);
  }

  std::int64_t number(const std::string& name, std::int64_t low, std::int64_t high, std::int64_t fallback) {
    const std::string value = text(name);
    if (value.empty()) return fallback;
    if (const auto number = text::parse_integer(value, low, high)) return *number;
    wrong("{} must be a whole number from {} to {}", name, low, high);
    return fallback;
  }

  std::string word(const std::string& name, std::initializer_list<std::string_view> words, std::string fallback) {
    std::string value = text(name, fallback);
    if (std::ranges::find(words, value) != words.end()) return value;
    wrong("{} must be one of {}", name, fmt::join(words, ", "));
    return fallback;
  }

  std::string address(const std::string& name, std::string fallback) {
    std::string value = text(name, std::move(fallback));
    while (value.ends_with('/')) value.pop_back();
    const bool web = value.starts_with("http://") || value.starts_with("https://");
    if (!web || value.find_first_of(" \t\r\n\"<>") != std::string::npos)
      wrong("{} must be an address that begins with http:// or https://", name);
    return value;
  }

  template <class... Args>
  void wrong(fmt::format_string<Args...> format, Args&&... args) {
    mistakes_.push_back(fmt::format(format, std::forward<Args>(args)...));
  }
  std::vector<std::string>& mistakes() { return mistakes_; }

 private:
  const Lookup& lookup_;
  std::vector<std::string> mistakes_;
};

/// Of 32 random bytes, however they are written, far more than this many are different.
bool looks_random(std::string_view secret) {
  constexpr std::size_t kFewestCharacters = 10;
  return std::set<char>(secret.begin(), secret.end()).size() >= kFewestCharacters;
}

constexpr std::size_t kShortestSecret = 32;

/// Empty: there is none.
Secret find_secret(const std::filesystem::path& path) {
  std::ifstream file(path);
  const std::string content{std::istreambuf_iterator<char>(file), {}};
  return content.size() >= kShortestSecret ? Secret{content} : Secret{};
}

/// The secret of a development shop: made once, readable by its owner only.
Secret kept_secret(Reader& reader, const std::filesystem::path& data_dir, FirstSecret first) {
  const auto path = data_dir / "session-secret";
  if (first == FirstSecret::kLeftOut) return find_secret(path);
  std::error_code error;
  std::filesystem::create_directories(data_dir, error);
  for (int round = 0; round < 2; ++round) {
    if (Secret kept = find_secret(path); !kept.empty()) return kept;
    // Several processes may start at once: the name appears complete, and the first one stays.
    const auto draft = fmt::format("{}.{}", path.string(), crypto::random_token(6));
    const int file = ::open(draft.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
    if (file < 0) break;
    const std::string secret = crypto::random_token(48);
    const bool written = ::write(file, secret.data(), secret.size()) == static_cast<ssize_t>(secret.size());
    ::close(file);
    // Losing the race leaves the winner's file, which the next round reads.
    if (written && ::link(draft.c_str(), path.c_str()) != 0 && errno != EEXIST)
      reader.wrong("cannot write {}", path.string());
    ::unlink(draft.c_str());
  }
  reader.wrong("cannot keep a session secret in {}: set SESSION_SECRET or make the folder writable", data_dir.string());
  return {};
}

void read_secret(Reader& reader, Config& config, FirstSecret first) {
  const std::string secret = reader.text("SESSION_SECRET");
  if (!secret.empty()) {
    if (secret.size() < kShortestSecret || (!config.development() && !looks_random(secret)))
      reader.wrong("SESSION_SECRET must have at least 32 random bytes; make one with: openssl rand -hex 32");
    config.session_secret = Secret{secret};
  } else if (config.development()) {
    config.session_secret = kept_secret(reader, config.data_dir, first);
  } else {
    reader.wrong("SESSION_SECRET must be set in production; make one with: openssl rand -hex 32");
  }
}

void read_midtrans(Reader& reader, Config& config) {
  const bool live = reader.word("MIDTRANS_ENVIRONMENT", {"sandbox", "production"}, "sandbox") == "production";
  config.midtrans_server_key = Secret{reader.text("MIDTRANS_SERVER_KEY")};
  config.midtrans_client_key = reader.text("MIDTRANS_CLIENT_KEY");
  const std::string ours = config.sandbox_url();
  // A developer without keys gets the whole errand all the same, against the sandbox that `serve` starts.
  config.uses_sandbox = config.development() && config.midtrans_server_key.empty();
  if (config.uses_sandbox) {
    config.midtrans_server_key = Secret{std::string(kSandboxServerKey)};
    if (config.midtrans_client_key.empty()) config.midtrans_client_key = kSandboxClientKey;
  }
  const std::string_view zone = live ? "" : "sandbox.";
  config.midtrans_snap_base = reader.address(
      "MIDTRANS_SNAP_BASE", config.uses_sandbox ? ours : fmt::format("https://app.{}midtrans.com", zone));
  config.midtrans_api_base =
      reader.address("MIDTRANS_API_BASE", config.uses_sandbox ? ours : fmt::format("https://api.{}midtrans.com", zone));
  if (!reader.text("MIDTRANS_SNAP_BASE").empty()) config.given_midtrans_snap_base = config.midtrans_snap_base;
  if (!reader.text("MIDTRANS_API_BASE").empty()) config.given_midtrans_api_base = config.midtrans_api_base;
}

/// Keys are told apart by how they begin; a wrong one is not repeated.
void check_stripe_keys(Reader& reader, Config& config, bool in_sandbox) {
  const std::string& secret = config.stripe_secret_key.reveal();
  const std::string& publishable = config.stripe_publishable_key;
  const std::string& webhook = config.stripe_webhook_secret.reveal();
  if (!secret.empty() && !begins_with_one_of(secret, {"sk_test_", "sk_live_", "rk_test_", "rk_live_"}))
    reader.wrong("STRIPE_SECRET_KEY must begin with sk_test_, sk_live_, rk_test_ or rk_live_");
  if (!publishable.empty() && !begins_with_one_of(publishable, {"pk_test_", "pk_live_"}))
    reader.wrong("STRIPE_PUBLISHABLE_KEY must begin with pk_test_ or pk_live_");
  else if (!in_sandbox && !publishable.empty() && !secret.empty() &&
           secret.contains("_live_") != publishable.contains("_live_"))
    reader.wrong("STRIPE_PUBLISHABLE_KEY must be of the same mode as STRIPE_SECRET_KEY: both test or both live");
  if (!webhook.empty() && !webhook.starts_with("whsec_"))
    reader.wrong("STRIPE_WEBHOOK_SECRET must begin with whsec_: it is shown with the endpoint of /webhooks/stripe");
  if (secret.empty() || !webhook.empty()) return;
  if (config.development())
    config.warnings.emplace_back(kUnverifiedStripe);
  else
    reader.wrong("STRIPE_WEBHOOK_SECRET must be set with STRIPE_SECRET_KEY: without it no payment is heard of at once");
}

void read_stripe(Reader& reader, Config& config) {
  config.stripe_secret_key = Secret{reader.text("STRIPE_SECRET_KEY")};
  config.stripe_publishable_key = reader.text("STRIPE_PUBLISHABLE_KEY");
  config.stripe_webhook_secret = Secret{reader.text("STRIPE_WEBHOOK_SECRET")};
  const bool in_sandbox = config.development() && config.stripe_secret_key.empty();
  if (in_sandbox) {
    config.stripe_secret_key = Secret{std::string(kSandboxStripeKey)};
    if (config.stripe_publishable_key.empty()) config.stripe_publishable_key = kSandboxStripePublishableKey;
    // The sandbox signs with whatever the shop expects.
    if (config.stripe_webhook_secret.empty())
      config.stripe_webhook_secret = Secret{std::string(kSandboxStripeWebhookSecret)};
    config.uses_sandbox = true;
  }
  config.stripe_api_base =
      reader.address("STRIPE_API_BASE", in_sandbox ? config.sandbox_url() : std::string("https://api.stripe.com"));
  if (!reader.text("STRIPE_API_BASE").empty()) config.given_stripe_api_base = config.stripe_api_base;
  check_stripe_keys(reader, config, in_sandbox);
}

/// As an address on the web has it: what is all colons is put in brackets.
std::string host_in_url(std::string_view host) {
  return host.contains(':') ? fmt::format("[{}]", host) : std::string(host);
}

/// A wrong one is told once, and not of all the addresses that are made from it.
void read_host(Reader& reader, Config& config) {
  config.host = reader.text("HOST", "0.0.0.0");
  const bool is_host = std::ranges::all_of(config.host, [](unsigned char c) {
    return std::isalnum(c) != 0 || std::string_view{".:-_%"}.contains(static_cast<char>(c));
  });
  if (is_host) return;
  reader.wrong("HOST must be an address of this machine or a name, such as 127.0.0.1 or localhost; 0.0.0.0 is all");
  config.host = "0.0.0.0";
}

void read_chat(Reader& reader, Config& config) {
  const bool anywhere = config.host == "0.0.0.0" || config.host == "::";
  const std::string own_host = anywhere ? "127.0.0.1" : host_in_url(config.host);
  config.shop_url = reader.address("SHOP_URL", fmt::format("http://{}:{}", own_host, config.port));
  config.chat_url = reader.address("CHAT_URL", fmt::format("http://{}:{}", own_host, config.chat_port));
  config.chat_origins.emplace_back(origin_of(config.public_url));
  if (config.development()) {
    // A developer's shop goes by both names.
    constexpr std::string_view kNames[] = {"http://localhost:", "http://127.0.0.1:"};
    for (const std::string_view name : kNames)
      if (std::ranges::any_of(kNames, [&](std::string_view other) { return config.public_url.starts_with(other); }))
        config.chat_origins.push_back(fmt::format("{}{}", name, config.port));
  }
  const std::string given = reader.text("CORS_ORIGINS");
  for (const auto part : text::split(given, ',')) {
    const std::string origin(text::trim(part));
    if (origin.empty()) continue;
    const bool web = origin.starts_with("http://") || origin.starts_with("https://");
    if (!web || origin != origin_of(origin))
      reader.wrong("CORS_ORIGINS must be origins such as https://www.example.com, separated by commas");
    config.chat_origins.push_back(origin);
  }
}

void read_mail(Reader& reader, Config& config) {
  config.smtp_url = reader.text("SMTP_URL");
  if (config.smtp_url.empty()) {
    if (!config.development()) config.warnings.emplace_back(kNoMails);
  } else if (!config.smtp_url.starts_with("smtp://") && !config.smtp_url.starts_with("smtps://")) {
    reader.wrong("SMTP_URL must begin with smtp:// or smtps://");
  } else if (!mail::is_server_url(config.smtp_url)) {
    reader.wrong(
        "SMTP_URL must be smtp://[user:password@]host[:port], or smtps://... (an @ in user or password is %40)");
  }
  if (auto from = mail::parse_mailbox(reader.text("MAIL_FROM", "Hurtrock Music Store <toko@hurtrock.local>")))
    config.mail_from = *std::move(from);
  else
    reader.wrong("MAIL_FROM must be a mailbox such as: Hurtrock Music Store <toko@example.com>");
}

void read_proxies(Reader& reader, Config& config) {
  for (const auto cidr : text::split(reader.text("TRUSTED_PROXIES"), ','))
    if (const auto trimmed = text::trim(cidr); !trimmed.empty()) config.trusted_proxies.emplace_back(trimmed);
  try {
    const http::TrustedProxies parsed(config.trusted_proxies);
  } catch (const std::invalid_argument& error) {
    reader.wrong("TRUSTED_PROXIES must be addresses or networks such as 10.0.0.0/8, separated by commas: {}",
                 error.what());
  }
}

void read_log(Reader& reader, Config& config) {
  const std::string level = reader.text("LOG_LEVEL", "info");
  config.slow_query = std::chrono::milliseconds{reader.number("SLOW_QUERY_MS", 0, 3'600'000, 500)};
  if (!log::parse_level(level, config.log_level)) reader.wrong("LOG_LEVEL must be one of debug, info, warn, error");
  const std::string format = reader.word("LOG_FORMAT", {"text", "json"}, config.development() ? "text" : "json");
  config.log_format = format == "json" ? log::Format::kJson : log::Format::kText;
}

void check_production(Reader& reader, Config& config) {
  if (config.development()) return;
  // A shop sells without its chat, so it starts.
  if (!config.chat_public_url.starts_with("https://")) config.warnings.push_back(no_chat_for_browsers(config));
  if (!config.public_url.starts_with("https://"))
    reader.wrong("PUBLIC_URL must begin with https:// in production: cookies are sent over TLS only");
  if (config.midtrans_server_key.reveal() == kSandboxServerKey)
    reader.wrong("MIDTRANS_SERVER_KEY is the local sandbox's: set your own in production");
  for (const auto& [name, base] : {std::pair{"MIDTRANS_SNAP_BASE", &config.midtrans_snap_base},
                                   {"MIDTRANS_API_BASE", &config.midtrans_api_base},
                                   {"STRIPE_API_BASE", &config.stripe_api_base}})
    if (!base->starts_with("https://"))
      reader.wrong("{} must begin with https:// in production: the secret key travels there", name);
  if (config.stripe_secret_key.reveal() == kSandboxStripeKey)
    reader.wrong("STRIPE_SECRET_KEY is the local sandbox's: set your own in production");
  if (config.stripe_webhook_secret.reveal() == kSandboxStripeWebhookSecret)
    reader.wrong("STRIPE_WEBHOOK_SECRET is the local sandbox's: set your own in production");
  if (config.picture_test_port != 0) reader.wrong("PICTURE_TEST_PORT is for tests: it must not be set in production");
}

}  // namespace

std::string no_chat_for_browsers(const Config& config) {
  return fmt::format(
      "CHAT_PUBLIC_URL is {}, which buyers' browsers do not reach from pages with TLS: set it to an address that begins "
      "with https://, such as {}/chat-service",
      config.chat_public_url, config.public_url);
}

std::string Config::sandbox_url() const { return fmt::format("http://127.0.0.1:{}", sandbox_port); }

bool is_local_sandbox_key(const Secret& key) {
  return key.reveal() == kSandboxServerKey || key.reveal() == kSandboxStripeKey;
}

std::expected<Config, std::vector<std::string>> read_config(const Lookup& lookup, FirstSecret first_secret) {
  Reader reader(lookup);
  Config config;
  if (reader.word("HURTROCK_ENV", {"development", "production"}, "development") == "production")
    config.environment = Environment::kProduction;
  read_host(reader, config);
  config.port = static_cast<std::uint16_t>(reader.number("PORT", 1, 65'535, 5000));
  config.chat_port = static_cast<std::uint16_t>(reader.number("CHAT_PORT", 1, 65'535, 8000));
  config.sandbox_port = static_cast<std::uint16_t>(reader.number("SANDBOX_PORT", 1, 65'535, 5055));
  const std::string shown_host =
      config.host == "0.0.0.0" || config.host == "::" ? "localhost" : host_in_url(config.host);
  config.public_url = reader.address("PUBLIC_URL", fmt::format("http://{}:{}", shown_host, config.port));
  config.chat_public_url = reader.address("CHAT_PUBLIC_URL", fmt::format("http://{}:{}", shown_host, config.chat_port));
  config.data_dir = reader.text("DATA_DIR", "data");
  config.database_url = reader.text("DATABASE_URL", fmt::format("sqlite:{}/hurtrock.db", config.data_dir));
  config.chat_database_url = reader.text("CHAT_DATABASE_URL", fmt::format("sqlite:{}/chat.db", config.data_dir));
  for (const auto& [name, url] :
       {std::pair{"DATABASE_URL", &config.database_url}, {"CHAT_DATABASE_URL", &config.chat_database_url}})
    if (!url->starts_with("sqlite:") && !url->starts_with("postgresql://") && !url->starts_with("postgres://"))
      reader.wrong("{} must begin with sqlite: or postgresql://", name);
  config.redis_url = reader.text("REDIS_URL");
  if (!config.redis_url.empty() && !redis::parse_address(config.redis_url))
    reader.wrong("REDIS_URL must be redis://[[user]:password@]host[:port]");
  if (config.chat_database_url == config.database_url)
    reader.wrong("CHAT_DATABASE_URL must be another database than DATABASE_URL");
  if (!config.database_url.starts_with("sqlite:") && reader.text("CHAT_DATABASE_URL").empty())
    config.warnings.emplace_back(kChatInFile);
  read_secret(reader, config, first_secret);
  read_chat(reader, config);
  read_midtrans(reader, config);
  read_stripe(reader, config);
  read_mail(reader, config);
  read_proxies(reader, config);
  config.workers =
      static_cast<unsigned>(reader.number("WORKERS", 1, 256, std::max(1U, std::thread::hardware_concurrency())));
  config.rate_limits = reader.word("RATE_LIMITS", {"on", "relaxed"}, config.development() ? "relaxed" : "on") == "on"
                           ? RateLimits::kOn
                           : RateLimits::kRelaxed;
  config.picture_test_port = static_cast<std::uint16_t>(reader.number("PICTURE_TEST_PORT", 1, 65'535, 0));
  read_log(reader, config);
  check_production(reader, config);
  if (!reader.mistakes().empty()) return std::unexpected(std::move(reader.mistakes()));
  return config;
}

}  // namespace hurtrock::app

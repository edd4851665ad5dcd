#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <ctime>

#include "app/doctor_checks.hpp"
#include "app/existing_database.hpp"
#include "app/gateways.hpp"
#include "app/listening.hpp"
#include "app/ports.hpp"
#include "platform/core/clock.hpp"
#include "platform/db/inspect.hpp"
#include "platform/fetch/fetch.hpp"
#include "platform/mail/outbox.hpp"
#include "platform/mail/smtp_trouble.hpp"
#include "platform/redis/redis.hpp"

namespace hurtrock::app {
namespace {

using namespace std::chrono_literals;

/// Stripe's signatures are good for five minutes; codes of the second step for half of one.
constexpr auto kMostSkew = 2min;

constexpr auto kMailTakes = 10min;

/// Without a database there are no settings: it has been reported, and the environment's keys are looked at.
payments::Settings settings_of(const Config& config, std::string_view provider) {
  try {
    const auto db = db::Database::open(config.database_url, kToLook);
    return db->read([&](db::Tx& tx) { return payments::find_settings(tx, provider); }).value_or(payments::Settings{});
  } catch (const std::exception&) {
    return {};
  }
}

/// What is wrong, and what to do; `host` and `variables` are those of the provider.
Finding explain(payments::KeyCheck found, std::string_view host, std::string_view variables, const Config& config) {
  using enum payments::KeyCheck;
  switch (found) {
    case kWorks:
    case kNoKeys:
      return std::nullopt;
    case kSealed:
      return "the keys from /admin/payments were sealed with another SESSION_SECRET: type them again there, or put "
             "that "
             "secret back";
    case kWrongKey:
      return fmt::format("the key is refused: check it at /admin/payments, or {}", variables);
    case kWrongEnvironment:
      return "the key belongs to the provider's other environment: change environment or key at /admin/payments";
    case kForbidden:
      return "the key may not do what the shop needs: allow it Checkout Sessions, PaymentIntents and refunds";
    case kUnreachable:
      // One provider may be the sandbox while the other is real.
      return fmt::format("{} does not answer: {}", host,
                         host == config.sandbox_url() ? "start hurtrock sandbox or hurtrock serve"
                                                      : "check this machine's network, DNS and firewall");
    case kUnclear:
      return fmt::format("{} answers something else than the provider would: check its address", host);
  }
  return std::nullopt;
}

Finding explain_skew(Time theirs, Time ours, std::string_view who) {
  const auto skew = std::chrono::round<std::chrono::seconds>(ours - theirs);
  if (std::chrono::abs(skew) <= kMostSkew) return std::nullopt;
  return fmt::format("this machine's clock is {} s {} that of {}: set it (timedatectl set-ntp true)",
                     std::chrono::abs(skew).count(), skew.count() > 0 ? "ahead of" : "behind", who);
}

/// RFC 9110 section 5.6.7, the form that everybody sends.
std::optional<Time> parse_http_date(const std::string& text) {
  std::tm parts{};
  if (::strptime(text.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &parts) == nullptr) return std::nullopt;
  return Time{std::chrono::seconds{::timegm(&parts)}};
}

/// By what a provider says in every answer. Nothing when it does not answer: that is reported with its keys.
Finding compare_with(const std::string& base) {
  const auto answer =
      fetch::make_client()->send({.method = "HEAD", .url = base + "/", .connect_timeout = 3s, .timeout = 5s});
  if (answer.outcome != fetch::Answer::Outcome::kAnswered) return std::nullopt;
  for (const auto& [name, value] : answer.headers)
    if (const auto theirs = name == "date" ? parse_http_date(value) : std::nullopt)
      return explain_skew(*theirs, SystemClock{}.now(), base);
  return std::nullopt;
}

Finding check_one_port(const ServicePort& port, const Config& config) {
  if (auto trouble = shared_port_trouble(port, service_ports(config))) return trouble;
  return is_ours(port, config) ? std::nullopt : port_trouble(port, config);
}

std::string describe_port(const ServicePort& port, const Config& config) {
  return is_ours(port, config) ? fmt::format("this shop is running on {}", port.number)
                               : fmt::format("{} is free", port.number);
}

/// Only while it runs: whether the outside's address leads to it.
Finding check_leads_here(const Config& config, const ServicePort& port, const std::string& url,
                         std::string_view variable) {
  if (!is_ours(port, config) || is_one_of_ours(url)) return std::nullopt;
  return fmt::format(
      "{} {} does not lead to this shop: correct it, or the name's DNS and the web server before the shop", variable,
      url);
}

std::string explain(const redis::Trouble& trouble, const redis::Address& address) {
  const std::string where = fmt::format("{}:{}", address.host, address.port);
  using enum redis::Trouble::Kind;
  switch (trouble.kind) {
    case kUnreachable:
      return fmt::format("no Redis answers at {}", where);
    case kNotRedis:
      return fmt::format("what answers at {} is no Redis", where);
    case kWantsPassword:
      return fmt::format("the Redis at {} wants a password", where);
    case kRefusesPassword:
      return fmt::format("the Redis at {} refuses the password", where);
    case kRefuses:
      return fmt::format("the Redis at {} says {}", where, trouble.what);
  }
  return {};
}

/// A shop that does not run, and a copy of one with a secret of its own: nobody pays there, and both are as they should
/// be. In production both are to be mended.
Finding at_rest(const Config& config, KeySource source, std::string_view api_base) {
  if (!config.development()) return std::nullopt;
  if (source == KeySource::kSealed)
    return "its keys were sealed with another SESSION_SECRET, as in a copy of a shop: it is not asked, and nobody can "
           "pay by it. To try it, type keys again at /admin/payments; if this is no copy, put that secret back";
  if (api_base != config.sandbox_url() || is_ours(shop_port(config), config) || is_ours(sandbox_port(config), config))
    return std::nullopt;
  return "the sandbox stands in for it, and does not run while the shop does not: hurtrock serve starts both";
}

bool is_test_key(const Secret& key) {
  const std::string& text = key.reveal();
  return text.starts_with("SB-Mid-") || text.starts_with("sk_test_") || text.starts_with("rk_test_");
}

/// A real shop whose payments are not.
Finding check_live(const Config& config, const Secret& key, std::string_view api_base) {
  if (config.development() || key.empty() || !(is_test_key(key) || api_base.contains("sandbox"))) return std::nullopt;
  return "its keys are those of the provider's test environment, so no real money comes: set the live ones at "
         "/admin/payments";
}

}  // namespace

Finding check_clock(const Config& config) {
  const Time now = SystemClock{}.now();
  try {
    const auto db = db::Database::open(config.database_url, kToLook);
    if (const auto theirs = db::server_time(*db))
      if (auto skew = explain_skew(*theirs, now, "the database's machine")) return skew;
    if (const auto migrated = db::last_migrated(*db); migrated && *migrated > now + kMostSkew)
      return fmt::format(
          "this machine's clock says {}, but the database was brought up to date at {}: set it "
          "(timedatectl set-ntp true)",
          rfc3339(now), rfc3339(*migrated));
  } catch (const std::exception&) {
    // Reported with the database.
  }
  if (config.uses_sandbox) return std::nullopt;
  return compare_with(midtrans_access(config, settings_of(config, "midtrans")).config.api_base);
}

Finding check_port(const Config& config) { return check_one_port(shop_port(config), config); }
std::string describe_shop_port(const Config& config) { return describe_port(shop_port(config), config); }
Finding check_chat_port(const Config& config) { return check_one_port(chat_port(config), config); }
std::string describe_chat_port(const Config& config) { return describe_port(chat_port(config), config); }

Finding check_sandbox_port(const Config& config) {
  return config.development() ? check_one_port(sandbox_port(config), config) : std::nullopt;
}
std::string describe_sandbox_port(const Config& config) {
  return config.development() ? describe_port(sandbox_port(config), config) : "no sandbox is needed";
}

Finding check_public_url(const Config& config) {
  return check_leads_here(config, shop_port(config), config.public_url, "PUBLIC_URL");
}
Finding check_chat_public_url(const Config& config) {
  if (!config.development() && !config.chat_public_url.starts_with("https://")) return no_chat_for_browsers(config);
  return check_leads_here(config, chat_port(config), config.chat_public_url, "CHAT_PUBLIC_URL");
}

Finding check_redis(const Config& config) {
  const auto address = redis::parse_address(config.redis_url);
  // None is configured: another form is refused with the configuration.
  if (!address) return std::nullopt;
  const auto trouble = redis::trouble_with(*address);
  return trouble ? Finding{explain(*trouble, *address) + ": correct REDIS_URL, or start Redis"} : std::nullopt;
}

Finding check_mail(const Config& config) {
  if (!config.smtp_url.empty()) return mail::smtp_trouble(config.smtp_url);
  return config.development() ? std::nullopt : Finding{kNoMails};
}

/// Whatever the server says when it is greeted: it may refuse the sender, or this machine.
Finding check_waiting_mails(const Config& config) {
  const Time now = SystemClock{}.now();
  try {
    const auto db = db::Database::open(config.database_url, kToLook);
    const auto counts = db->read([](db::Tx& tx) { return mail::count_outbox(tx); });
    if (!counts.waiting_since || now - *counts.waiting_since < kMailTakes) return std::nullopt;
    return fmt::format(
        "{} mails wait to be sent, the oldest since {}: /admin/mail says what the server answered (none are sent while "
        "the shop does not run)",
        counts.waiting, rfc3339(*counts.waiting_since));
  } catch (const std::exception&) {
    // Reported with the database.
    return std::nullopt;
  }
}

Finding midtrans_at_rest(const Config& config) {
  const auto access = midtrans_access(config, settings_of(config, "midtrans"));
  return at_rest(config, access.source, access.config.api_base);
}

Finding stripe_at_rest(const Config& config) {
  const auto access = stripe_access(config, settings_of(config, "stripe"));
  return at_rest(config, access.source, access.config.api_base);
}

Finding check_midtrans(const Config& config) {
  const auto access = midtrans_access(config, settings_of(config, "midtrans"));
  if (access.source == KeySource::kNone)
    return "no server key: set it at /admin/payments or as MIDTRANS_SERVER_KEY, or buyers can pay by COD only";
  if (auto test = check_live(config, access.config.server_key, access.config.api_base)) return test;
  return explain(check_keys(access, *fetch::make_client()), access.config.api_base,
                 "MIDTRANS_SERVER_KEY and MIDTRANS_ENVIRONMENT", config);
}

/// A shop need not take cards.
Finding check_stripe(const Config& config) {
  const auto access = stripe_access(config, settings_of(config, "stripe"));
  if (auto test = check_live(config, access.config.secret_key, "")) return test;
  return explain(check_keys(access, *fetch::make_client()), access.config.api_base, "STRIPE_SECRET_KEY", config);
}

std::string describe_stripe(const Config& config) {
  const auto access = stripe_access(config, settings_of(config, "stripe"));
  const bool is_unverified = access.source == KeySource::kEnvironment && access.config.webhook_secret.empty();
  return is_unverified ? std::string{kUnverifiedStripe} : std::string{};
}

}  // namespace hurtrock::app

#include "app/gateways.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/addresses.hpp"
#include "platform/log/log.hpp"

namespace hurtrock::app {
namespace {

using payments::KeyCheck;

constexpr std::string_view kStripeApi = "https://api.stripe.com";

std::string midtrans_host(std::string_view which, payments::Environment environment) {
  return fmt::format("https://{}.{}midtrans.com", which,
                     environment == payments::Environment::kProduction ? "" : "sandbox.");
}

/// Set outright, or the sandbox's whose key it is, or the provider's own.
std::string base_of(const std::string& given, const Secret& key, const Config& config, std::string own) {
  if (!given.empty()) return given;
  return is_local_sandbox_key(key) ? config.sandbox_url() : std::move(own);
}

/// Stripe's payment pages are on a host of their own, unless something else stands in for Stripe.
std::string stripe_pages(const std::string& api_base) {
  std::string api(origin_of(api_base));
  return api == kStripeApi ? "https://checkout.stripe.com" : api;
}

bool same_access(const payments::Settings& a, const payments::Settings& b) {
  return a.box == b.box && a.environment == b.environment;
}

void tell_of(std::string_view provider, KeySource source, const payments::Settings& settings) {
  if (source == KeySource::kSealed)
    log::error("payments.keys_sealed", {{"provider", provider}, {"version", settings.version}});
  else if (source == KeySource::kSettings)
    log::info(
        "payments.keys_read",
        {{"provider", provider}, {"environment", payments::word(settings.environment)}, {"version", settings.version}});
}

}  // namespace

MidtransAccess midtrans_access(const Config& config, const payments::Settings& settings) {
  if (settings.box.empty())
    return {.source = config.midtrans_server_key.empty() ? KeySource::kNone : KeySource::kEnvironment,
            .config = {.server_key = config.midtrans_server_key,
                       .snap_base = config.midtrans_snap_base,
                       .api_base = config.midtrans_api_base}};
  const auto keys = payments::open_keys(config.session_secret, "midtrans", settings.box);
  if (!keys) return {.source = KeySource::kSealed, .config = {}};
  const auto base = [&](const std::string& given, std::string_view which) {
    return base_of(given, keys->secret.value, config, midtrans_host(which, settings.environment));
  };
  return {.source = KeySource::kSettings,
          .config = {.server_key = keys->secret.value,
                     .snap_base = base(config.given_midtrans_snap_base, "app"),
                     .api_base = base(config.given_midtrans_api_base, "api")}};
}

StripeAccess stripe_access(const Config& config, const payments::Settings& settings) {
  if (settings.box.empty())
    return {.source = config.stripe_secret_key.empty() ? KeySource::kNone : KeySource::kEnvironment,
            .config = {.secret_key = config.stripe_secret_key,
                       .webhook_secret = config.stripe_webhook_secret,
                       .api_base = config.stripe_api_base}};
  const auto keys = payments::open_keys(config.session_secret, "stripe", settings.box);
  if (!keys) return {.source = KeySource::kSealed, .config = {}};
  return {.source = KeySource::kSettings,
          .config = {
              .secret_key = keys->secret.value,
              .webhook_secret = keys->webhook.value,
              .former_webhook_secret = keys->former_webhook,
              .former_until = keys->former_webhook_until,
              .api_base = base_of(config.given_stripe_api_base, keys->secret.value, config, std::string{kStripeApi})}};
}

KeyCheck check_keys(const MidtransAccess& access, fetch::Client& client) {
  if (access.source == KeySource::kNone) return KeyCheck::kNoKeys;
  if (access.source == KeySource::kSealed) return KeyCheck::kSealed;
  const KeyCheck found = payments::check_midtrans_key(access.config, client);
  if (found != KeyCheck::kWrongKey) return found;
  // Its two environments have the same kind of keys and know nothing of each other's.
  payments::MidtransConfig other = access.config;
  if (other.api_base == midtrans_host("api", payments::Environment::kSandbox))
    other.api_base = midtrans_host("api", payments::Environment::kProduction);
  else if (other.api_base == midtrans_host("api", payments::Environment::kProduction))
    other.api_base = midtrans_host("api", payments::Environment::kSandbox);
  else
    return found;
  return payments::check_midtrans_key(other, client) == KeyCheck::kWorks ? KeyCheck::kWrongEnvironment : found;
}

KeyCheck check_keys(const StripeAccess& access, fetch::Client& client) {
  if (access.source == KeySource::kNone) return KeyCheck::kNoKeys;
  if (access.source == KeySource::kSealed) return KeyCheck::kSealed;
  return payments::check_stripe_key(access.config, client);
}

Gateways::Gateways(db::Database& db, const Config& config, fetch::Client& client, const Clock& clock)
    : db_(db), config_(config), client_(client), clock_(clock) {
  snapshot_.store(std::make_shared<const Snapshot>(make(nullptr)));
}

payments::GatewayPointer Gateways::find(std::string_view provider) const {
  const auto snapshot = snapshot_.load();
  if (provider == "midtrans") return snapshot->midtrans;
  if (provider == "stripe") return snapshot->stripe;
  return nullptr;
}

std::vector<std::string> Gateways::ready() const {
  const auto snapshot = snapshot_.load();
  std::vector<std::string> ready{"cod", "bank_transfer"};
  if (snapshot->midtrans) ready.emplace_back("midtrans");
  if (snapshot->stripe) ready.emplace_back("stripe");
  return ready;
}

bool Gateways::has_environment_keys(std::string_view provider) const {
  if (provider == "midtrans") return !config_.midtrans_server_key.empty();
  return provider == "stripe" && !config_.stripe_secret_key.empty();
}

bool Gateways::refresh() {
  const auto before = snapshot_.load();
  Snapshot now = make(before.get());
  if (now.midtrans == before->midtrans && now.stripe == before->stripe &&
      same_access(now.midtrans_settings, before->midtrans_settings) &&
      same_access(now.stripe_settings, before->stripe_settings))
    return false;
  snapshot_.store(std::make_shared<const Snapshot>(std::move(now)));
  return true;
}

Gateways::Snapshot Gateways::make(const Snapshot* before) const {
  Snapshot made;
  db_.read([&](db::Tx& tx) {
    made.midtrans_settings = *payments::find_settings(tx, "midtrans");
    made.stripe_settings = *payments::find_settings(tx, "stripe");
  });
  if (before != nullptr && same_access(before->midtrans_settings, made.midtrans_settings)) {
    made.midtrans = before->midtrans;
  } else {
    auto access = midtrans_access(config_, made.midtrans_settings);
    tell_of("midtrans", access.source, made.midtrans_settings);
    if (!access.config.server_key.empty())
      made.midtrans = payments::make_midtrans(std::move(access.config), client_, clock_);
  }
  if (before != nullptr && same_access(before->stripe_settings, made.stripe_settings)) {
    made.stripe = before->stripe;
  } else {
    auto access = stripe_access(config_, made.stripe_settings);
    tell_of("stripe", access.source, made.stripe_settings);
    if (!access.config.secret_key.empty())
      made.stripe = payments::make_stripe(std::move(access.config), client_, clock_);
  }
  return made;
}

KeyCheck Gateways::check(std::string_view provider) const {
  const auto settings = db_.read([&](db::Tx& tx) { return payments::find_settings(tx, provider); });
  if (settings && provider == "midtrans") return check_keys(midtrans_access(config_, *settings), client_);
  if (settings && provider == "stripe") return check_keys(stripe_access(config_, *settings), client_);
  return KeyCheck::kNoKeys;
}

std::vector<std::string> payment_pages(const Config& config) {
  std::vector<std::string> pages{std::string(origin_of(config.midtrans_snap_base)),
                                 stripe_pages(config.stripe_api_base)};
  const auto add = [&](std::string page) {
    if (std::ranges::find(pages, page) == pages.end()) pages.push_back(std::move(page));
  };
  if (config.given_midtrans_snap_base.empty()) {
    add(midtrans_host("app", payments::Environment::kProduction));
    if (config.development()) add(midtrans_host("app", payments::Environment::kSandbox));
  }
  if (config.given_stripe_api_base.empty()) add(stripe_pages(std::string{kStripeApi}));
  if (config.development()) add(config.sandbox_url());
  return pages;
}

}  // namespace hurtrock::app

#include "admin/payment_settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "admin/dates.hpp"
#include "admin/edit_form.hpp"
#include "admin/frame.hpp"
#include "admin/handlers.hpp"
#include "admin/payment_pages.hpp"
#include "admin/store.hpp"
#include "admin/views/payment_settings.html.hpp"
#include "catalog/typed_price.hpp"
#include "checkout/take_up_events.hpp"
#include "layout/error_page.hpp"
#include "platform/core/text.hpp"
#include "platform/http/input.hpp"
#include "platform/log/log.hpp"

namespace hurtrock::admin {
namespace {

namespace json = boost::json;
using payments::Environment;
using payments::KeyFault;
using payments::KeyKind;
using payments::Keys;
using payments::Settings;

constexpr std::string_view kSettingsNotices[] = {"saved", "keys_removed"};
constexpr std::string_view kFindings[] = {"works",     "no_keys",     "sealed", "wrong_key", "wrong_environment",
                                          "forbidden", "unreachable", "unclear"};
constexpr std::size_t kLongestPaymentKey = 255;

std::string account_field(std::string_view part, std::size_t index) { return fmt::format("{}_{}", part, index + 1); }

bool needs_keys(std::string_view provider) { return provider == "stripe" || provider == "midtrans"; }

// What the page shows -------------------------------------------------------------------------------------------------

std::string note_of(const payments::Key& key, const i18n::Texts& texts) {
  if (key.empty()) return std::string(texts("admin.payments.key_not_set"));
  const std::string since = date_and_time(key.since, texts);
  const std::string ending = key.ending();
  return ending.empty() ? texts("admin.payments.key_set", {{"since", since}})
                        : texts("admin.payments.key_ends", {{"ending", ending}, {"since", since}});
}

std::vector<KeyRow> key_rows(const Settings& settings, const Keys& keys, const i18n::Texts& texts) {
  const auto row = [&](std::string_view field, const payments::Key& key) {
    return KeyRow{.field = std::string(field),
                  .label = texts(fmt::format("admin.payments.key.{}.{}", settings.provider, field)),
                  .note = note_of(key, texts)};
  };
  if (!needs_keys(settings.provider)) return {};
  std::vector<KeyRow> rows{row("secret_key", keys.secret), row("client_key", keys.client)};
  if (settings.provider == "stripe") rows.push_back(row("webhook_secret", keys.webhook));
  return rows;
}

std::string key_source(const Settings& settings, bool opens, const Services& shop) {
  if (!settings.box.empty()) return opens ? "settings" : "sealed";
  return shop.providers.has_environment_keys(settings.provider) ? "environment" : "none";
}

std::string status_of(const ProviderBox& box) {
  if (!box.enabled) return "off";
  if (box.has_accounts && box.form.value("number_1").empty()) return "no_accounts";
  if (box.key_source == "sealed") return "sealed";
  return !box.keys.empty() && box.key_source == "none" ? "no_keys" : "offered";
}

ProviderBox box_of(const Settings& settings, std::int64_t open_payments, const Services& shop,
                   const i18n::Texts& texts) {
  const auto keys = payments::open_keys(shop.mails.session_secret, settings.provider, settings.box);
  ProviderBox box{.provider = settings.provider, .version = settings.version, .enabled = settings.enabled};
  box.form.values = {
      {"minimum_total", catalog::without_currency(settings.minimum_total)},
      {"maximum_total", settings.maximum_total ? catalog::without_currency(*settings.maximum_total) : std::string{}}};
  box.has_accounts = settings.provider == "bank_transfer";
  const auto accounts = payments::accounts_in(settings.options);
  for (std::size_t i = 0; i < accounts.size(); ++i) {
    box.form.values.emplace_back(account_field("bank", i), accounts[i].bank);
    box.form.values.emplace_back(account_field("number", i), accounts[i].number);
    box.form.values.emplace_back(account_field("holder", i), accounts[i].holder);
  }
  box.keys = key_rows(settings, keys.value_or(Keys{}), texts);
  box.labels = {{"minimum_total", texts("admin.payments.minimum")},
                {"maximum_total", texts("admin.payments.maximum")},
                {"environment", texts("admin.payments.environment")}};
  if (box.has_accounts)
    for (const std::string_view field : {"bank_1", "bank_2", "bank_3", "bank_4", "bank_5"})
      box.labels.emplace_back(field, texts("admin.payments.bank"));
  if (!box.keys.empty()) {
    box.labels.emplace_back("secret_key", box.keys[0].label);
    box.labels.emplace_back("client_key", box.keys[1].label);
  }
  if (box.keys.size() > 2) box.labels.emplace_back("webhook_secret", box.keys[2].label);
  box.key_source = box.keys.empty() ? "none" : key_source(settings, keys.has_value(), shop);
  box.is_production = settings.environment == Environment::kProduction || shop.providers.takes_real_money;
  box.production_only = shop.providers.takes_real_money;
  if (!box.keys.empty()) box.webhook_url = fmt::format("{}/webhooks/{}", shop.mails.public_url, settings.provider);
  box.open_payments = open_payments;
  box.status = status_of(box);
  return box;
}

/// Those that are filled in and an empty one to begin with; the others are a click away.
void part_accounts(ProviderBox& box) {
  std::size_t seen = 0;
  for (std::size_t i = 0; i < payments::kMostAccounts; ++i)
    for (const std::string_view part : {"bank", "number", "holder"})
      if (!box.form.value(account_field(part, i)).empty()) seen = i + 1;
  for (std::size_t i = 0; i < payments::kMostAccounts; ++i) (i <= seen ? box.accounts : box.more_accounts).push_back(i);
}

/// What is stored, for members of the staff who may not change it, and for whoever a colleague was faster than.
void add_facts(ProviderBox& box, const Settings& settings, const i18n::Texts& texts) {
  const auto add = [&](std::string label, std::string value) {
    if (!value.empty()) box.facts.emplace_back(std::move(label), std::move(value));
  };
  const auto text = [&](std::string_view key) { return std::string(texts(key)); };
  add(text("admin.payments.enabled"), text(box.enabled ? "admin.history.yes" : "admin.history.no"));
  add(text("admin.history.field.minimum_total"), format_rupiah(settings.minimum_total));
  add(text("admin.history.field.maximum_total"),
      settings.maximum_total ? format_rupiah(*settings.maximum_total) : std::string{});
  std::int64_t number = 0;
  if (box.has_accounts)
    for (const auto& account : payments::accounts_in(settings.options))
      add(texts("admin.payments.account", {{"number", ++number}}),
          fmt::format("{} · {} · {}", account.bank, account.number, account.holder));
  if (!box.keys.empty())
    add(text("admin.payments.environment"),
        text(box.is_production ? "admin.payments.production" : "admin.payments.sandbox"));
  for (const KeyRow& key : box.keys) add(std::string(key.label), key.note);
}

struct PaymentsState {
  int status = 200;
  std::string notice = {};
  bool notice_is_error = false;
  /// What was sent and refused, of that provider. Keys are not among the values: they are typed again.
  std::string provider = {};
  std::vector<http::FieldError> errors = {};
  const http::Fields* sent = nullptr;
  bool changed = false;    ///< a colleague was faster
  std::string found = {};  ///< by the check of `provider`
};

void keep_what_was_sent(ProviderBox& box, PaymentsState& state) {
  box.found = state.found;
  if (state.sent == nullptr) return;
  box.form.values = {{"minimum_total", std::string(state.sent->value("minimum_total"))},
                     {"maximum_total", std::string(state.sent->value("maximum_total"))}};
  for (std::size_t i = 0; i < payments::kMostAccounts; ++i)
    for (const std::string_view part : {"bank", "number", "holder"}) {
      const std::string field = account_field(part, i);
      box.form.values.emplace_back(field, std::string(state.sent->value(field)));
    }
  box.form.errors = std::move(state.errors);
  box.enabled = state.sent->value("enabled") == "1";
  box.is_production = state.sent->value("environment") == "production";
}

http::Response payments_page(const http::Request& request, Services& shop, PaymentsState state) {
  const auto& texts = request.visitor.texts();
  PaymentSettingsPage view{.frame = frame_for(request, shop, Section::kPayments, texts("admin.payments.title"))};
  // Also after a refused POST, whose own address has no page.
  view.frame.shop.path = "/admin/payments";
  view.frame.shop.notice = std::move(state.notice);
  view.frame.shop.notice_is_error = state.notice_is_error;
  view.may_change = request.visitor.user->role == http::Role::kAdmin;
  std::vector<Settings> settings;
  std::vector<std::int64_t> open;
  shop.db.read([&](db::Tx& tx) {
    settings = payments::all_settings(tx);
    open.clear();
    for (const Settings& one : settings)
      open.push_back(needs_keys(one.provider) ? store::open_payments_at(tx, one.provider) : 0);
  });
  for (std::size_t i = 0; i < settings.size(); ++i) {
    view.providers.push_back(box_of(settings[i], open[i], shop, texts));
    ProviderBox& box = view.providers.back();
    const bool is_told = state.changed && settings[i].provider == state.provider;
    if (!view.may_change || is_told) add_facts(box, settings[i], texts);
    if (settings[i].provider == state.provider) keep_what_was_sent(box, state);
    if (view.may_change && box.has_accounts) part_accounts(box);
  }
  std::string out;
  html::Writer writer(out, texts);
  views::payment_settings(writer, view);
  return http::html(state.status, std::move(out));
}

// What was typed ------------------------------------------------------------------------------------------------------

std::optional<Money> read_total(http::Input& input, std::string_view field, const payments::TotalLimits& limits,
                                http::Need need) {
  const std::string typed = input.line(field, 40, need);
  if (typed.empty()) return std::nullopt;
  const auto amount = catalog::read_typed_price(typed);
  if (amount && *amount >= limits.least && *amount <= limits.most) return amount;
  input.refuse(field, "out_of_range",
               input.texts()("admin.payments.error.total",
                             {{"least", format_rupiah(limits.least)}, {"most", format_rupiah(limits.most)}}));
  return std::nullopt;
}

std::string_view text_of(KeyFault fault) {
  switch (fault) {
    case KeyFault::kSandbox:
      return "admin.payments.error.sandbox_key";
    case KeyFault::kProduction:
      return "admin.payments.error.production_key";
    case KeyFault::kMalformed:
      break;
  }
  return "";
}

Secret read_key(http::Input& input, std::string_view field, KeyKind kind, std::string_view provider,
                Environment environment) {
  const std::string typed = input.line(field, kLongestPaymentKey, http::Need::kOptional);
  if (typed.empty()) return {};
  const auto fault = payments::fault_of(provider, kind, typed, environment);
  if (!fault) return Secret{typed};
  const std::string malformed = fmt::format("admin.payments.error.{}.{}", provider, field);
  input.refuse(field, "invalid",
               std::string(input.texts()(*fault == KeyFault::kMalformed ? malformed : text_of(*fault))));
  return {};
}

/// The keys that are kept must fit what else is chosen, and none is of use without the secret one.
void check_together(http::Input& input, const PaymentChange& change, const Keys& kept) {
  const auto& texts = input.texts();
  const auto fits = [&](const Secret& typed, const payments::Key& key, KeyKind kind) {
    return !typed.empty() || key.empty() ||
           !payments::fault_of(change.provider, kind, key.value.reveal(), change.environment);
  };
  if (!fits(change.keys.secret, kept.secret, KeyKind::kSecret) ||
      !fits(change.keys.client, kept.client, KeyKind::kClient))
    input.refuse("environment", "keys", std::string(texts("admin.payments.error.kept_keys")));
  if (!change.keys.any()) return;
  if (change.keys.secret.empty() && kept.secret.empty())
    input.refuse("secret_key", "required", std::string(texts("admin.payments.error.secret_missing")));
  if (change.provider == "stripe" && change.keys.webhook.empty() && kept.webhook.empty())
    input.refuse("webhook_secret", "required", std::string(texts("admin.payments.error.webhook_missing")));
}

/// Rows that are left empty are none; the others are whole. Numbers are kept without what sets them off for the eye.
std::vector<payments::BankAccount> read_accounts(http::Input& input) {
  constexpr std::size_t kLongestBank = 40, kLongestHolder = 100, kLongestNumber = 40;
  std::vector<payments::BankAccount> accounts;
  for (std::size_t i = 0; i < payments::kMostAccounts; ++i) {
    const auto read = [&](std::string_view part, std::size_t longest) {
      return input.line(account_field(part, i), longest, http::Need::kOptional);
    };
    payments::BankAccount account{read("bank", kLongestBank), read("number", kLongestNumber),
                                  read("holder", kLongestHolder)};
    if (account == payments::BankAccount{}) continue;
    std::erase_if(account.number, [](char c) { return c == ' ' || c == '-' || c == '.'; });
    if (account.bank.empty())
      input.refuse(account_field("bank", i), "required", std::string(input.texts()("http.field.required")));
    if (account.holder.empty())
      input.refuse(account_field("holder", i), "required", std::string(input.texts()("http.field.required")));
    if (account.number.size() < 5 || account.number.size() > 20 ||
        account.number.find_first_not_of("0123456789") != std::string::npos)
      input.refuse(account_field("number", i), "invalid", std::string(input.texts()("admin.payments.error.account")));
    accounts.push_back(std::move(account));
  }
  return accounts;
}

PaymentChange read_change(http::Input& input, const Services& shop, const Settings& now) {
  PaymentChange change{.provider = now.provider, .version = now.version, .environment = now.environment, .keys = {}};
  change.enabled = input.word("enabled", {"1"}, http::Need::kOptional) == "1";
  const auto limits = payments::limits_of(now.provider);
  change.minimum_total = read_total(input, "minimum_total", limits, http::Need::kRequired).value_or(Money{});
  change.maximum_total = read_total(input, "maximum_total", limits, http::Need::kOptional);
  if (change.maximum_total && *change.maximum_total < change.minimum_total)
    input.refuse("maximum_total", "below_minimum", std::string(input.texts()("admin.payments.error.maximum")));
  if (now.provider == "bank_transfer") {
    change.accounts = read_accounts(input);
    if (input.ok() && change.enabled && change.accounts.empty())
      input.refuse("bank_1", "required", std::string(input.texts()("admin.payments.error.no_account")));
  }
  if (!needs_keys(now.provider)) return change;

  if (shop.providers.takes_real_money) {
    if (input.word("environment", {"production"}).empty()) return change;
    change.environment = Environment::kProduction;
  } else {
    const std::string environment = input.word("environment", {"sandbox", "production"});
    if (environment.empty()) return change;
    change.environment = payments::environment_from(environment);
  }
  change.keys.secret = read_key(input, "secret_key", KeyKind::kSecret, now.provider, change.environment);
  change.keys.client = read_key(input, "client_key", KeyKind::kClient, now.provider, change.environment);
  if (now.provider == "stripe")
    change.keys.webhook = read_key(input, "webhook_secret", KeyKind::kWebhook, now.provider, change.environment);
  if (input.ok())
    check_together(input, change,
                   payments::open_keys(shop.mails.session_secret, now.provider, now.box).value_or(Keys{}));
  return change;
}

// What is written -----------------------------------------------------------------------------------------------------

std::string for_audit(const Settings& settings, const Secret& session_secret) {
  json::object written{{"enabled", settings.enabled},
                       {"minimum_total", settings.minimum_total.rupiah()},
                       {"maximum_total", nullptr},
                       {"version", settings.version}};
  if (settings.maximum_total) written["maximum_total"] = settings.maximum_total->rupiah();
  if (settings.provider == "bank_transfer") {
    json::array accounts;
    for (const auto& [bank, number, holder] : payments::accounts_in(settings.options))
      accounts.push_back({{"bank", bank}, {"number", number}, {"holder", holder}});
    written["accounts"] = std::move(accounts);
  }
  if (!needs_keys(settings.provider)) return json::serialize(written);
  written["environment"] = payments::word(settings.environment);
  json::object endings;
  const auto keys = payments::open_keys(session_secret, settings.provider, settings.box);
  if (keys)
    for (const auto& [name, key] :
         {std::pair{"secret_key", &keys->secret}, {"client_key", &keys->client}, {"webhook_secret", &keys->webhook}})
      if (!key->empty()) endings[name] = "…" + key->ending();
  if (settings.box.empty() || keys)
    written["keys"] = std::move(endings);
  else
    written["keys"] = "sealed";
  return json::serialize(written);
}

void record(db::Tx& tx, const Services& shop, const StaffMember& staff, std::string_view action, const Settings& before,
            Time now) {
  store::add_audit_entry(
      tx,
      {.actor = staff.id,
       .actor_name = staff.name,
       .action = action,
       .subject_kind = "payment_settings",
       .subject_id = before.provider,
       .before_json = for_audit(before, shop.mails.session_secret),
       .after_json = for_audit(*payments::find_settings(tx, before.provider), shop.mails.session_secret),
       .remote_address = staff.remote_address},
      now);
}

void replace(payments::Key& key, const Secret& typed, Time now) {
  if (typed.empty() || typed.reveal() == key.value.reveal()) return;
  key = {.value = typed, .since = now};
}

std::string box_with(const Settings& before, const TypedKeys& typed, const Secret& session_secret, Time now) {
  if (!typed.any()) return before.box;
  Keys keys = payments::open_keys(session_secret, before.provider, before.box).value_or(Keys{});
  const Secret former = keys.webhook.value;
  replace(keys.secret, typed.secret, now);
  replace(keys.client, typed.client, now);
  replace(keys.webhook, typed.webhook, now);
  if (!former.empty() && former.reveal() != keys.webhook.value.reveal()) {
    keys.former_webhook = former;
    keys.former_webhook_until = now + kFormerSecretCounts;
  }
  return payments::seal_keys(session_secret, before.provider, keys);
}

/// Changes what the row says now, unless it is not what the admin saw.
template <class Change>
std::expected<void, NotSaved> change_settings(Services& shop, const StaffMember& staff, std::string_view provider,
                                              std::int64_t version, std::string_view action, Change&& change) {
  const auto done = shop.db.write([&](db::Tx& tx) -> std::expected<void, NotSaved> {
    const Time now = shop.clock.now();
    const auto before = payments::find_settings(tx, provider);
    if (!before) return std::unexpected(NotSaved::kNoSuchProvider);
    if (before->version != version) return std::unexpected(NotSaved::kChanged);
    Settings after = *before;
    change(after, now);
    if (!payments::save_settings(tx, after, now)) return std::unexpected(NotSaved::kChanged);
    // What waited because nobody could be asked may have waited for this.
    if (after.box != before->box || after.environment != before->environment) checkout::make_events_due(tx, now);
    record(tx, shop, staff, action, *before, now);
    return {};
  });
  if (!done) return done;
  log::info("admin.payment_settings.changed", {{"provider", provider}, {"action", action}, {"by", staff.id.value()}});
  shop.providers.settings_changed();
  shop.wake_jobs();
  return {};
}

std::string at_provider(std::string_view provider, std::string_view query) {
  return fmt::format("/admin/payments?{}#{}", query, provider);
}

/// `sent`: what stays in the fields for the next try; none: there were no fields.
http::Response refused(const http::Request& request, Services& shop, NotSaved why, const http::Fields* sent = nullptr) {
  if (why == NotSaved::kNoSuchProvider) return layout::error_response(request, shop.frames, 404);
  return payments_page(request, shop,
                       {.status = 409,
                        .notice = std::string(request.visitor.texts()("admin.payments.refused.changed")),
                        .notice_is_error = true,
                        .provider = std::string(request.param("provider")),
                        .sent = sent,
                        .changed = sent != nullptr});
}

}  // namespace

std::expected<void, NotSaved> save_payment_settings(Services& shop, const StaffMember& staff,
                                                    const PaymentChange& change) {
  return change_settings(shop, staff, change.provider, change.version, "payment_settings.changed",
                         [&](Settings& settings, Time now) {
                           settings.enabled = change.enabled;
                           settings.minimum_total = change.minimum_total;
                           settings.maximum_total = change.maximum_total;
                           settings.environment = change.environment;
                           if (settings.provider == "bank_transfer")
                             settings.options = payments::options_with(change.accounts);
                           settings.box = box_with(settings, change.keys, shop.mails.session_secret, now);
                         });
}

std::expected<void, NotSaved> remove_keys(Services& shop, const StaffMember& staff, std::string_view provider,
                                          std::int64_t version) {
  return change_settings(shop, staff, provider, version, "payment_settings.keys_removed",
                         [](Settings& settings, Time) { settings.box.clear(); });
}

http::Response show_payment_settings(const http::Request& request, Services& shop) {
  PaymentsState state;
  const std::string_view notice = request.query.value("notice"), found = request.query.value("found");
  if (std::ranges::find(kSettingsNotices, notice) != std::end(kSettingsNotices))
    state.notice = request.visitor.texts()(fmt::format("admin.payments.notice.{}", notice));
  if (std::ranges::find(kFindings, found) != std::end(kFindings)) {
    state.provider = request.query.value("checked");
    state.found = found;
  }
  return payments_page(request, shop, std::move(state));
}

http::Response create_payment_settings(const http::Request& request, Services& shop) {
  const std::string_view provider = request.param("provider");
  const auto now = shop.db.read([&](db::Tx& tx) { return payments::find_settings(tx, provider); });
  if (!now) return refused(request, shop, NotSaved::kNoSuchProvider);
  if (seen_version(request) != now->version) return refused(request, shop, NotSaved::kChanged, &request.form);
  auto input = http::Input::of_fields(request.form, request.visitor.texts());
  const PaymentChange change = read_change(input, shop, *now);
  if (!input.ok())
    return payments_page(request, shop,
                         {.status = 422, .provider = now->provider, .errors = input.errors(), .sent = &request.form});
  const auto done = save_payment_settings(shop, staff_of(request), change);
  return done ? http::see_other(at_provider(provider, "notice=saved"))
              : refused(request, shop, done.error(), &request.form);
}

http::Response create_key_removal(const http::Request& request, Services& shop) {
  const std::string_view provider = request.param("provider");
  const auto done = remove_keys(shop, staff_of(request), provider, seen_version(request));
  return done ? http::see_other(at_provider(provider, "notice=keys_removed")) : refused(request, shop, done.error());
}

http::Response create_key_check(const http::Request& request, Services& shop) {
  const std::string_view provider = request.param("provider");
  if (!needs_keys(provider)) return refused(request, shop, NotSaved::kNoSuchProvider);
  const auto found = shop.providers.check(provider);
  return http::see_other(at_provider(provider, fmt::format("checked={}&found={}", provider, payments::word(found))));
}

}  // namespace hurtrock::admin

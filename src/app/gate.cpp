#include "app/gate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "app/addresses.hpp"
#include "layout/confirm_form.hpp"
#include "layout/error_page.hpp"
#include "layout/language_address.hpp"
#include "layout/views/confirm_form.html.hpp"
#include "layout/views/error.html.hpp"
#include "platform/assets/assets.hpp"
#include "platform/db/error.hpp"
#include "platform/http/health.hpp"
#include "platform/http/percent.hpp"
#include "platform/http/problem.hpp"
#include "platform/http/proxies.hpp"
#include "platform/http/redirect.hpp"
#include "platform/log/log.hpp"

namespace hurtrock::app {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kCacheBytes = 64 * 1024 * 1024;
constexpr std::size_t kLongestCachedTarget = 300;
/// Where it is set up.
constexpr std::string_view kSecondStep = "/profile/second-step";

http::SharedBytes unowned(std::string_view bytes) {
  return bytes.empty() ? nullptr : std::make_shared<const std::string>(bytes);
}

/// Assets live as long as the process: each is wrapped once.
http::Response asset_response(const assets::Asset& asset) {
  static std::mutex mutex;
  static std::unordered_map<const assets::Asset*, http::Encodings> wrapped;
  http::Response response;
  {
    const std::lock_guard lock(mutex);
    auto& encodings = wrapped[&asset];
    if (!encodings.identity)
      encodings = {std::make_shared<const std::string>(asset.identity), unowned(asset.gzip), unowned(asset.brotli)};
    response.prepared = encodings;
  }
  response.set("Content-Type", std::string(asset.content_type));
  response.set("Cache-Control", "public, max-age=31536000, immutable");
  response.set("X-Content-Type-Options", "nosniff");
  return response;
}

/// In what the asker would like to have a page that could be had in any.
http::Encoding encoding_for(const http::Request& request) {
  return http::choose_encoding(request.header("Accept-Encoding"), {});
}

/// Ourselves and those.
std::string sources(const std::vector<std::string>& others) {
  return fmt::format("'self'{}{}", others.empty() ? "" : " ", fmt::join(others, " "));
}

std::string content_policy(const GateSettings& settings) {
  return fmt::format(
      "default-src 'self'; img-src 'self' data: blob:; connect-src {}; object-src 'none'; base-uri 'none'; "
      "frame-ancestors 'none'; form-action {}",
      sources(settings.connect_targets), sources(settings.form_targets));
}

/// What is secret is typed again rather than written into a page.
bool holds_a_secret(const http::Fields& form) {
  constexpr std::string_view kSecrets[] = {"password",   "current_password", "secret_key",
                                           "client_key", "webhook_secret",   "code"};
  return std::ranges::any_of(kSecrets, [&](std::string_view name) { return form.count(name) > 0; });
}

/// What is answered without a route, as /metrics names it.
enum class Unrouted : std::uint8_t { kAsset, kMedia, kHealth, kCachedPage, kRefused };

Unrouted unrouted(const http::Request& request, const http::Response& response) {
  if (response.status >= 400) return Unrouted::kRefused;
  if (request.path.starts_with("/assets/")) return Unrouted::kAsset;
  if (request.path.starts_with(Media::kPrefix)) return Unrouted::kMedia;
  return request.path == "/healthz" ? Unrouted::kHealth : Unrouted::kCachedPage;
}

/// Where passwords, codes and links can be guessed.
bool guards_a_secret(std::string_view path) {
  return path == "/login" || path == "/login/code" || path == "/register" || path == "/invitation" ||
         path == "/profile/password" || path == "/profile/deletion" ||
         begins_with_one_of(path, {"/password/", kSecondStep, "/api/v1/auth/"});
}

/// Where orders are placed, paid, cancelled and proved.
bool moves_money(std::string_view path) {
  return path == "/checkout" || path == "/api/v1/checkout" || begins_with_one_of(path, {"/orders/", "/api/v1/orders/"});
}

/// Where anybody can have the shop write to a mailbox that may be somebody else's, without an account.
bool asks_for_mail(std::string_view path) { return path == "/back-in-stock" || path == "/api/v1/back-in-stock"; }

bool is_read(http::Method method) { return method == http::Method::kGet || method == http::Method::kHead; }

}  // namespace

i18n::Language preferred_language(const http::Request& request) {
  return request.cookie("language") == "en" ? i18n::Language::kEnglish : i18n::Language::kIndonesian;
}

void read_preferences(const http::Request& request, http::Visitor& visitor) {
  visitor.language = preferred_language(request);
  for (const auto language : {i18n::Language::kIndonesian, i18n::Language::kEnglish})
    if (request.query.value(layout::kLanguageField) == i18n::code(language)) visitor.language = language;
  if (request.cookie("theme") == "light") visitor.theme = http::Theme::kLight;
}

Gate::Gate(http::RouteTable routes, accounts::Sessions& sessions, layout::FrameSource& frames, Media& media,
           const Clock& clock, GateSettings settings)
    : routes_(std::move(routes)),
      sessions_(sessions),
      frames_(frames),
      media_(media),
      settings_(std::move(settings)),
      content_policy_(content_policy(settings_)),
      pages_(kCacheBytes),
      writes_(clock, 120, 250ms),
      logins_(clock, "logins", 20, 6s, settings_.redis),
      orders_(clock, "orders", 120, 250ms, settings_.redis),
      mail_wishes_(clock, "mail_wishes", 20, 30s, settings_.redis),
      traffic_(routes_, {"(assets)", "(media)", "(health)", "(cached page)", "(refused)"}) {}

std::optional<http::Response> Gate::immediate(const http::Request& request) {
  if (!is_read(request.method)) return std::nullopt;
  if (request.path.starts_with("/assets/")) {
    const auto* asset = assets::find(request.path);
    if (asset == nullptr) return std::nullopt;
    auto response = asset_response(*asset);
    promise_tls(response);
    return response;
  }
  if (request.path.starts_with(Media::kPrefix)) {
    auto response = media_.find(request.path, encoding_for(request));
    if (response) promise_tls(*response);
    return response;
  }
  if (request.path == "/healthz") {
    auto response = http::alive(settings_.mark);
    add_common_headers(request, response);
    return response;
  }
  if (sessions_.has_cookie(request) || request.target.size() > kLongestCachedTarget) return std::nullopt;
  if (auto page = pages_.find(cache_key(request), encoding_for(request))) return cached(*page);
  return std::nullopt;
}

http::RouteTable::Match Gate::match(const http::Request& request) { return routes_.find(request.method, request.path); }

std::optional<http::Response> Gate::turned_away(http::Request& request, const http::Route& route) {
  std::optional<http::Response> refused;
  try {
    read_preferences(request, request.visitor);
    sessions_.resolve(request, request.visitor);
    refused = check_access(request, route);
    if (!refused && route.turns_away) refused = route.turns_away(request);
  } catch (const db::Error& error) {
    return database_failed(request, route, error);
  }
  if (refused) add_common_headers(request, *refused);
  return refused;
}

http::RunsOn Gate::runs_on(const http::Request&, const http::Route& route) {
  // A page that was not in the cache is rendered and compressed, and a session means asking the database: neither
  // belongs on the thread that serves everybody's connections.
  return route.runs_on == http::RunsOn::kInline ? http::RunsOn::kWorker : route.runs_on;
}

http::Response Gate::handle(http::Request& request, const http::Route& route) {
  http::Response response;
  try {
    response = answer(request, route);
  } catch (const db::Error& error) {
    if (error.kind() == db::ErrorKind::kCheck && session_has_ended(request)) {
      response = refusal(request, 409);
      add_common_headers(request, response);
      return response;
    }
    return database_failed(request, route, error);
  } catch (const std::exception& error) {
    log::error("gate.exception", {{"route", route.pattern}, {"what", error.what()}});
    response = refusal(request, 500);
  }
  add_common_headers(request, response);
  return response;
}

http::Response Gate::database_failed(const http::Request& request, const http::Route& route, const db::Error& error) {
  log::error("gate.database", {{"route", route.pattern}, {"what", error.what()}});
  const bool unavailable = error.kind() == db::ErrorKind::kUnavailable || error.kind() == db::ErrorKind::kConflict ||
                           error.kind() == db::ErrorKind::kOutcomeUnknown;
  return refusal(request, unavailable ? 503 : 500);
}

bool Gate::session_has_ended(const http::Request& request) {
  if (!request.visitor.session) return false;
  http::Visitor now;
  sessions_.resolve(request, now);
  return !now.session;
}

http::Response Gate::answer(http::Request& request, const http::Route& route) {
  read_preferences(request, request.visitor);
  if (route.access == http::Access::kSigned) return route.handler(request);

  sessions_.resolve(request, request.visitor);
  if (http::is_write(request.method)) {
    if (auto refused = check_rate(request)) return *std::move(refused);
    if (auto refused = check_origin_and_token(request)) return *std::move(refused);
  }
  if (auto refused = check_access(request, route)) return *std::move(refused);

  const bool cacheable = route.cached == http::Cached::kByCatalogue && !request.visitor.session &&
                         is_read(request.method) && request.target.size() <= kLongestCachedTarget;
  if (!cacheable) return route.handler(request);

  // Named before it is made: if the catalogue changes meanwhile, the old page must not be kept under the new version.
  const std::string key = cache_key(request);
  http::Response response = route.handler(request);
  // A page that says itself how long it is good for is not kept here.
  if (response.status != 200 || !response.header("Cache-Control").empty()) return response;
  // Of what can be searched and filtered there is more than anybody asks for twice.
  const bool is_a_choice = request.target.contains('?');
  return cached(pages_.put(key, encoding_for(request), response.body, std::string(response.header("Content-Type")),
                           is_a_choice ? PageCache::Sent::kSeldom : PageCache::Sent::kOften));
}

std::optional<http::Response> Gate::check_origin_and_token(const http::Request& request) const {
  const auto forged = [&](std::string_view code) {
    const auto& texts = request.visitor.texts();
    log::warn("gate.forged_request", {{"reason", code}});
    if (http::wants_json(request))
      return http::problem(403, code, texts("app.problem.forged"), texts("app.problem.forged_detail"));
    layout::ErrorPage view{.frame = frames_.frame_for(request), .status = 403, .request_id = request.request_id};
    view.frame.notice = texts("app.problem.forged_detail");
    view.frame.notice_is_error = true;
    std::string out;
    html::Writer writer(out, texts);
    layout::views::error(writer, view);
    return http::html(403, std::move(out));
  };

  // "same-site" is a neighbour, such as another name of this shop: its Origin, which browsers send with every such
  // write, has to be ours.
  const std::string_view site = request.header("Sec-Fetch-Site");
  if (!site.empty() && site != "same-origin" && site != "same-site" && site != "none") return forged("cross_site");
  const std::string_view origin = request.header("Origin");
  // A page whose policy or reader hides its address sends "null"; then Sec-Fetch-Site, which no page can write, has to
  // vouch for it.
  const bool vouched_for = origin == "null" && site == "same-origin";
  if (!origin.empty() && !vouched_for && origin != origin_of(settings_.public_url)) {
    // The browser writes both Origin and Host, so a page that names this very host is ours under another name.
    const std::string_view scheme = origin.substr(0, origin.find("://"));
    const bool same_host = settings_.public_url.starts_with(fmt::format("{}://", scheme)) &&
                           origin.substr(scheme.size() + 3) == request.header("Host");
    if (!same_host) return forged("cross_site");
  }
  if (!request.visitor.session) return std::nullopt;
  const std::string_view header = request.header("X-CSRF-Token");
  if (sessions_.is_csrf_token(request, header.empty() ? request.form.value("_csrf") : header)) return std::nullopt;
  const bool had_no_token = header.empty() && request.form.count("_csrf") == 0 && !holds_a_secret(request.form);
  if (had_no_token && request.uploads.empty() && !request.form.pairs().empty() && !http::wants_json(request))
    return confirm_form(request);
  return forged("csrf");
}

http::Response Gate::confirm_form(const http::Request& request) const {
  const auto& texts = request.visitor.texts();
  layout::ConfirmForm view{
      .frame = frames_.frame_for(request), .action = request.target, .fields = request.form.pairs()};
  view.frame.title = texts("layout.confirm.title");
  view.frame.indexable = false;
  std::string out;
  html::Writer writer(out, texts);
  layout::views::confirm_form(writer, view);
  return http::html(403, std::move(out));
}

std::optional<http::Response> Gate::check_access(const http::Request& request, const http::Route& route) {
  const auto& visitor = request.visitor;
  const auto& texts = visitor.texts();
  bool allowed = true;
  switch (route.access) {
    case http::Access::kAnyone:
    case http::Access::kSigned:
      break;
    case http::Access::kUser:
      allowed = visitor.user.has_value();
      break;
    case http::Access::kStaff:
      allowed = visitor.is_staff();
      break;
    case http::Access::kAdmin:
      allowed = visitor.user && visitor.user->role == http::Role::kAdmin;
      break;
  }
  const bool for_staff = route.access == http::Access::kStaff || route.access == http::Access::kAdmin;
  if (allowed && for_staff && settings_.second_step_required && visitor.lacks_second_step() &&
      !route.pattern.starts_with(kSecondStep))
    return is_read(request.method) && !http::wants_json(request) ? http::see_other(std::string(kSecondStep))
                                                                 : refusal(request, 403);
  if (allowed) return std::nullopt;
  if (visitor.is_staff() && is_read(request.method) && !http::wants_json(request) && settings_.for_admins_only)
    return settings_.for_admins_only(request);
  if (visitor.user) return refusal(request, 403);
  if (http::wants_json(request))
    return http::problem(401, "login_required", texts("app.problem.login"), texts("app.problem.login_detail"));
  const bool is_form = !is_read(request.method);
  const std::string page = is_form ? page_before(request) : request.target;
  std::string login = "/login";
  if (!page.empty()) {
    login += "?return_to=";
    http::append_form_encoded(login, page);
  }
  // A form that was sent is not sent again after the login.
  if (is_form) login += page.empty() ? "?notice=unsent" : "&notice=unsent";
  return http::see_other(std::move(login));
}

std::string Gate::page_before(const http::Request& request) const {
  const std::string_view referer = request.header("Referer");
  std::string page = http::local_path(referer.substr(origin_of(referer).size()), "");
  const std::string_view path = std::string_view(page).substr(0, page.find('?'));
  // A page that refused a form has the form's address, which shows nothing by itself: its page is above it.
  for (std::string_view above = path; !above.empty(); above = above.substr(0, above.rfind('/')))
    if (routes_.find(http::Method::kGet, above).route != nullptr)
      return above.size() == path.size() ? page : std::string(above);
  return {};
}

std::optional<http::Response> Gate::check_rate(const http::Request& request) {
  if (!settings_.limit_addresses) return std::nullopt;
  const auto wait = take(request);
  if (!wait) return std::nullopt;
  ++told_to_wait_;
  auto response = refusal(request, 429);
  response.set("Retry-After", std::to_string(wait->count()));
  return response;
}

std::optional<std::chrono::seconds> Gate::take(const http::Request& request) {
  const std::string client = http::client_network(request.remote_address);
  if (guards_a_secret(request.path)) return logins_.take(client);
  if (moves_money(request.path)) return orders_.take(client);
  if (asks_for_mail(request.path)) return mail_wishes_.take(client);
  return writes_.take(client);
}

http::Response Gate::refusal(const http::Request& request, int status) {
  http::Visitor visitor = request.visitor;
  if (!visitor.session) read_preferences(request, visitor);
  const auto& texts = visitor.texts();
  http::Response response;
  if (http::wants_json(request)) {
    const std::string key = fmt::format("app.status.{}", status);
    response =
        http::problem(status, fmt::format("http_{}", status), texts(texts.has(key) ? key : "app.status.500"), texts);
  } else {
    // Without asking the database: this may be the page that says that the database is gone.
    http::Request plain;
    plain.path = plain.target = "/";
    plain.visitor.language = visitor.language;
    plain.visitor.theme = visitor.theme;
    layout::ErrorPage view{.frame = frames_.frame_for(plain),
                           .status = status,
                           .request_id = request.request_id,
                           .for_staff = layout::is_of_staff(request.path)};
    std::string out;
    html::Writer writer(out, texts);
    layout::views::error(writer, view);
    response = http::html(status, std::move(out));
  }
  if (status == 503) response.set("Retry-After", "2");
  add_common_headers(request, response);
  return response;
}

void Gate::promise_tls(http::Response& response) const {
  if (settings_.public_url.starts_with("https://")) response.set("Strict-Transport-Security", "max-age=31536000");
}

void Gate::add_common_headers(const http::Request& request, http::Response& response) const {
  const auto set_unless_there = [&](std::string_view name, std::string_view value) {
    if (response.header(name).empty()) response.set(name, std::string(value));
  };
  set_unless_there("Content-Security-Policy", content_policy_);
  set_unless_there("X-Content-Type-Options", "nosniff");
  set_unless_there("Referrer-Policy", "strict-origin-when-cross-origin");
  set_unless_there("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()");
  set_unless_there("Cross-Origin-Opener-Policy", "same-origin");
  promise_tls(response);
  set_unless_there("Cache-Control", "private, no-store");
  if (request.visitor.session && response.header("Vary").empty()) response.set("Vary", "Cookie");
}

http::Response Gate::cached(const PageCache::Page& page) const {
  http::Response response;
  response.prepared = page.encodings;
  response.set("Content-Type", page.content_type);
  response.set("ETag", page.etag);
  // Browsers may keep the page but must ask whether it is still true: language, theme and cart depend on cookies.
  response.set("Cache-Control", "private, no-cache");
  response.set("Vary", "Cookie, Accept-Encoding");
  response.set("Content-Security-Policy", content_policy_);
  response.set("X-Content-Type-Options", "nosniff");
  response.set("Referrer-Policy", "strict-origin-when-cross-origin");
  response.set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()");
  response.set("Cross-Origin-Opener-Policy", "same-origin");
  promise_tls(response);
  return response;
}

std::string Gate::cache_key(const http::Request& request) const {
  std::string key;
  key.reserve(request.path.size() + 48);
  // What the address itself chooses is part of its query.
  key += preferred_language(request) == i18n::Language::kEnglish ? 'e' : 'i';
  key += request.cookie("theme") == "light" ? 'l' : 'd';
  fmt::format_to(std::back_inserter(key), "{}", settings_.catalogue_version());
  key += request.path;
  if (!request.query.pairs().empty()) {
    key += '?';
    key += request.query.canonical();
  }
  return key;
}

void Gate::add_to(http::Metrics& metrics) {
  traffic_.add_to(metrics);
  metrics.counter("rate_limited_total", "Requests whose address was told to wait (429)", told_to_wait_.load());
  const PageCache::Stats pages = pages_.stats();
  metrics.counter("page_cache_hits_total", "Pages found in the cache", pages.hits);
  metrics.counter("page_cache_misses_total", "Pages looked for in vain", pages.misses);
  metrics.gauge("page_cache_pages", "Pages kept", pages.pages);
  metrics.gauge("page_cache_bytes", "Memory they take", pages.bytes);
}

void Gate::finished(const http::Request& request, const http::Route* route, const http::Response& response,
                    std::size_t body_bytes, std::chrono::microseconds took) {
  traffic_.count(route, std::to_underlying(unrouted(request, response)), response.status, took);
  if (response.status < 500 && route == nullptr) return;  // assets, cached pages, refusals: too many to be worth a line
  log::debug("http.request", {{"request_id", request.request_id},
                              {"method", http::to_string(request.method)},
                              {"route", route != nullptr ? route->pattern : std::string_view{}},
                              {"status", response.status},
                              {"bytes", body_bytes},
                              {"us", took.count()}});
}

}  // namespace hurtrock::app

#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <vector>

#include "accounts/sessions.hpp"
#include "app/media.hpp"
#include "app/page_cache.hpp"
#include "app/rate_limits.hpp"
#include "layout/frame_source.hpp"
#include "platform/db/error.hpp"
#include "platform/http/metrics.hpp"
#include "platform/http/server.hpp"
#include "platform/http/traffic.hpp"

namespace hurtrock::app {

struct GateSettings {
  std::string public_url;
  std::string mark;                          ///< for /healthz: whose this process is
  std::vector<std::string> form_targets;     ///< origins of payment pages that our forms may be redirected to
  std::vector<std::string> connect_targets;  ///< addresses besides our own that our scripts may ask
  /// The staff's pages are closed to members without a second step of their login.
  bool second_step_required = false;
  bool limit_addresses = true;
  /// Where the limits that guard secrets and money are counted for all processes; none: here. Outlives the gate.
  redis::Questions* redis = nullptr;
  std::function<std::int64_t()> catalogue_version;
  std::function<bool()> ready;  ///< for /readyz
  /// What members of the staff are shown at pages for admins only; nothing: what everybody is.
  std::function<http::Response(const http::Request&)> for_admins_only = {};
};

/// Everything between a connection and a handler: who asks, may they, is it really them, and what every answer carries.
class Gate final : public http::Gate {
 public:
  Gate(http::RouteTable routes, accounts::Sessions& sessions, layout::FrameSource& frames, Media& media,
       const Clock& clock, GateSettings settings);

  std::optional<http::Response> immediate(const http::Request& request) override;
  http::RouteTable::Match match(const http::Request& request) override;
  std::optional<http::Response> turned_away(http::Request& request, const http::Route& route) override;
  http::RunsOn runs_on(const http::Request& request, const http::Route& route) override;
  http::Response handle(http::Request& request, const http::Route& route) override;
  http::Response refusal(const http::Request& request, int status) override;
  void finished(const http::Request& request, const http::Route* route, const http::Response& response,
                std::size_t body_bytes, std::chrono::microseconds took) override;

  PageCache& pages() { return pages_; }
  /// Requests, pages kept, and who was told to wait.
  void add_to(http::Metrics& metrics);

 private:
  http::Response answer(http::Request& request, const http::Route& route);
  http::Response database_failed(const http::Request& request, const http::Route& route, const db::Error& error);
  /// Whether a login or logout elsewhere took the session away while the request was under way.
  bool session_has_ended(const http::Request& request);
  /// A finished refusal, or nothing when the visitor may go on.
  std::optional<http::Response> check_origin_and_token(const http::Request& request) const;
  /// The form once more, with a token, for its sender to confirm: its page was opened before the session began.
  http::Response confirm_form(const http::Request& request) const;
  std::optional<http::Response> check_access(const http::Request& request, const http::Route& route);
  /// Where the form that was sent stands: the target of a page of ours. Empty: the browser does not tell.
  [[nodiscard]] std::string page_before(const http::Request& request) const;
  std::optional<http::Response> check_rate(const http::Request& request);
  /// Counts one; how long to wait when that was one too many.
  std::optional<std::chrono::seconds> take(const http::Request& request);
  /// Where the shop has TLS, browsers shall use nothing else.
  void promise_tls(http::Response& response) const;
  void add_common_headers(const http::Request& request, http::Response& response) const;
  http::Response cached(const PageCache::Page& page) const;
  [[nodiscard]] std::string cache_key(const http::Request& request) const;

  http::RouteTable routes_;
  accounts::Sessions& sessions_;
  layout::FrameSource& frames_;
  Media& media_;
  GateSettings settings_;
  std::string content_policy_;
  PageCache pages_;
  // Secrets, money and other people's mailboxes are guarded by all processes together; what the others hold off is
  // load, which is each one's own.
  RateLimiter writes_;
  SharedRateLimiter logins_;
  SharedRateLimiter orders_;
  SharedRateLimiter mail_wishes_;
  std::atomic<std::int64_t> told_to_wait_ = 0;
  http::Traffic traffic_;
};

/// Language and theme as the visitor's cookies choose them, unless the address chooses the language.
void read_preferences(const http::Request& request, http::Visitor& visitor);
/// The language of the visitor's cookie alone.
i18n::Language preferred_language(const http::Request& request);

}  // namespace hurtrock::app

#include "app/gate.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>

#include "platform/assets/assets.hpp"
#include "platform/core/crypto.hpp"
#include "platform/db/testing/every_dialect.hpp"
#include "platform/http/redirect.hpp"

namespace hurtrock::app {
namespace {

using namespace std::chrono_literals;
using http::Access;
using http::Method;
using testing::HasSubstr;
using testing::IsEmpty;

class FakeFrames final : public layout::FrameSource {
 public:
  layout::Frame frame_for(const http::Request&) override { return {}; }
};

using Headers = std::vector<std::pair<std::string, std::string>>;

constexpr const char* kMark = "00ff-11ee";

class GateTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { crypto::start(); }

  Gate& gate() {
    if (!gate_)
      gate_ = std::make_unique<Gate>(
          http::RouteTable(routes()), sessions_, frames_, media_, clock_,
          GateSettings{.public_url = public_url_,
                       .mark = kMark,
                       .form_targets = {"https://pay.example"},
                       .connect_targets = {"wss://chat.example/ws"},
                       .second_step_required = second_step_required_,
                       .limit_addresses = limit_addresses_,
                       .catalogue_version = [this] { return catalogue_version_; },
                       .ready = {},
                       .for_admins_only = [](const http::Request&) { return http::html(403, "for admins only"); }});
    return *gate_;
  }

  std::vector<http::Route> routes() {
    const auto route = [this](Method method, std::string_view pattern, Access access, http::Handler handler) {
      return http::Route{method, pattern, access, http::RunsOn::kWorker, counted(pattern, std::move(handler))};
    };
    const auto text = [](const http::Request&) { return http::html(200, "done"); };
    std::vector<http::Route> table{
        route(Method::kGet, "/shown", Access::kAnyone, text),
        route(Method::kPost, "/write", Access::kAnyone, text),
        route(Method::kPut, "/write", Access::kAnyone, text),
        route(Method::kPatch, "/write", Access::kAnyone, text),
        route(Method::kDelete, "/write", Access::kAnyone, text),
        route(Method::kPost, "/api/v1/write", Access::kAnyone, text),
        route(Method::kPost, "/login", Access::kAnyone, text),
        route(Method::kPost, "/checkout", Access::kAnyone, text),
        route(Method::kPost, "/back-in-stock", Access::kAnyone, text),
        route(Method::kPost, "/api/v1/back-in-stock", Access::kAnyone, text),
        route(Method::kGet, "/own", Access::kUser, text),
        route(Method::kPost, "/own", Access::kUser, text),
        route(Method::kGet, "/api/v1/own", Access::kUser, text),
        route(Method::kGet, "/staff", Access::kStaff, text),
        route(Method::kGet, "/admin", Access::kAdmin, text),
        route(Method::kGet, "/profile/second-step", Access::kStaff, text),
        route(Method::kPost, "/profile/second-step/confirmation", Access::kStaff, text),
        route(Method::kPost, "/webhooks/pay", Access::kSigned,
              [](const http::Request& r) { return http::html(r.visitor.session ? 500 : 200, "taken"); }),
        route(Method::kGet, "/bug", Access::kAnyone,
              [](const http::Request&) -> http::Response { throw std::logic_error("bug"); }),
        route(Method::kGet, "/database-gone", Access::kAnyone,
              [](const http::Request&) -> http::Response {
                throw db::Error(db::ErrorKind::kUnavailable, "", "no connection");
              }),
        route(Method::kGet, "/logged-in-meanwhile", Access::kAnyone,
              [this](const http::Request& request) -> http::Response {
                db_->write([&](db::Tx& tx) { tx.execute("DELETE FROM sessions"); });
                return insert_for(request);
              }),
        route(Method::kGet, "/broken-rule", Access::kAnyone,
              [this](const auto& request) { return insert_for(request); }),
    };
    const auto cached = [&](std::string_view pattern, http::Handler handler) {
      table.push_back(route(Method::kGet, pattern, Access::kAnyone, std::move(handler)));
      table.back().cached = http::Cached::kByCatalogue;
    };
    cached("/page", [this](const http::Request&) {
      http::Response response = http::html(200, "page " + std::to_string(shown_));
      response.add("Set-Cookie", "never=kept");
      return response;
    });
    cached("/missing", [](const http::Request&) { return http::html(404, "none"); });
    cached("/slow", [this](const http::Request&) {
      http::Response response = http::html(200, "page " + std::to_string(shown_));
      // The catalogue changes while the page is being made.
      ++shown_;
      ++catalogue_version_;
      return response;
    });
    return table;
  }

  /// Breaks a rule of the database.
  http::Response insert_for(const http::Request&) {
    db_->write([](db::Tx& tx) { tx.execute("INSERT INTO carts (session_id, updated_at) VALUES (-1, 0)"); });
    return http::html(200, "kept");
  }

  http::Handler counted(std::string_view pattern, http::Handler handler) {
    return [this, pattern = std::string(pattern), handler = std::move(handler)](const http::Request& request) {
      ++calls_[pattern];
      return handler(request);
    };
  }

  /// As a connection does it: an immediate answer, or the route's.
  http::Response ask(Method method, const std::string& target, Headers headers = {}, http::Fields form = {}) {
    http::Request request;
    request.method = method;
    request.target = target;
    request.path = target.substr(0, target.find('?'));
    if (const auto query = target.find('?'); query != std::string::npos)
      request.query = *http::Fields::decode(std::string_view(target).substr(query + 1));
    request.headers = std::move(headers);
    request.form = std::move(form);
    request.remote_address = remote_address_;
    if (auto response = gate().immediate(request)) return *response;
    const auto match = gate().match(request);
    return match.route != nullptr ? gate().handle(request, *match.route) : gate().refusal(request, 404);
  }
  int status(Method method, const std::string& target, Headers headers = {}, http::Fields form = {}) {
    return ask(method, target, std::move(headers), std::move(form)).status;
  }
  static std::string body(const http::Response& response) {
    return response.prepared ? *response.prepared->identity : response.body;
  }

  struct Browser {
    std::string cookie, csrf;
    [[nodiscard]] Headers headers(Headers more = {}) const {
      more.emplace_back("Cookie", cookie);
      return more;
    }
  };
  Browser browser(std::optional<http::Role> role = std::nullopt) {
    http::SessionStarter::Started started;
    if (role) {
      const std::string email = std::string(accounts::word(*role)) + "@contoh.id";
      const auto user = db_->write([&](db::Tx& tx) {
        accounts::create_user(tx, {.email = email, .name = "Ani", .role = *role}, clock_.now());
        return *accounts::find_user(tx, email);
      });
      started = sessions_.log_in(http::Request{}, user, [](db::Tx&, SessionId, UserId) {});
    } else {
      started = sessions_.start(http::Request{});
    }
    return {started.cookie.substr(0, started.cookie.find(';')), started.session.csrf_token};
  }

  FakeClock clock_{from_micros(1'795'000'000'000'000)};
  std::unique_ptr<db::Database> db_ = db::testing::migrated_database(db::Dialect::kSqlite);
  accounts::Sessions sessions_{*db_, clock_, {.secret = Secret{"a secret of at least thirty-two bytes"}}};
  FakeFrames frames_;
  std::string media_folder_ = ::testing::TempDir() + "hurtrock-gate-" + std::to_string(getpid());
  Media media_{media_folder_};
  std::string public_url_ = "https://toko.example", remote_address_ = "203.0.113.7";
  bool second_step_required_ = false;
  bool limit_addresses_ = false;
  std::int64_t catalogue_version_ = 1;
  int shown_ = 1;
  std::map<std::string, int> calls_;
  std::unique_ptr<Gate> gate_;
};

TEST_F(GateTest, where_a_second_step_is_required_the_staffs_pages_open_once_it_is_on) {
  second_step_required_ = true;
  const Browser staff = browser(http::Role::kStaff);
  const auto sent_on = ask(Method::kGet, "/staff", staff.headers());
  EXPECT_EQ(sent_on.status, 303);
  EXPECT_EQ(sent_on.header("Location"), "/profile/second-step");
  EXPECT_EQ(calls_["/staff"], 0);
  EXPECT_EQ(status(Method::kGet, "/own", staff.headers()), 200);
  EXPECT_EQ(status(Method::kGet, "/profile/second-step", staff.headers()), 200);
  EXPECT_EQ(status(Method::kPost, "/profile/second-step/confirmation", staff.headers({{"X-CSRF-Token", staff.csrf}})),
            200);
  db_->write([&](db::Tx& tx) {
    tx.execute(
        "INSERT INTO second_steps (user_id, secret_box, created_at, confirmed_at) SELECT id, 'box', 0, 0 FROM users");
  });
  EXPECT_EQ(status(Method::kGet, "/staff", staff.headers()), 200);
}

TEST_F(GateTest, a_second_step_is_required_of_no_buyer) {
  second_step_required_ = true;
  const Browser buyer = browser(http::Role::kBuyer);
  EXPECT_EQ(status(Method::kGet, "/own", buyer.headers()), 200);
  EXPECT_EQ(status(Method::kGet, "/staff", buyer.headers()), 403);
}

TEST_F(GateTest, a_write_is_refused_when_the_browser_says_that_it_comes_from_elsewhere) {
  struct Case {
    const char *origin, *site, *host;
    int status;
  };
  const Case cases[] = {
      {"", "", "toko.example", 200},
      {"https://toko.example", "same-origin", "toko.example", 200},
      {"https://toko.example", "", "toko.example", 200},
      {"", "none", "toko.example", 200},
      {"https://192.168.1.5:5000", "same-origin", "192.168.1.5:5000", 200},
      {"http://192.168.1.5:5000", "same-origin", "192.168.1.5:5000", 403},
      {"http://toko.example", "", "toko.example", 403},
      {"https://evil.example", "", "toko.example", 403},
      {"https://evil.example", "cross-site", "toko.example", 403},
      {"", "cross-site", "toko.example", 403},
      {"", "same-site", "toko.example", 200},
      {"https://toko.example", "same-site", "pesan.toko.example", 200},
      {"https://blog.toko.example", "same-site", "toko.example", 403},
      {"null", "same-site", "toko.example", 403},
      {"https://toko.example", "cross-site", "toko.example", 403},
      {"null", "", "toko.example", 403},
      {"null", "", "null", 403},
      {"https://toko.example.evil.example", "", "toko.example", 403},
      {"https://eviltoko.example", "", "toko.example", 403},
      {"https://toko.example:8443", "", "toko.example", 403},
      {"http://toko.example", "", "other.example", 403},
  };
  for (const Case& c : cases) {
    Headers headers{{"Host", c.host}};
    if (*c.origin != '\0') headers.emplace_back("Origin", c.origin);
    if (*c.site != '\0') headers.emplace_back("Sec-Fetch-Site", c.site);
    EXPECT_EQ(status(Method::kPost, "/write", headers), c.status) << c.origin << " | " << c.site << " | " << c.host;
    EXPECT_EQ(status(Method::kPost, "/api/v1/write", headers), c.status) << c.origin << " | " << c.site;
  }
}

TEST_F(GateTest, a_shop_without_tls_is_reached_under_any_name) {
  public_url_ = "http://localhost:5000";
  EXPECT_EQ(status(Method::kPost, "/write", {{"Host", "10.0.0.5:5000"}, {"Origin", "http://10.0.0.5:5000"}}), 200);
  EXPECT_EQ(status(Method::kPost, "/write", {{"Host", "10.0.0.5:5000"}, {"Origin", "https://10.0.0.5:5000"}}), 403);
}

TEST_F(GateTest, who_logged_in_elsewhere_during_the_request_is_told_so_and_nobody_else) {
  const Browser mine = browser();
  EXPECT_EQ(status(Method::kGet, "/broken-rule", mine.headers()), 500);
  EXPECT_EQ(status(Method::kGet, "/broken-rule"), 500);
  EXPECT_EQ(status(Method::kGet, "/logged-in-meanwhile", mine.headers()), 409);
}

TEST_F(GateTest, reading_is_not_asked_where_it_comes_from) {
  EXPECT_EQ(status(Method::kGet, "/shown", {{"Sec-Fetch-Site", "cross-site"}, {"Origin", "https://evil.example"}}),
            200);
}

TEST_F(GateTest, every_kind_of_write_with_a_session_needs_its_token) {
  const Browser mine = browser();
  const Browser theirs = browser();
  for (const Method method : {Method::kPost, Method::kPut, Method::kPatch, Method::kDelete}) {
    EXPECT_EQ(status(method, "/write", mine.headers()), 403);
    EXPECT_EQ(status(method, "/write", mine.headers({{"X-CSRF-Token", theirs.csrf}})), 403);
    EXPECT_EQ(status(method, "/write", mine.headers({{"X-CSRF-Token", "invented"}})), 403);
    EXPECT_EQ(status(method, "/write", mine.headers({{"X-CSRF-Token", mine.csrf}})), 200);
    EXPECT_EQ(status(method, "/write", mine.headers(), http::Fields({{"_csrf", mine.csrf}})), 200);
  }
  EXPECT_EQ(calls_["/write"], 8);
}

TEST_F(GateTest, a_good_token_does_not_excuse_a_foreign_origin) {
  const Browser mine = browser();
  EXPECT_EQ(
      status(Method::kPost, "/write", mine.headers({{"X-CSRF-Token", mine.csrf}, {"Origin", "https://evil.example"}})),
      403);
}

TEST_F(GateTest, a_token_in_the_address_does_not_count) {
  const Browser mine = browser();
  EXPECT_EQ(status(Method::kPost, "/write?_csrf=" + mine.csrf, mine.headers()), 403);
}

TEST_F(GateTest, a_session_that_has_ended_is_no_session_and_needs_no_token) {
  EXPECT_EQ(status(Method::kPost, "/write", {{"Cookie", "hurtrock_session=ended"}}), 200);
}

TEST_F(GateTest, a_forged_write_is_refused_in_the_form_that_was_asked_for) {
  const auto api = ask(Method::kPost, "/api/v1/write", {{"Sec-Fetch-Site", "cross-site"}});
  EXPECT_EQ(api.header("Content-Type"), "application/problem+json");
  EXPECT_THAT(api.body, HasSubstr("cross_site"));
  EXPECT_THAT(std::string(ask(Method::kPost, "/write", {{"Sec-Fetch-Site", "cross-site"}}).header("Content-Type")),
              HasSubstr("text/html"));
}

TEST_F(GateTest, a_signed_route_is_left_to_its_signature) {
  const Browser mine = browser();
  EXPECT_EQ(status(Method::kPost, "/webhooks/pay",
                   mine.headers({{"Origin", "https://api.midtrans.com"}, {"Sec-Fetch-Site", "cross-site"}})),
            200);
}

TEST_F(GateTest, each_role_reaches_its_own_routes_only) {
  const Browser guest = browser();
  const Browser buyer = browser(http::Role::kBuyer);
  const Browser staff = browser(http::Role::kStaff);
  const Browser admin = browser(http::Role::kAdmin);
  const auto statuses = [&](const std::string& target) {
    return std::vector{status(Method::kGet, target), status(Method::kGet, target, guest.headers()),
                       status(Method::kGet, target, buyer.headers()), status(Method::kGet, target, staff.headers()),
                       status(Method::kGet, target, admin.headers())};
  };
  EXPECT_EQ(statuses("/shown"), (std::vector{200, 200, 200, 200, 200}));
  EXPECT_EQ(statuses("/own"), (std::vector{303, 303, 200, 200, 200}));
  EXPECT_EQ(statuses("/staff"), (std::vector{303, 303, 403, 200, 200}));
  EXPECT_EQ(statuses("/admin"), (std::vector{303, 303, 403, 403, 200}));
  EXPECT_EQ(calls_["/staff"], 2);
  EXPECT_EQ(calls_["/admin"], 1);
}

TEST_F(GateTest, a_guest_comes_back_to_the_page_asked_for_after_the_login) {
  for (const std::string target : {"/own", "/own?state=paid&q=a%20b%2Bc", "/own?a=1&b=%26%23"}) {
    const std::string location(ask(Method::kGet, target).header("Location"));
    ASSERT_TRUE(location.starts_with("/login?")) << location;
    const auto query = http::Fields::decode(std::string_view(location).substr(7));
    ASSERT_EQ(query->pairs().size(), 1U) << location;
    EXPECT_EQ(http::local_path(query->value("return_to"), "/elsewhere"), target);
  }
}

TEST_F(GateTest, the_way_to_the_login_is_percent_encoded) {
  EXPECT_EQ(ask(Method::kGet, "/own?x=1&y=2").header("Location"), "/login?return_to=%2Fown%3Fx%3D1%26y%3D2");
}

TEST_F(GateTest, who_sent_a_form_without_a_session_comes_back_to_its_page_and_is_told) {
  const auto way = [&](const std::string& referer) {
    return std::string(ask(Method::kPost, "/own", {{"Referer", referer}}).header("Location"));
  };
  EXPECT_EQ(way(""), "/login?notice=unsent");
  EXPECT_EQ(way("https://shop.example"), "/login?notice=unsent");
  EXPECT_EQ(way("https://shop.example/shown?x=1&y=2"), "/login?return_to=%2Fshown%3Fx%3D1%26y%3D2&notice=unsent");
  EXPECT_EQ(way("https://shop.example/own/7/notes?x=1"), "/login?return_to=%2Fown&notice=unsent")
      << "the page that refused a form is above the form's address";
  EXPECT_EQ(way("https://shop.example/nowhere/at-all"), "/login?notice=unsent");
  EXPECT_EQ(way("https://shop.example//evil.example/shown"), "/login?notice=unsent");
  EXPECT_EQ(calls_["/own"], 0);
}

TEST_F(GateTest, staff_are_told_which_role_a_page_needs) {
  const Browser staff = browser(http::Role::kStaff);
  const Browser buyer = browser(http::Role::kBuyer);
  EXPECT_EQ(ask(Method::kGet, "/admin", staff.headers()).body, "for admins only");
  EXPECT_NE(ask(Method::kGet, "/admin", buyer.headers()).body, "for admins only");
}

TEST_F(GateTest, a_program_is_told_to_log_in_and_not_redirected) {
  const auto response = ask(Method::kGet, "/api/v1/own");
  EXPECT_EQ(response.status, 401);
  EXPECT_THAT(response.body, HasSubstr("login_required"));
}

TEST_F(GateTest, a_visitor_without_session_gets_the_kept_page) {
  EXPECT_EQ(body(ask(Method::kGet, "/page")), "page 1");
  shown_ = 2;
  EXPECT_EQ(body(ask(Method::kGet, "/page")), "page 1");
  EXPECT_EQ(calls_["/page"], 1);
}

TEST_F(GateTest, a_kept_page_hands_no_cookie_on) {
  ask(Method::kGet, "/page");
  EXPECT_EQ(ask(Method::kGet, "/page").header("Set-Cookie"), "");
}

TEST_F(GateTest, a_page_with_a_session_is_made_for_it_and_not_kept) {
  const Browser mine = browser();
  const auto personal = ask(Method::kGet, "/page", mine.headers());
  EXPECT_EQ(personal.header("Cache-Control"), "private, no-store");
  ask(Method::kGet, "/page", mine.headers());
  EXPECT_EQ(calls_["/page"], 2);
  ask(Method::kGet, "/page");
  EXPECT_EQ(calls_["/page"], 3) << "what was made for somebody is not shown to others";
}

TEST_F(GateTest, language_theme_and_catalogue_have_pages_of_their_own) {
  const std::vector<Headers> visitors{
      {}, {{"Cookie", "language=en"}}, {{"Cookie", "theme=light"}}, {{"Cookie", "theme=light; language=en"}}};
  for (int round = 0; round < 2; ++round)
    for (const Headers& headers : visitors) ask(Method::kGet, "/page", headers);
  EXPECT_EQ(calls_["/page"], 4);
  ++catalogue_version_;
  ask(Method::kGet, "/page");
  EXPECT_EQ(calls_["/page"], 5);
}

TEST_F(GateTest, queries_that_mean_the_same_share_a_page) {
  ask(Method::kGet, "/page?a=1&b=2");
  ask(Method::kGet, "/page?b=2&a=1");
  ask(Method::kGet, "/page?b=2&a=%31");
  EXPECT_EQ(calls_["/page"], 1);
  ask(Method::kGet, "/page?b=2&a=2");
  EXPECT_EQ(calls_["/page"], 2);
}

TEST_F(GateTest, a_page_made_while_the_catalogue_changed_is_not_shown_afterwards) {
  EXPECT_EQ(body(ask(Method::kGet, "/slow")), "page 1");
  EXPECT_EQ(body(ask(Method::kGet, "/slow")), "page 2");
}

TEST_F(GateTest, only_good_pages_with_short_addresses_are_kept) {
  ask(Method::kGet, "/missing");
  ask(Method::kGet, "/missing");
  EXPECT_EQ(calls_["/missing"], 2);
  const std::string address = "/page?q=" + std::string(300, 'a');
  ask(Method::kGet, address);
  ask(Method::kGet, address);
  EXPECT_EQ(calls_["/page"], 2);
}

TEST_F(GateTest, a_bug_is_a_500_without_its_details) {
  const auto response = ask(Method::kGet, "/bug");
  EXPECT_EQ(response.status, 500);
  EXPECT_THAT(response.body, testing::Not(HasSubstr("bug")));
}

TEST_F(GateTest, a_database_that_is_gone_is_a_503_with_a_time_to_try_again) {
  const auto response = ask(Method::kGet, "/database-gone");
  EXPECT_EQ(response.status, 503);
  EXPECT_EQ(response.header("Retry-After"), "2");
}

TEST_F(GateTest, an_upload_is_turned_away_with_the_same_when_the_database_is_gone) {
  const http::Route upload{.method = Method::kPost,
                           .pattern = "/upload",
                           .access = Access::kAnyone,
                           .turns_away = [](const http::Request&) -> std::optional<http::Response> {
                             throw db::Error(db::ErrorKind::kUnavailable, "", "no connection");
                           }};
  http::Request request;
  request.method = Method::kPost;
  const auto response = gate().turned_away(request, upload);
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 503);
  EXPECT_EQ(response->header("Retry-After"), "2");
}

TEST_F(GateTest, every_answer_carries_the_protecting_headers) {
  const auto check = [](const http::Response& response) {
    EXPECT_THAT(std::string(response.header("Content-Security-Policy")), HasSubstr("default-src 'self'"));
    EXPECT_THAT(std::string(response.header("Content-Security-Policy")),
                HasSubstr("form-action 'self' https://pay.example"));
    EXPECT_THAT(std::string(response.header("Content-Security-Policy")),
                HasSubstr("connect-src 'self' wss://chat.example/ws;"));
    EXPECT_EQ(response.header("X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(response.header("Strict-Transport-Security"), "max-age=31536000");
    EXPECT_NE(response.header("Cache-Control"), "");
    EXPECT_EQ(std::string(response.header("Cache-Control")).find("public"), std::string::npos);
  };
  for (const std::string target : {"/shown", "/page", "/page", "/bug", "/own", "/staff", "/nowhere", "/api/v1/own"})
    check(ask(Method::kGet, target));
  check(ask(Method::kPost, "/write", {{"Sec-Fetch-Site", "cross-site"}}));
}

TEST_F(GateTest, files_promise_tls_as_pages_do) {
  std::filesystem::create_directories(media_folder_);
  std::ofstream(media_folder_ + "/gitar.webp") << "bytes";
  for (const std::string& target : {std::string(assets::url("icons.svg")), std::string("/media/gitar.webp")}) {
    const auto response = ask(Method::kGet, target);
    EXPECT_EQ(response.status, 200) << target;
    EXPECT_EQ(response.header("Strict-Transport-Security"), "max-age=31536000") << target;
  }
  std::filesystem::remove_all(media_folder_);
}

TEST_F(GateTest, a_shop_without_tls_does_not_promise_it) {
  public_url_ = "http://localhost:5000";
  for (const std::string& target : {std::string("/shown"), std::string(assets::url("icons.svg"))})
    EXPECT_EQ(ask(Method::kGet, target).header("Strict-Transport-Security"), "") << target;
}

TEST_F(GateTest, one_address_may_try_to_log_in_twenty_times_and_then_waits) {
  limit_addresses_ = true;
  for (int i = 0; i < 20; ++i) EXPECT_EQ(status(Method::kPost, "/login"), 200);
  const auto refused = ask(Method::kPost, "/login");
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.header("Retry-After"), "6");
  EXPECT_EQ(status(Method::kPost, "/write"), 200) << "other writes have a limit of their own";
  remote_address_ = "203.0.113.8";
  EXPECT_EQ(status(Method::kPost, "/login"), 200);
}

TEST_F(GateTest, whoever_has_a_network_of_ipv6_addresses_is_one) {
  limit_addresses_ = true;
  for (int i = 0; i < 20; ++i) {
    remote_address_ = "2001:db8:1:2::" + std::to_string(i + 1);
    EXPECT_EQ(status(Method::kPost, "/login"), 200);
  }
  remote_address_ = "2001:db8:1:2:ffff:ffff:ffff:ffff";
  EXPECT_EQ(status(Method::kPost, "/login"), 429);
  remote_address_ = "2001:db8:1:3::1";
  EXPECT_EQ(status(Method::kPost, "/login"), 200) << "a neighbour";
}

TEST_F(GateTest, orders_have_a_limit_beside_that_of_other_writes) {
  limit_addresses_ = true;
  for (int i = 0; i < 120; ++i) ASSERT_EQ(status(Method::kPost, "/write"), 200);
  EXPECT_EQ(status(Method::kPost, "/write"), 429);
  for (int i = 0; i < 120; ++i) ASSERT_EQ(status(Method::kPost, "/checkout"), 200);
  EXPECT_EQ(status(Method::kPost, "/checkout"), 429);
}

TEST_F(GateTest, one_address_may_have_twenty_mails_promised_and_then_waits) {
  limit_addresses_ = true;
  for (int i = 0; i < 20; ++i) ASSERT_EQ(status(Method::kPost, "/back-in-stock"), 200);
  const auto refused = ask(Method::kPost, "/api/v1/back-in-stock");
  EXPECT_EQ(refused.status, 429) << "by the form or by the API";
  EXPECT_EQ(refused.header("Retry-After"), "30");
  EXPECT_EQ(status(Method::kPost, "/write"), 200);
}

TEST_F(GateTest, codes_of_the_second_step_are_guessed_no_oftener_than_passwords) {
  limit_addresses_ = true;
  for (int i = 0; i < 20; ++i) EXPECT_NE(status(Method::kPost, "/profile/second-step/confirmation"), 429);
  EXPECT_EQ(status(Method::kPost, "/profile/second-step/confirmation"), 429);
  EXPECT_EQ(status(Method::kPost, "/login"), 429);
}

TEST_F(GateTest, reading_is_never_limited) {
  limit_addresses_ = true;
  for (int i = 0; i < 300; ++i) ASSERT_EQ(status(Method::kGet, "/shown"), 200);
}

TEST_F(GateTest, relaxed_limits_let_an_address_try_as_often_as_it_likes) {
  for (int i = 0; i < 100; ++i) ASSERT_EQ(status(Method::kPost, "/login"), 200);
}

TEST_F(GateTest, what_was_answered_is_counted_by_route_and_by_what_needs_none) {
  const auto finish = [&](Method method, const std::string& path, int answered) {
    http::Request request;
    request.method = method;
    request.path = request.target = path;
    http::Response response;
    response.status = answered;
    gate().finished(request, gate().match(request).route, response, 0, 1ms);
  };
  finish(Method::kPost, "/login", 401);
  finish(Method::kGet, "/assets/app.css", 200);
  finish(Method::kGet, "/assets/none.css", 404);
  finish(Method::kGet, "/healthz", 200);
  finish(Method::kGet, "/cached", 304);
  http::Metrics metrics("");
  gate().add_to(metrics);
  const std::string told = std::move(metrics).response().body;
  for (const char* const line :
       {R"line({method="POST",route="/login",status="401"} 1)line", R"line({route="(assets)",status="200"} 1)line",
        R"line({route="(refused)",status="404"} 1)line", R"line({route="(health)",status="200"} 1)line",
        R"line({route="(cached page)",status="304"} 1)line"})
    EXPECT_THAT(told, HasSubstr(line));
}

TEST_F(GateTest, health_is_told_without_asking_anything) {
  EXPECT_EQ(ask(Method::kGet, "/healthz").body, R"({"status":"ok"})");
}

TEST_F(GateTest, health_says_whose_it_is_and_nothing_else_does) {
  EXPECT_EQ(ask(Method::kGet, "/healthz").header("X-Shop-Mark"), kMark);
  EXPECT_EQ(ask(Method::kHead, "/healthz").header("X-Shop-Mark"), kMark);
  for (const char* const path : {"/shown", "/page", "/missing", "/nowhere", "/bug"})
    EXPECT_EQ(ask(Method::kGet, path).header("X-Shop-Mark"), "") << path;
}

}  // namespace
}  // namespace hurtrock::app

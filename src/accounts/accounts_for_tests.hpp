#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "accounts/handlers.hpp"
#include "platform/core/crypto.hpp"
#include "platform/db/testing/every_dialect.hpp"

/// A shop with accounts and nothing else, its clock standing still.
namespace hurtrock::accounts {

/// Frames as the shop's, without a shop.
class PlainFrames final : public layout::FrameSource {
 public:
  layout::Frame frame_for(const http::Request& request) override {
    layout::Frame frame;
    frame.path = request.path;
    if (request.visitor.session) frame.csrf_token = request.visitor.session->csrf_token;
    frame.logged_in = request.visitor.user.has_value();
    return frame;
  }
};

class AccountsTest : public ::testing::TestWithParam<db::Dialect> {
 protected:
  static void SetUpTestSuite() { crypto::start(); }

  /// Inside a transaction of its own.
  template <class Body>
  auto write(Body&& body) {
    return db_->write(std::forward<Body>(body));
  }
  template <class Body>
  auto read(Body&& body) {
    return db_->read(std::forward<Body>(body));
  }
  std::int64_t count(const std::string& from) {
    return read([&](db::Tx& tx) { return tx.one<std::int64_t>("SELECT COUNT(*) FROM " + from); });
  }

  UserId add_user(const std::string& email, http::Role role = http::Role::kBuyer,
                  const std::string& password_hash = "") {
    return *write([&](db::Tx& tx) {
      return create_user(tx, {.email = email, .name = "Ani", .role = role, .password_hash = password_hash},
                         clock_.now());
    });
  }
  User user(const std::string& email) {
    return *read([&](db::Tx& tx) { return find_user(tx, email); });
  }

  /// "__Host-hurtrock_session=TOKEN" of a Set-Cookie header.
  static std::string cookie_pair(const std::string& set_cookie) { return set_cookie.substr(0, set_cookie.find(';')); }

  /// A request as the browser that holds `set_cookie` sends it, with its visitor found out.
  http::Request request_with(const std::string& set_cookie) {
    http::Request request;
    request.path = request.target = "/";
    request.remote_address = "203.0.113.7";
    request.headers = {{"User-Agent", "Firefox/130.0 (Linux)"}};
    if (!set_cookie.empty()) request.headers.emplace_back("Cookie", cookie_pair(set_cookie));
    sessions_.resolve(request, request.visitor);
    return request;
  }
  http::Request form_request(std::vector<std::pair<std::string, std::string>> fields) {
    http::Request request = request_with("");
    request.method = http::Method::kPost;
    request.form = http::Fields(std::move(fields));
    return request;
  }
  /// Logged in; answers the Set-Cookie header.
  std::string log_in(const std::string& email) {
    return sessions_.log_in(request_with(""), user(email), adopt_nothing()).cookie;
  }
  static std::function<void(db::Tx&, SessionId, UserId)> adopt_nothing() {
    return [](db::Tx&, SessionId, UserId) {};
  }

  /// The text of the newest mail of that kind; "" without any.
  std::string newest_mail(const std::string& kind) {
    return read([&](db::Tx& tx) {
             return tx.maybe_value<std::string>(
                 "SELECT body_text FROM outbox_mails WHERE kind = $1 ORDER BY id DESC LIMIT 1", kind);
           })
        .value_or("");
  }
  /// The token in the link of the newest mail of that kind.
  std::string mailed_token(const std::string& kind) {
    const std::string mail = newest_mail(kind);
    const auto begin = mail.find("token=") + 6;
    return mail.substr(begin, mail.find_first_of(" \r\n", begin) - begin);
  }

  FakeClock clock_{from_micros(1'795'000'000'000'000)};
  std::unique_ptr<db::Database> db_ = db::testing::migrated_database(GetParam());
  PlainFrames frames_;
  Sessions sessions_{*db_, clock_, {.secret = Secret{"a secret of at least thirty-two bytes"}, .secure_cookie = true}};
  int wakes_ = 0;
  std::vector<std::string> own_changes_;                ///< their actions
  std::vector<OpenOrder> open_orders_;                  ///< of everybody
  std::vector<std::string> forgotten_;                  ///< mailboxes of those whom the rest of the shop has forgotten
  std::vector<std::pair<UserId, std::string>> claims_;  ///< whose orders were claimed, and by which mailbox
  Services shop_{
      .db = *db_,
      .clock = clock_,
      .frames = frames_,
      .sessions = sessions_,
      .public_url = "https://toko.example",
      .shop_name = "Hurtrock",
      .secure_cookies = true,
      .adopt_session = adopt_nothing(),
      .claim_orders = [this](db::Tx&, UserId user, std::string_view email) { claims_.emplace_back(user, email); },
      .cart_count = [](const http::Request&) { return std::int64_t{0}; },
      .search_areas = [](std::string_view) { return KnownAreas{}; },
      .find_area = [](std::string_view) { return std::optional<KnownArea>{}; },
      .wake_jobs = [this] { ++wakes_; },
      .record_own_change = [this](db::Tx&, const OwnChange& change) { own_changes_.emplace_back(change.action); },
      .open_orders = [this](db::Tx&, UserId) { return open_orders_; },
      .forget_person = [this](db::Tx&, const User& person) { forgotten_.push_back(person.email); },
      .write_own_data = [](UserId owner, i18n::Language,
                           const std::string& path) { std::ofstream(path) << "{\"of\": " << owner.value() << "}"; },
      .scratch = ::testing::TempDir(),
      .session_secret = Secret{"a secret of at least thirty-two bytes"},
      .chat_url = "https://chat.toko.example"};
};

}  // namespace hurtrock::accounts

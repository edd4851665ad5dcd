#include <fmt/format.h>

#include <algorithm>

#include "accounts/handlers.hpp"
#include "accounts/own_page.hpp"
#include "accounts/pages.hpp"
#include "accounts/second_step.hpp"
#include "accounts/totp.hpp"
#include "accounts/views/second_step.html.hpp"
#include "documents/codes.hpp"
#include "platform/log/log.hpp"

namespace hurtrock::accounts {
namespace {

constexpr std::string_view kSecondStepNotices[] = {"removed", "too_late"};
constexpr std::string_view kPath = "/profile/second-step";

/// "GEZD GNBV ...": as people read it off and type it.
std::string in_groups(std::string_view key) {
  std::string text;
  for (std::size_t i = 0; i < key.size(); ++i) {
    if (i > 0 && i % 4 == 0) text += ' ';
    text += key[i];
  }
  return text;
}

void draw(SecondStepPage& view, const documents::Code& code) {
  view.qr_size = static_cast<std::int64_t>(code.columns + 2 * documents::kQrQuietZone);
  for (std::size_t row = 0; row < code.rows; ++row)
    for (std::size_t column = 0; column < code.columns; ++column) {
      std::size_t end = column;
      while (end < code.columns && code.is_dark(end, row)) ++end;
      if (end == column) continue;
      fmt::format_to(std::back_inserter(view.qr_path), "M{} {}h{}v1h-{}z", column + documents::kQrQuietZone,
                     row + documents::kQrQuietZone, end - column, end - column);
      column = end;
    }
}

http::Response second_step_page(const http::Request& request, Services& shop, int status, SecondStepPage view) {
  const auto& texts = request.visitor.texts();
  std::optional<SecondStep> stored;
  std::optional<Secret> key;
  shop.db.read([&](db::Tx& tx) {
    stored = find_second_step(tx, user_of(request));
    key = unconfirmed_key(tx, shop.session_secret, user_of(request), shop.clock.now());
  });
  std::string notice = std::move(view.frame.notice);
  view.frame = shop.frames.frame_for(request);
  view.frame.path = kPath;
  view.frame.title = texts("accounts.second_step.title");
  view.frame.indexable = false;
  view.frame.notice = std::move(notice);
  if (stored && stored->confirmed_at) {
    view.state = SecondStepPage::State::kOn;
    view.confirmed_at = date_and_time(*stored->confirmed_at);
    view.codes_left = stored->recovery_codes;
  } else if (key) {
    view.state = SecondStepPage::State::kBegun;
    view.key = in_groups(totp::base32(key->reveal()));
    if (const auto code =
            documents::qr_code(totp::key_uri(*key, std::string(shop.shop_name), request.visitor.user->email)))
      draw(view, *code);
  }
  view.required = shop.second_step_required && view.state != SecondStepPage::State::kOn;
  std::string out;
  html::Writer writer(out, texts);
  views::second_step(writer, view);
  return http::html(status, std::move(out));
}

std::string refusal(std::optional<std::chrono::seconds> wait, std::string_view wrong, const i18n::Texts& texts) {
  return wait ? texts("accounts.refused.wait", {{"n", wait->count()}}) : std::string(texts(wrong));
}

/// The password, at its field: whoever changes how one logs in shows it again (ASVS 7.5.1).
void check_password(http::Input& input, const http::Request& request, Services& shop) {
  const Secret password{input.password("current_password", 1)};
  if (!input.ok()) return;
  const auto proved = check_login(shop.db, shop.clock, request.visitor.user->email, password, request.remote_address);
  if (!proved)
    input.refuse("current_password", "wrong",
                 refusal(proved.error().wait, "accounts.refused.current_password", input.texts()));
}

void check_password_and_code(http::Input& input, const http::Request& request, Services& shop) {
  const std::string code = input.line("code", 40);
  check_password(input, request, shop);
  if (!input.ok()) return;
  const auto taken = check_code(shop.db, shop.clock, shop.session_secret, user_of(request), code);
  if (!taken) input.refuse("code", "wrong", refusal(taken.error().wait, "accounts.refused.code", input.texts()));
}

void record(db::Tx& tx, Services& shop, const http::Request& request, std::string_view action, std::string_view before,
            std::string_view after) {
  shop.record_own_change(tx, {.user = user_of(request),
                              .name = request.visitor.user->name,
                              .action = action,
                              .field = "second_step",
                              .before = before,
                              .after = after,
                              .remote_address = request.remote_address});
  log::info("accounts.second_step", {{"user", request.visitor.user->id}, {"action", action}});
}

layout::Form refused(const http::Input& input) { return {.values = {}, .errors = input.errors()}; }

http::Response to_page(std::string_view notice) {
  return http::see_other(notice.empty() ? std::string(kPath) : fmt::format("{}?notice={}", kPath, notice));
}

}  // namespace

http::Response show_second_step(const http::Request& request, Services& shop) {
  SecondStepPage view;
  const std::string_view notice = request.query.value("notice");
  if (std::ranges::find(kSecondStepNotices, notice) != std::end(kSecondStepNotices))
    view.frame.notice = request.visitor.texts()(fmt::format("accounts.second_step.notice.{}", notice));
  return second_step_page(request, shop, 200, std::move(view));
}

http::Response submit_second_step(const http::Request& request, Services& shop) {
  auto input = http::Input::of_fields(request.form, request.visitor.texts());
  check_password(input, request, shop);
  if (!input.ok()) return second_step_page(request, shop, 422, {.begin = refused(input)});
  shop.db.write([&](db::Tx& tx) { begin_second_step(tx, shop.session_secret, user_of(request), shop.clock.now()); });
  return to_page("");
}

http::Response submit_first_code(const http::Request& request, Services& shop) {
  const auto& texts = request.visitor.texts();
  auto input = http::Input::of_fields(request.form, texts);
  const std::string code = input.line("code", 40);
  if (!input.ok()) return second_step_page(request, shop, 422, {.confirm = refused(input)});
  const UserId user = user_of(request);
  const Time now = shop.clock.now();
  const auto wait = shop.db.write([&](db::Tx& tx) { return count_code(tx, user, now); });
  if (!wait && !shop.db.read([&](db::Tx& tx) { return unconfirmed_key(tx, shop.session_secret, user, now); }))
    return to_page("too_late");
  RecoveryCodes recovery;
  if (!wait) recovery = make_recovery_codes();
  const bool confirmed = !wait && shop.db.write([&](db::Tx& tx) {
    if (!confirm_second_step(tx, shop.session_secret, user, code, now)) return false;
    store_recovery_codes(tx, user, recovery);
    forget_codes(tx, user);
    // Whoever else is logged in has not shown the second step.
    delete_other_sessions(tx, user, SessionId{request.visitor.session->id});
    record(tx, shop, request, "user.second_step_on", "off", "on");
    return true;
  });
  if (!confirmed) {
    input.refuse("code", "wrong", refusal(wait, "accounts.refused.code", texts));
    return second_step_page(request, shop, wait ? 429 : 422, {.confirm = refused(input)});
  }
  return second_step_page(request, shop, 200, {.recovery_codes = std::move(recovery.codes)});
}

http::Response submit_recovery_codes(const http::Request& request, Services& shop) {
  auto input = http::Input::of_fields(request.form, request.visitor.texts());
  check_password_and_code(input, request, shop);
  if (!input.ok()) return second_step_page(request, shop, 422, {.codes = refused(input)});
  RecoveryCodes recovery = make_recovery_codes();
  shop.db.write([&](db::Tx& tx) {
    store_recovery_codes(tx, user_of(request), recovery);
    record(tx, shop, request, "user.recovery_codes", "", "on");
  });
  return second_step_page(request, shop, 200, {.recovery_codes = std::move(recovery.codes)});
}

http::Response submit_second_step_removal(const http::Request& request, Services& shop) {
  auto input = http::Input::of_fields(request.form, request.visitor.texts());
  check_password_and_code(input, request, shop);
  if (!input.ok()) return second_step_page(request, shop, 422, {.removal = refused(input)});
  shop.db.write([&](db::Tx& tx) {
    if (remove_second_step(tx, user_of(request))) record(tx, shop, request, "user.second_step_off", "on", "off");
  });
  return to_page("removed");
}

}  // namespace hurtrock::accounts

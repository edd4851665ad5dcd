#pragma once

#include <chrono>
#include <expected>

#include "accounts/routes.hpp"
#include "platform/http/input.hpp"

namespace hurtrock::accounts {

// log_in.cpp
http::Response show_login(const http::Request& request, Services& shop);
http::Response submit_login(const http::Request& request, Services& shop);
http::Response submit_logout(const http::Request& request, Services& shop);
// register.cpp
http::Response show_register(const http::Request& request, Services& shop);
http::Response submit_register(const http::Request& request, Services& shop);
http::Response verify_email(const http::Request& request, Services& shop);
// password.cpp
http::Response show_forgot(const http::Request& request, Services& shop);
http::Response submit_forgot(const http::Request& request, Services& shop);
http::Response show_reset(const http::Request& request, Services& shop);
http::Response submit_reset(const http::Request& request, Services& shop);
// profile.cpp
http::Response show_profile(const http::Request& request, Services& shop);
http::Response submit_profile(const http::Request& request, Services& shop);
http::Response submit_password(const http::Request& request, Services& shop);
http::Response submit_address(const http::Request& request, Services& shop);
http::Response submit_address_removal(const http::Request& request, Services& shop);
http::Response submit_session_removal(const http::Request& request, Services& shop);
http::Response submit_verification(const http::Request& request, Services& shop);
// preferences.cpp
http::Response submit_language(const http::Request& request, Services& shop);
http::Response submit_theme(const http::Request& request, Services& shop);
// api.cpp
http::Response api_session(const http::Request& request, Services& shop);
http::Response api_register(const http::Request& request, Services& shop);
http::Response api_login(const http::Request& request, Services& shop);
http::Response api_logout(const http::Request& request, Services& shop);
// chat_api.cpp
http::Response api_chat_token(const http::Request& request, Services& shop);

/// A new account's password, in characters (ASVS 6.2.1).
constexpr std::size_t kShortestPassword = 8;

struct LoginRefused {
  std::optional<std::chrono::seconds> wait;  ///< too many attempts; none: wrong mailbox or password
};
/// The same answer, after the same work, for an unknown mailbox and a wrong password. Attempts are counted for the
/// mailbox and the address they come from together, so that a stranger's tries do not slow down the owner; for the
/// mailbox alone only after very many of them.
std::expected<User, LoginRefused> check_login(Services& shop, std::string_view email, const Secret& password,
                                              std::string_view remote_address);

/// Creates the account, or tells the owner of the mailbox by mail that there is one: the caller cannot see which.
void register_user(Services& shop, const std::string& name, const std::string& email, const Secret& password,
                   i18n::Language language);
void send_verification(db::Tx& tx, Services& shop, UserId user, std::string_view email, std::string_view name,
                       i18n::Language language);

}  // namespace hurtrock::accounts

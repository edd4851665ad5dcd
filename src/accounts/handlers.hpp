#pragma once

#include "accounts/credentials.hpp"
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
// join.cpp
http::Response show_invitation(const http::Request& request, Services& shop);
http::Response submit_invitation(const http::Request& request, Services& shop);
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

/// Creates the account, or tells the owner of the mailbox by mail that there is one: the caller cannot see which.
void register_user(Services& shop, const std::string& name, const std::string& email, const Secret& password,
                   i18n::Language language);
void send_verification(db::Tx& tx, Services& shop, UserId user, std::string_view email, std::string_view name,
                       i18n::Language language);

}  // namespace hurtrock::accounts

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
http::Response submit_address_change(const http::Request& request, Services& shop);
http::Response submit_address_removal(const http::Request& request, Services& shop);
http::Response submit_session_removal(const http::Request& request, Services& shop);
http::Response submit_verification(const http::Request& request, Services& shop);
/// The profile of somebody who has to wait before their data can be downloaded again.
http::Response profile_without_export(const http::Request& request, Services& shop, std::chrono::seconds wait);
// own_data.cpp
http::Response show_own_data(const http::Request& request, Services& shop);
// deletion.cpp
http::Response show_deletion(const http::Request& request, Services& shop);
http::Response submit_deletion(const http::Request& request, Services& shop);
// log_in_code.cpp
http::Response show_login_code(const http::Request& request, Services& shop);
http::Response submit_login_code(const http::Request& request, Services& shop);
/// Where a login goes on that asks for a code. Whoever comes there has shown the password of `user` within the last
/// minutes.
http::Response ask_for_code(const Services& shop, const User& user, std::string_view return_to);
/// For whoever has proved to be `user`: takes over what the visitor had, and what was ordered with a proved mailbox.
http::SessionStarter::Started begin_session(const http::Request& request, Services& shop, const User& user);
/// 303 with the session's cookie, to where the login was asked for, or to where the user works or shops.
http::Response logged_in(const http::Request& request, Services& shop, const User& user, std::string_view return_to);
// set_up_second_step.cpp
http::Response show_second_step(const http::Request& request, Services& shop);
http::Response submit_second_step(const http::Request& request, Services& shop);
http::Response submit_first_code(const http::Request& request, Services& shop);
http::Response submit_recovery_codes(const http::Request& request, Services& shop);
http::Response submit_second_step_removal(const http::Request& request, Services& shop);
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

/// What somebody chose in the field "password" for the account of `email` and `name`, as far as they are known. Refused
/// when it is short, or easy to guess.
Secret new_password(http::Input& input, const Services& shop, std::string_view email, std::string_view name);
/// Creates the account, or tells the owner of the mailbox by mail that there is one: the caller cannot see which.
void register_user(Services& shop, const std::string& name, const std::string& email, const Secret& password,
                   i18n::Language language);
void send_verification(db::Tx& tx, Services& shop, UserId user, std::string_view email, std::string_view name,
                       i18n::Language language);

}  // namespace hurtrock::accounts

#include "accounts/routes.hpp"

#include "accounts/handlers.hpp"

namespace hurtrock::accounts {

std::vector<http::Route> routes(Services& shop) {
  using enum http::Method;
  using http::Access;
  using http::bind;
  using http::RunsOn;
  return {
      {kGet, "/login", Access::kAnyone, RunsOn::kWorker, bind(show_login, shop)},
      {kPost, "/login", Access::kAnyone, RunsOn::kWorker, bind(submit_login, shop)},
      {kGet, "/login/code", Access::kAnyone, RunsOn::kWorker, bind(show_login_code, shop)},
      {kPost, "/login/code", Access::kAnyone, RunsOn::kWorker, bind(submit_login_code, shop)},
      {kPost, "/logout", Access::kAnyone, RunsOn::kWorker, bind(submit_logout, shop)},
      {kGet, "/register", Access::kAnyone, RunsOn::kWorker, bind(show_register, shop)},
      {kPost, "/register", Access::kAnyone, RunsOn::kWorker, bind(submit_register, shop)},
      {kGet, "/verify-email", Access::kAnyone, RunsOn::kWorker, bind(verify_email, shop)},
      {kGet, "/password/forgot", Access::kAnyone, RunsOn::kWorker, bind(show_forgot, shop)},
      {kPost, "/password/forgot", Access::kAnyone, RunsOn::kWorker, bind(submit_forgot, shop)},
      {kGet, "/password/reset", Access::kAnyone, RunsOn::kWorker, bind(show_reset, shop)},
      {kPost, "/password/reset", Access::kAnyone, RunsOn::kWorker, bind(submit_reset, shop)},
      {kGet, "/invitation", Access::kAnyone, RunsOn::kWorker, bind(show_invitation, shop)},
      {kPost, "/invitation", Access::kAnyone, RunsOn::kWorker, bind(submit_invitation, shop)},
      {kGet, "/profile", Access::kUser, RunsOn::kWorker, bind(show_profile, shop)},
      {kPost, "/profile", Access::kUser, RunsOn::kWorker, bind(submit_profile, shop)},
      {kPost, "/profile/password", Access::kUser, RunsOn::kWorker, bind(submit_password, shop)},
      {kPost, "/profile/addresses", Access::kUser, RunsOn::kWorker, bind(submit_address, shop)},
      {kPost, "/profile/addresses/:id", Access::kUser, RunsOn::kWorker, bind(submit_address_change, shop)},
      {kPost, "/profile/addresses/:id/removal", Access::kUser, RunsOn::kWorker, bind(submit_address_removal, shop)},
      {kPost, "/profile/sessions/:id/removal", Access::kUser, RunsOn::kWorker, bind(submit_session_removal, shop)},
      {kPost, "/profile/verification", Access::kUser, RunsOn::kWorker, bind(submit_verification, shop)},
      {kGet, "/profile/export", Access::kUser, RunsOn::kGateway, bind(show_own_data, shop)},
      {kGet, "/profile/deletion", Access::kUser, RunsOn::kWorker, bind(show_deletion, shop)},
      {kPost, "/profile/deletion", Access::kUser, RunsOn::kWorker, bind(submit_deletion, shop)},
      {kGet, "/profile/second-step", Access::kStaff, RunsOn::kWorker, bind(show_second_step, shop)},
      {kPost, "/profile/second-step", Access::kStaff, RunsOn::kWorker, bind(submit_second_step, shop)},
      {kPost, "/profile/second-step/confirmation", Access::kStaff, RunsOn::kWorker, bind(submit_first_code, shop)},
      {kPost, "/profile/second-step/recovery-codes", Access::kStaff, RunsOn::kWorker,
       bind(submit_recovery_codes, shop)},
      {kPost, "/profile/second-step/removal", Access::kStaff, RunsOn::kWorker, bind(submit_second_step_removal, shop)},
      {kPost, "/language", Access::kAnyone, RunsOn::kWorker, bind(submit_language, shop)},
      {kPost, "/theme", Access::kAnyone, RunsOn::kWorker, bind(submit_theme, shop)},
      {kGet, "/api/v1/session", Access::kAnyone, RunsOn::kWorker, bind(api_session, shop)},
      {kPost, "/api/v1/auth/register", Access::kAnyone, RunsOn::kWorker, bind(api_register, shop)},
      {kPost, "/api/v1/auth/login", Access::kAnyone, RunsOn::kWorker, bind(api_login, shop)},
      {kPost, "/api/v1/auth/logout", Access::kAnyone, RunsOn::kWorker, bind(api_logout, shop)},
      {kPost, "/api/v1/chat/token", Access::kAnyone, RunsOn::kWorker, bind(api_chat_token, shop)},
  };
}

}  // namespace hurtrock::accounts

#pragma once

#include <string>
#include <vector>

#include "accounts/ids.hpp"
#include "admin/people_pages.hpp"
#include "admin/routes.hpp"
#include "platform/http/message.hpp"

namespace hurtrock::admin {

/// What the page says beside what is stored.
struct UserPageState {
  int status = 200;
  std::string notice = {};
  bool notice_is_error = false;
  std::vector<http::FieldError> role_errors = {}, access_errors = {}, second_step_errors = {};
  std::string wanted_role = {};  ///< that was sent and refused
};

/// The account that the address names; 0: none.
UserId user_in_path(const http::Request& request);
http::Response user_page(const http::Request& request, Services& shop, UserId user, UserPageState state);

}  // namespace hurtrock::admin

#include "accounts/easy_passwords.hpp"
#include "accounts/handlers.hpp"

namespace hurtrock::accounts {

Secret new_password(http::Input& input, const Services& shop, std::string_view email, std::string_view name) {
  Secret password{input.password("password", kShortestPassword)};
  const std::string shop_name = shop.shop_name;
  if (shop.refuses_easy_passwords && !password.empty() &&
      is_easy_to_guess(password, {.email = email, .name = name, .shop_name = shop_name}))
    input.refuse("password", "easy", std::string(input.texts()("accounts.refused.easy_password")));
  return password;
}

}  // namespace hurtrock::accounts

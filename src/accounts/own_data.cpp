#include <fmt/format.h>

#include "accounts/handlers.hpp"
#include "accounts/own_page.hpp"
#include "platform/http/one_answer.hpp"

namespace hurtrock::accounts {

http::Response show_own_data(const http::Request& request, Services& shop) {
  const UserId user = user_of(request);
  // All orders are read for it: what one person asks for again and again waits as a password does.
  const auto wait = shop.db.write(
      [&](db::Tx& tx) { return count_attempt(tx, fmt::format("export:{}", user.value()), shop.clock.now()); });
  if (wait) return profile_without_export(request, shop, *wait);

  http::Response response;
  response.file = http::path_for_one_answer(shop.scratch);
  shop.write_own_data(user, request.visitor.language, response.file);
  const CivilTime now = in_wib(shop.clock.now());
  response.set("Content-Type", "application/json");
  response.set("Content-Disposition",
               fmt::format("attachment; filename=\"hurtrock-data-{}-{:02}-{:02}.json\"", now.year, now.month, now.day));
  response.set("Cache-Control", "private, no-store");
  return response;
}

}  // namespace hurtrock::accounts

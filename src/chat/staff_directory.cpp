#include "chat/staff_directory.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "accounts/chat_token.hpp"
#include "platform/log/log.hpp"

namespace hurtrock::chat {
namespace {

using namespace std::chrono_literals;

/// Throws when it is not what the shop says.
Introduction introduction_from(const std::string& body, PersonId account) {
  const boost::json::value told = boost::json::parse(body);
  return {.account = account.value(),
          .guest_key = {},
          .name = std::string(told.at("name").as_string()),
          .role = told.at("role").as_string() == "admin" ? Role::kAdmin : Role::kStaff,
          .former_guests = {}};
}

}  // namespace

StaffDirectory::StaffDirectory(fetch::Client& client, const Clock& clock, std::string shop_url, Secret session_secret)
    : client_(client), clock_(clock), shop_url_(std::move(shop_url)), session_secret_(std::move(session_secret)) {}

std::expected<Introduction, NotIntroduced> StaffDirectory::find(PersonId account) const {
  const auto answer = client_.send({.url = fmt::format("{}/internal/chat/staff/{}", shop_url_, account.value()),
                                    .authorization = accounts::service_authorization(session_secret_, clock_.now()),
                                    .tells_request_id = true,
                                    .connect_timeout = 500ms,
                                    .timeout = 2000ms});
  const bool answered = answer.outcome == fetch::Answer::Outcome::kAnswered;
  if (answered && answer.status == 404) return std::unexpected(NotIntroduced::kNoStaff);
  if (!answered || answer.status != 200) return std::unexpected(NotIntroduced::kShopSilent);
  try {
    return introduction_from(answer.body, account);
  } catch (const std::exception& error) {
    log::warn("chat.staff_directory.unreadable", {{"what", error.what()}});
    return std::unexpected(NotIntroduced::kShopSilent);
  }
}

}  // namespace hurtrock::chat

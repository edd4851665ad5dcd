#include "chat/shop_hours.hpp"

#include <boost/json.hpp>

#include "accounts/chat_token.hpp"
#include "platform/log/log.hpp"

namespace hurtrock::chat {
namespace {

using namespace std::chrono_literals;
namespace json = boost::json;

constexpr auto kHoursFresh = 60s;
constexpr auto kHoursLeftAlone = 10s;

/// Throws when it is not what the shop says.
Week week_from(const json::array& days) {
  Week week;
  for (const json::value& day : days)
    week.at(day.at("weekday").to_number<std::size_t>()) =
        Hours{.opens = day.at("opens").to_number<int>(), .closes = day.at("closes").to_number<int>()};
  return week;
}

}  // namespace

ShopHours::ShopHours(fetch::Client& client, const Clock& clock, std::string shop_url, Secret session_secret)
    : client_(client), clock_(clock), shop_url_(std::move(shop_url)), session_secret_(std::move(session_secret)) {}

void ShopHours::refresh() {
  const Time now = clock_.now();
  if (now < ask_at_) return;
  ask_at_ = now + kHoursLeftAlone;
  const auto answer = client_.send({.url = shop_url_ + "/internal/chat/hours",
                                    .authorization = accounts::service_authorization(session_secret_, now),
                                    .connect_timeout = 500ms,
                                    .timeout = 2000ms});
  // While the shop is away its hours stay what they were.
  if (answer.outcome != fetch::Answer::Outcome::kAnswered || answer.status != 200) return;
  try {
    const json::value told = json::parse(answer.body);
    told_.store(std::make_shared<const Told>(
        Told{.name = std::string(told.at("name").as_string()), .week = week_from(told.at("hours").as_array())}));
    ask_at_ = now + kHoursFresh;
  } catch (const std::exception& error) {
    log::warn("chat.shop_hours.unreadable", {{"what", error.what()}});
  }
}

std::optional<ShopHours::Answer> ShopHours::answer_if_closed(const i18n::Texts& texts) const {
  const auto told = told_.load();
  const Time now = clock_.now();
  if (!told || is_open(told->week, now)) return std::nullopt;
  return Answer{.shop = told->name, .body = closed_answer(told->week, now, texts)};
}

}  // namespace hurtrock::chat

#include "sandbox/midtrans_snap_request.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>

#include "platform/core/text.hpp"

namespace hurtrock::sandbox {
namespace {

namespace json = boost::json;
using Messages = std::vector<std::string>;

constexpr std::size_t kSnapBodyLimit = 16 * 1024;
constexpr std::size_t kIdLength = 50;
constexpr std::size_t kItemNameLength = 50;
constexpr std::int64_t kMostRupiah = 999'999'999'999;
constexpr std::chrono::hours kDefaultLife{24};
constexpr std::chrono::seconds kShortestLife{20};
constexpr std::chrono::days kLongestLife{7};

const json::object* object_member(const json::object& object, std::string_view name) {
  const auto* member = object.if_contains(name);
  return member != nullptr ? member->if_object() : nullptr;
}

std::string text_member(const json::object& object, std::string_view name) {
  const auto* member = object.if_contains(name);
  return member != nullptr && member->is_string() ? std::string{member->get_string()} : std::string{};
}

std::optional<std::int64_t> integer_member(const json::object& object, std::string_view name) {
  const auto* member = object.if_contains(name);
  if (member == nullptr || !member->is_int64()) return std::nullopt;
  return member->get_int64();
}

void read_transaction(const json::object& body, MidtransOrder& order, Messages& messages) {
  const auto* details = object_member(body, "transaction_details");
  if (details == nullptr) {
    messages.emplace_back("transaction_details is required");
    return;
  }
  order.order_id = text_member(*details, "order_id");
  const auto allowed = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           std::string_view{"-_~."}.contains(c);
  };
  if (order.order_id.empty())
    messages.emplace_back("transaction_details.order_id is required");
  else if (order.order_id.size() > kIdLength)
    messages.emplace_back("transaction_details.order_id too long (max 50)");
  else if (!std::ranges::all_of(order.order_id, allowed))
    messages.emplace_back("transaction_details.order_id has forbidden characters");

  const auto amount = integer_member(*details, "gross_amount");
  if (!details->contains("gross_amount"))
    messages.emplace_back("transaction_details.gross_amount is required");
  else if (!amount)
    messages.emplace_back("transaction_details.gross_amount must be an integer");
  else if (*amount < 1 || *amount > kMostRupiah)
    messages.emplace_back("transaction_details.gross_amount must be greater than or equal to 1");
  else
    order.gross_amount = Money{*amount};
}

void read_item(const json::value& value, MidtransOrder& order, Messages& messages) {
  const auto* item = value.if_object();
  if (item == nullptr) {
    messages.emplace_back("item_details must hold objects");
    return;
  }
  const auto price = integer_member(*item, "price");
  const auto quantity = integer_member(*item, "quantity");
  const std::string name = text_member(*item, "name");
  if (!price || *price > kMostRupiah || *price < -kMostRupiah) messages.emplace_back("item_details.price is required");
  if (!quantity || *quantity < 1 || *quantity > 1'000'000) messages.emplace_back("item_details.quantity is required");
  if (name.empty()) messages.emplace_back("item_details.name is required");
  if (text::length(name) > kItemNameLength) messages.emplace_back("item_details.name too long (max 50)");
  if (text::length(text_member(*item, "id")) > kIdLength) messages.emplace_back("item_details.id too long (max 50)");
  if (messages.empty()) order.items.push_back({.name = name, .price = Money{*price}, .quantity = *quantity});
}

void read_items(const json::object& body, MidtransOrder& order, Messages& messages) {
  const auto* items = body.if_contains("item_details");
  if (items == nullptr) return;
  if (!items->is_array()) {
    messages.emplace_back("item_details must be an array");
    return;
  }
  for (const auto& item : items->get_array()) read_item(item, order, messages);
  if (!messages.empty()) return;

  Money sum;
  for (const auto& item : order.items) sum += item.price * item.quantity;
  if (sum != order.gross_amount)
    messages.emplace_back("transaction_details.gross_amount is not equal to the sum of item_details");
}

/// "2026-11-22 22:00:00 +0700"; the zone is whole hours and minutes from UTC.
std::optional<Time> read_start_time(const std::string& text) {
  constexpr std::size_t kLength = 25;
  if (text.size() != kLength || text[4] != '-' || text[7] != '-' || text[10] != ' ' || text[13] != ':' ||
      text[16] != ':' || text[19] != ' ' || (text[20] != '+' && text[20] != '-'))
    return std::nullopt;
  const auto part = [&](std::size_t from, std::size_t length, std::int64_t most) {
    return text::parse_integer(std::string_view{text}.substr(from, length), 0, most);
  };
  const auto year = part(0, 4, 9999), month = part(5, 2, 12), day = part(8, 2, 31), hour = part(11, 2, 23),
             minute = part(14, 2, 59), second = part(17, 2, 59), zone_hour = part(21, 2, 14),
             zone_minute = part(23, 2, 59);
  if (!year || !month || !day || !hour || !minute || !second || !zone_hour || !zone_minute) return std::nullopt;

  using namespace std::chrono;
  const year_month_day date{std::chrono::year{static_cast<int>(*year)},
                            std::chrono::month{static_cast<unsigned>(*month)},
                            std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) return std::nullopt;
  const auto zone = hours{*zone_hour} + minutes{*zone_minute};
  const auto local = sys_days{date} + hours{*hour} + minutes{*minute} + seconds{*second};
  return text[20] == '+' ? local - zone : local + zone;
}

std::optional<std::chrono::minutes> read_duration(const json::object& expiry) {
  using namespace std::chrono;
  const auto count = integer_member(expiry, "duration");
  const std::string unit = text_member(expiry, "unit");
  if (!count || *count < 1 || *count > 100'000) return std::nullopt;
  if (unit == "minute" || unit == "minutes") return minutes{*count};
  if (unit == "hour" || unit == "hours") return hours{*count};
  if (unit == "day" || unit == "days") return days{*count};
  return std::nullopt;
}

void read_expiry(const json::object& body, Time now, MidtransOrder& order, Messages& messages) {
  order.expires_at = now + kDefaultLife;
  const auto* expiry = object_member(body, "expiry");
  if (expiry == nullptr) return;
  const auto duration = read_duration(*expiry);
  if (!duration) messages.emplace_back("expiry.duration or expiry.unit is invalid");
  Time start = now;
  if (expiry->contains("start_time")) {
    const auto given = read_start_time(text_member(*expiry, "start_time"));
    if (!given) messages.emplace_back("expiry.start_time is invalid, use yyyy-MM-dd HH:mm:ss Z");
    start = given.value_or(now);
  }
  if (!messages.empty()) return;
  order.expires_at = std::clamp<Time>(start + *duration, now + kShortestLife, now + kLongestLife);
}

}  // namespace

std::expected<MidtransOrder, Messages> read_snap_request(std::string_view body, Time now) {
  if (body.size() > kSnapBodyLimit) return std::unexpected(Messages{"request body is larger than 16 kB"});
  boost::system::error_code error;
  const json::value parsed = json::parse(body, error);
  if (error || !parsed.is_object()) return std::unexpected(Messages{"request body is not a JSON object"});
  const json::object& fields = parsed.get_object();

  MidtransOrder order;
  Messages messages;
  read_transaction(fields, order, messages);
  if (messages.empty()) read_items(fields, order, messages);
  if (messages.empty()) read_expiry(fields, now, order, messages);
  if (!messages.empty()) return std::unexpected(std::move(messages));

  if (const auto* buyer = object_member(fields, "customer_details")) order.buyer = text_member(*buyer, "first_name");
  if (const auto* callbacks = object_member(fields, "callbacks")) order.finish_url = text_member(*callbacks, "finish");
  return order;
}

}  // namespace hurtrock::sandbox

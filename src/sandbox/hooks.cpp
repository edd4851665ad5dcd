#include "sandbox/hooks.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "platform/core/text.hpp"

namespace hurtrock::sandbox {
namespace {

namespace json = boost::json;

constexpr std::int64_t kMostCopies = 50;
constexpr std::int64_t kLongestDelay = 60'000;

}  // namespace

http::Response hook_refusal(int status, std::string_view message) {
  return http::json(status, json::serialize(json::object{{"error", message}}));
}

Telling telling_of(const http::Fields& query) {
  const auto number = [&](std::string_view name, std::int64_t most) {
    return text::parse_integer(query.value(name), 0, most);
  };
  return {.told = query.value("notify") != "0",
          .copies = static_cast<int>(number("duplicate", kMostCopies).value_or(1)),
          .delay = std::chrono::milliseconds{number("delay_ms", kLongestDelay).value_or(0)},
          .reversed = query.value("reverse") == "1"};
}

http::Response misbehave(const http::Request& request, Misbehaviour& misbehaviour) {
  boost::system::error_code failed;
  const json::value parsed = json::parse(request.body, failed);
  if (failed || !parsed.is_object()) return hook_refusal(400, "send {call, kind, times, wait_ms}");
  const auto& fields = parsed.get_object();
  const auto text = [&](std::string_view name) {
    const auto* member = fields.if_contains(name);
    return member != nullptr && member->is_string() ? std::string{member->get_string()} : std::string{};
  };
  const auto number = [&](std::string_view name, std::int64_t otherwise) {
    const auto* member = fields.if_contains(name);
    return member != nullptr && member->is_int64() ? member->get_int64() : otherwise;
  };
  const auto fault = fault_named(text("kind"));
  const std::int64_t times = number("times", 1), wait = number("wait_ms", 20'000);
  if (!fault || text("call").empty() || times < 0 || times > 1'000'000 || wait < 0 || wait > kLongestDelay)
    return hook_refusal(400, "kind is one of delay, drop, 429, 500, close_after_accepting");
  misbehaviour.set(text("call"),
                   {.fault = *fault, .times = static_cast<int>(times), .wait = std::chrono::milliseconds{wait}});
  return http::json(200, "{}");
}

}  // namespace hurtrock::sandbox

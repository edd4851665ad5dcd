#include "platform/http/conditional.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "platform/core/text.hpp"

namespace hurtrock::http {
namespace {

std::string_view opaque_tag(std::string_view etag) { return etag.starts_with("W/") ? etag.substr(2) : etag; }

std::optional<int> digits(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || number < 0) return std::nullopt;
  return number;
}

std::optional<unsigned> month_number(std::string_view name) {
  constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto found = std::ranges::find(kMonths, name);
  if (found == kMonths.end()) return std::nullopt;
  return static_cast<unsigned>(found - kMonths.begin()) + 1;
}

}  // namespace

bool etag_matches(std::string_view list, std::string_view etag) {
  if (etag.empty()) return false;
  list = text::trim(list);
  if (list == "*") return true;
  const std::string_view wanted = opaque_tag(etag);
  while (!list.empty()) {
    if (list.starts_with("W/")) list.remove_prefix(2);
    if (!list.starts_with('"')) return false;
    const std::size_t end = list.find('"', 1);
    if (end == std::string_view::npos) return false;
    if (list.substr(0, end + 1) == wanted) return true;
    list.remove_prefix(end + 1);
    list.remove_prefix(std::min(list.find_first_not_of(" \t,"), list.size()));
  }
  return false;
}

std::optional<Time> parse_http_date(std::string_view text) {
  // "Sun, 22 Nov 2026 10:15:00 GMT": every part stands at a fixed place.
  constexpr std::string_view kShape = "Sun, 22 Nov 2026 10:15:00 GMT";
  if (text.size() != kShape.size() || text.substr(3, 2) != ", " || !text.ends_with(" GMT")) return std::nullopt;
  const auto day = digits(text.substr(5, 2));
  const auto month = month_number(text.substr(8, 3));
  const auto year = digits(text.substr(12, 4));
  const auto hour = digits(text.substr(17, 2));
  const auto minute = digits(text.substr(20, 2));
  const auto second = digits(text.substr(23, 2));
  if (!day || !month || !year || !hour || !minute || !second) return std::nullopt;

  const std::chrono::year_month_day date{std::chrono::year{*year}, std::chrono::month{*month},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok() || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  return std::chrono::sys_days{date} + std::chrono::hours{*hour} + std::chrono::minutes{*minute} +
         std::chrono::seconds{*second};
}

bool not_modified(const Request& request, const Response& response) {
  if (request.method != Method::kGet && request.method != Method::kHead) return false;
  if (response.status != 200) return false;
  if (const auto known = request.header("If-None-Match"); !known.empty()) {
    return etag_matches(known, response.header("ETag"));
  }
  const auto copy = parse_http_date(request.header("If-Modified-Since"));
  const auto current = parse_http_date(response.header("Last-Modified"));
  return copy && current && *current <= *copy;
}

void make_not_modified(Response& response) {
  response.status = 304;
  response.body.clear();
  response.prepared.reset();
  response.file.clear();
  std::erase_if(response.headers, [](const auto& header) {
    return text::equals_ignoring_case(header.first, "Content-Type") ||
           text::equals_ignoring_case(header.first, "Content-Encoding") ||
           text::equals_ignoring_case(header.first, "Content-Range");
  });
}

}  // namespace hurtrock::http

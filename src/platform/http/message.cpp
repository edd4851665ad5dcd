#include "platform/http/message.hpp"

#include <algorithm>

#include "platform/core/text.hpp"

namespace hurtrock::http {
namespace {

using Header = std::pair<std::string, std::string>;

std::string_view find_header(const std::vector<Header>& headers, std::string_view name) {
  for (const auto& [key, value] : headers) {
    if (text::equals_ignoring_case(key, name)) return value;
  }
  return {};
}

/// The value of one cookie in a Cookie header ("a=1; b=2"), or nothing.
std::optional<std::string_view> find_cookie(std::string_view header, std::string_view name) {
  while (!header.empty()) {
    const std::size_t end = std::min(header.find(';'), header.size());
    const std::string_view pair = text::trim(header.substr(0, end));
    header.remove_prefix(std::min(end + 1, header.size()));

    if (!pair.starts_with(name) || pair.size() == name.size() || pair[name.size()] != '=') continue;
    std::string_view value = pair.substr(name.size() + 1);
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
    return value;
  }
  return std::nullopt;
}

Response redirect(int status, std::string location) {
  Response response;
  response.status = status;
  response.headers.emplace_back("Location", std::move(location));
  return response;
}

}  // namespace

std::string_view to_string(Method method) {
  switch (method) {
    case Method::kGet:
      return "GET";
    case Method::kHead:
      return "HEAD";
    case Method::kPost:
      return "POST";
    case Method::kPut:
      return "PUT";
    case Method::kPatch:
      return "PATCH";
    case Method::kDelete:
      return "DELETE";
    case Method::kOptions:
      return "OPTIONS";
    case Method::kOther:
      break;
  }
  return "OTHER";
}

std::string_view Request::header(std::string_view name) const { return find_header(headers, name); }

std::string_view Request::cookie(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (!text::equals_ignoring_case(key, "Cookie")) continue;
    if (const auto found = find_cookie(value, name)) return *found;
  }
  return {};
}

std::string_view Request::param(std::string_view name) const {
  for (const auto& [key, value] : params) {
    if (key == name) return value;
  }
  return {};
}

void Response::set(std::string_view name, std::string value) {
  std::erase_if(headers, [name](const Header& header) { return text::equals_ignoring_case(header.first, name); });
  headers.emplace_back(name, std::move(value));
}

void Response::add(std::string_view name, std::string value) { headers.emplace_back(name, std::move(value)); }

std::string_view Response::header(std::string_view name) const { return find_header(headers, name); }

std::string host_cookie_name(std::string_view name, bool secure) {
  return std::string(secure ? "__Host-" : "") + std::string(name);
}

void set_cookie(Response& response, std::string_view name, std::string_view value, const CookieOptions& options) {
  std::string cookie;
  cookie.append(name).append("=").append(value).append("; Path=/; SameSite=Lax");
  if (options.max_age_s) cookie.append("; Max-Age=").append(std::to_string(*options.max_age_s));
  if (options.http_only) cookie.append("; HttpOnly");
  if (options.secure) cookie.append("; Secure");
  response.add("Set-Cookie", std::move(cookie));
}

Response html(int status, std::string page) {
  Response response;
  response.status = status;
  response.headers.emplace_back("Content-Type", "text/html; charset=utf-8");
  response.body = std::move(page);
  return response;
}

Response json(int status, std::string json) {
  Response response;
  response.status = status;
  response.headers.emplace_back("Content-Type", "application/json");
  response.body = std::move(json);
  return response;
}

Response document(std::string bytes, std::string_view content_type, std::string_view file_name) {
  Response response;
  response.headers.emplace_back("Content-Type", content_type);
  response.headers.emplace_back("Content-Disposition", "inline; filename=\"" + std::string(file_name) + "\"");
  response.headers.emplace_back("Cache-Control", "private, no-store");
  response.body = std::move(bytes);
  return response;
}

Response see_other(std::string location) { return redirect(303, std::move(location)); }
Response moved(std::string location) { return redirect(301, std::move(location)); }

}  // namespace hurtrock::http

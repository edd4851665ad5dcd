#include "platform/http/problem.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>
#include <cassert>

#include "platform/core/text.hpp"

namespace hurtrock::http {
namespace {

/// Boost.JSON's own spelling of a string; the document around it is plain enough to write down directly, which keeps
/// `extra` as it was handed over.
std::string json_string(std::string_view text) {
  return boost::json::serialize(boost::json::string_view(text.data(), text.size()));
}

std::string errors_member(const std::vector<FieldError>& errors) {
  std::string json = R"(,"errors":[)";
  for (const FieldError& error : errors) {
    if (&error != &errors.front()) json += ',';
    json.append(R"({"field":)").append(json_string(error.field));
    json.append(R"(,"code":)").append(json_string(error.code));
    json.append(R"(,"message":)").append(json_string(error.message)).append("}");
  }
  return json += ']';
}

}  // namespace

Response problem(int status, std::string_view code, std::string_view title, std::string_view detail,
                 const std::vector<FieldError>& errors, std::string_view extra) {
  assert(!detail.empty());
  Response response;
  response.status = status;
  response.headers.emplace_back("Content-Type", "application/problem+json");

  std::string& json = response.body;
  json.append(R"({"type":)").append(json_string("/problems/" + std::string(code)));
  json.append(R"(,"title":)").append(json_string(title));
  json.append(R"(,"status":)").append(std::to_string(status));
  json.append(R"(,"detail":)").append(json_string(detail));
  json.append(R"(,"code":)").append(json_string(code));
  if (!errors.empty()) json.append(errors_member(errors));
  if (!extra.empty()) json.append(",").append(extra);
  json += '}';
  return response;
}

Response problem(int status, std::string_view code, std::string_view title, const i18n::Texts& texts,
                 const std::vector<FieldError>& errors, std::string_view extra) {
  const std::string own = "http.detail." + std::to_string(status);
  return problem(status, code, title,
                 texts(texts.has(own) ? own
                       : status < 500 ? "http.detail.400"
                                      : "http.detail.500"),
                 errors, extra);
}

bool wants_json(const Request& request) {
  // An address that could not be read has no path.
  const std::string& address = request.path.empty() ? request.target : request.path;
  if (address.starts_with("/api/") || address.starts_with("/webhooks/")) return true;
  const std::string accept = text::lower(request.header("Accept"));
  return accept.contains("json") && !accept.contains("text/html");
}

}  // namespace hurtrock::http

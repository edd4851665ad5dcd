#include "platform/http/health.hpp"

namespace hurtrock::http {
namespace {

Response status_answer(std::string json_text, const std::string& mark) {
  Response response = json(200, std::move(json_text));
  if (!mark.empty()) response.set(kMarkHeader, mark);
  return response;
}

}  // namespace

Response alive(const std::string& mark) { return status_answer(R"({"status":"ok"})", mark); }
Response ready(const std::string& mark) { return status_answer(R"({"status":"ready"})", mark); }

}  // namespace hurtrock::http
